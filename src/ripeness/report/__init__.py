"""One page made from the record of a run."""
