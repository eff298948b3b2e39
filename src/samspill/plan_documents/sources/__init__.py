"""One reader for each kind of file; each hands on a `Source`."""
