"""Who does what next, and what holds it up: what the two sides keep together about a stay."""
