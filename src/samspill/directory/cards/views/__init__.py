"""The pages one reads: a person, a unit, the community, the country, and the same on paper."""
