"""Every read of the coordination."""
