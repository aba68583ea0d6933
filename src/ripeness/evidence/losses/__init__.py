"""Counts of losses as their sources publish them: by side, population, kind and basis."""
