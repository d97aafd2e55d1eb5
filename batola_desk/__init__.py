"""Batola Desk: the workstation of an emergency call centre."""

__version__ = "0.1.0"
