"""Decide together: bodies, cases, meetings, decisions, anchoring, agreements, hearings, the annual wheel."""
