"""Devices of units, and files with their ways."""
