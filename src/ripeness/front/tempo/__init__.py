"""How much ground changes hands per week, one model a file."""
