"""Packages of a plan: which of them parties can agree on, and what stands in the way."""
