"""The daily round of hospital and municipality."""
