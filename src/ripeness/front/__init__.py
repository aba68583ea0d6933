"""The boundary between sides and how it moves."""
