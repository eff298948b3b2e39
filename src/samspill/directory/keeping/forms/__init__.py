"""What people fill in to keep the directory."""
