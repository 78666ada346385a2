"""What was decided about each column, and what the release promises."""
