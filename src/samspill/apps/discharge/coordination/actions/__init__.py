"""Every write of the coordination."""
