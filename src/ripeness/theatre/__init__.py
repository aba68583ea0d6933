"""Grid, places, regions and their outlines, as plain labelled data."""
