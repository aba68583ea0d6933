"""The verbs, for notebooks and for the command line."""
