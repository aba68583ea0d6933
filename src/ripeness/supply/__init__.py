"""Supply: what the network delivers, and what changes when a place changes hands."""
