"""Warnings of the weather office on the screen: a quiet band, and a list."""
