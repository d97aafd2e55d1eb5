"""Conflicts between desks: the list, both sides beside each other, what to do about it."""
