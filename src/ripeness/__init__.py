"""Ripeness tests an argument about a war, link by link, with the source of every number."""
