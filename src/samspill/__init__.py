"""Samspill: the shared working surface of a Norwegian helsefellesskap."""

__version__ = "0.1.0"
