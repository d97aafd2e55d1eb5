"""The alert list."""
