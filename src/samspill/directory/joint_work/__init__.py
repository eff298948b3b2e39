"""Joint projects, networks and contact committees, and whether a new one overlaps."""
