"""Versions of the program: what lies ready, what runs, the way back."""
