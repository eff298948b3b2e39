"""Every write of the directory's own pages. Each is a deed."""
