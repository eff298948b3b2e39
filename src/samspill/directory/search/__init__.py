"""Find a colleague, a unit, an offer or a subject while typing, however it is spelled."""
