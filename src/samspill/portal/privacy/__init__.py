"""What the privacy officer does: a patient's own view of who looked, extracts, periods, and erasing."""
