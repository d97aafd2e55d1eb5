"""What changed, told to everybody who shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed, so that panes redraw only that.

    Attributes:
        call_keys, incident_ids, unit_ids, callback_ids: touched things.
        what: other parts: ``status``, ``levels``, ``alarms``, ``playback``, ``language``, ``settings``,
            ``person`` (another person or role: rights differ), ``seat`` (what is known of the person),
            ``updates``, ``presence``, ``unit_positions`` (live ones only), ``unit_devices``, ``conflicts``,
            ``announcements``, ``map_features``, ``map_pack`` (another pack, or its import moved on),
            ``recommendation``, ``desks`` (other desks, and who sits there), ``self_test``, ``metronome``,
            ``weather`` (other warnings, or how their sources stand).
    """

    call_keys: frozenset[str] = frozenset()
    incident_ids: frozenset[str] = frozenset()
    unit_ids: frozenset[str] = frozenset()
    callback_ids: frozenset[str] = frozenset()
    what: frozenset[str] = frozenset()

    def with_also(self, other: Change) -> Change:
        """Return both changes as one."""
        return Change(
            call_keys=self.call_keys | other.call_keys,
            incident_ids=self.incident_ids | other.incident_ids,
            unit_ids=self.unit_ids | other.unit_ids,
            callback_ids=self.callback_ids | other.callback_ids,
            what=self.what | other.what,
        )
