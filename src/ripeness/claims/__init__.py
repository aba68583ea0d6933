"""Statements with a speaker, the measures that test them, and the verdicts."""
