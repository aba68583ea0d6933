"""Battlefield and table together, week by week, and the cost of waiting."""
