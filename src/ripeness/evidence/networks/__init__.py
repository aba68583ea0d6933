"""Readers of roads and rail: files in, lines with a class and a length out."""
