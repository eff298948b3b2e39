"""Groups of codes, as data with version and source."""
