"""The tempo models against each other: who did better where, and what could tell them apart."""
