"""Proper scores of forecasts, and what they say."""
