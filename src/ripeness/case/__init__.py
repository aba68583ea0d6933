"""The question, declared in one file and checked before anything runs."""
