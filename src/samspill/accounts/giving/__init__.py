"""Giving roles to people, taking them away, and lending one's own for a while."""
