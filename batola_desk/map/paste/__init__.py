"""Positions out of whatever somebody pasted, dictated or read over the radio."""
