"""Thin: fetch, call, answer."""
