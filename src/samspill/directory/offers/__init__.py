"""The catalogue of service offers."""
