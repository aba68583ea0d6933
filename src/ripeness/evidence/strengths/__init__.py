"""Stated figures of strength, with their speakers, as ranges."""
