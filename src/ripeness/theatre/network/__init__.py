"""Roads and rail as one graph: plain labelled tables, snapped, split, contracted and varied."""
