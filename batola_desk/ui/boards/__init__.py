"""Boards: open incidents, units, agencies."""
