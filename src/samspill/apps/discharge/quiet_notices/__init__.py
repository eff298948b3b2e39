"""What this room tells people quietly: derived from how stays stand, so that it is told once however it came to us."""
