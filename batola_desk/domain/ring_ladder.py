"""How long a call may ring before it climbs. Source: domain.md §9 (queue ladder)."""

from __future__ import annotations

from batola_desk.domain.limits import RingLadder


def ring_step(ringing_s: float, ladder: RingLadder) -> int:
    """Return 0 fresh, 1 rings at all desks, 2 lead alarm, 3 overflow."""
    return sum(ringing_s >= limit for limit in (ladder.ring_all_s, ladder.lead_alarm_s, ladder.overflow_s))
