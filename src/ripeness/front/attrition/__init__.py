"""Attrition: how two strengths wear each other down, as solved models with their papers."""
