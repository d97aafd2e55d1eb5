"""Composition root of the screen process: the only place that knows all rooms."""
