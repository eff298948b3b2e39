"""The pages where the directory is kept."""
