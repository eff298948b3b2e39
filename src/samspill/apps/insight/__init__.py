"""The figures room: everybody in the community reads the same figures, and nothing small enough to name anybody."""
