"""Warnings as CAP 1.2: read documents and lists of them, fetch both, know where they come from."""
