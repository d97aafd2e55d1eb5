"""The settings sheet: what an operator may change while the desk runs."""
