"""Errors, dates, units, named random streams, digests and declared records."""
