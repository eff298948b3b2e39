"""The pages of the coordination."""
