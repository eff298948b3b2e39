"""The indicators, by theme. Each module has INDICATORS."""
