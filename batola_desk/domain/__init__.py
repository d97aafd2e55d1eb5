"""Events, the states they fold to, guards, clocks and scores: what decides, in plain Python.

No Qt, no database, no network, no clock of its own: all of it comes in as an argument (docs/decisions/0001).
"""
