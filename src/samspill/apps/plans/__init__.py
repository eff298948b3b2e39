"""The joint plan: its actions, how they go, whether they work, and what the bodies decided about them."""
