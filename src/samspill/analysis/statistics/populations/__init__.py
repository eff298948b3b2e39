"""Standard populations as data, each with its source."""
