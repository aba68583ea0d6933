"""The record of a run: pages are made from it, never from models."""
