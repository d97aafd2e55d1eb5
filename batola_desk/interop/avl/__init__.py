"""Positions of units that devices push or files hold: formats, judgement, listener, feed to the desk."""
