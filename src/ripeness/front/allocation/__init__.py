"""Which cells change hands, given how much ground does."""
