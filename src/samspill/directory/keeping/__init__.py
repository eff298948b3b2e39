"""Keeping the directory: one's own contact ways, one's own unit, and all of it for administrators."""
