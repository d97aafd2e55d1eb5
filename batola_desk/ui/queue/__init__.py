"""The queue column: ringing calls, call-backs, calls without a class."""
