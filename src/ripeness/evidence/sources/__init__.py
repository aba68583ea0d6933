"""One small file per upstream source."""
