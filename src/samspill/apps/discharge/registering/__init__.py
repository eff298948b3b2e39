"""What a side registers of a stay itself, by form: taken down as events, and taken back as events."""
