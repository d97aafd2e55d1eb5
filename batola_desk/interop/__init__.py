"""What other systems tell this one or keep for it: positions of callers and units, stored recordings.

Everything that comes from outside is bounded here: sizes, rates, times.
"""
