"""What the room asks of every kind of fact: who may say it, and what a lost race means.

One table for both sides: ``batola-desk secretariat init|upgrade`` writes it into the server's
``batola.event_kind``, the desk reads it here. So client and server cannot differ.

Source: design.md §5 (Verdicts), domain.md §14.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class RoomRole(StrEnum):
    """What a login of the secretariat may be; operator ⊂ lead ⊂ admin. Names of PostgreSQL roles."""

    OPERATOR = "batola_operator"
    LEAD = "batola_lead"
    ADMIN = "batola_admin"
    WORKSTATION = "batola_workstation"
    PROJECTOR = "batola_projector"
    REPORT = "batola_report"


PEOPLE_ROLES: Final = (RoomRole.OPERATOR, RoomRole.LEAD, RoomRole.ADMIN)
"""Who may sit at a desk; the others are machines and readers."""


class GuardRule(StrEnum):
    """What becomes of a fact whose guard has meanwhile another value."""

    NONE = "none"  # has no guards: it cannot lose
    REJECT = "reject"  # verdict ``lost``: without effect, the loser is told
    CONTEST = "contest"  # verdict ``contested``: kept and effective, operator and lead are alarmed


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRule:
    """The room's rule for one kind of fact.

    Attributes:
        min_role: who may say it in an own session; others get ``denied``.
        guard: what a mismatch means.
        guard_prefix: every guard's key must begin with it; empty without guards.
        force_role: who may take it whatever the guard holds (``expect`` = ``*``); None = nobody.
        lead_field, lead_values: a field of the body, and the values of it that only a lead may say.
    """

    min_role: RoomRole = RoomRole.OPERATOR
    guard: GuardRule = GuardRule.NONE
    guard_prefix: str = ""
    force_role: RoomRole | None = None
    lead_field: str = ""
    lead_values: tuple[str, ...] = ()


_ANYBODY: Final = RoomRule()
_LEAD_ONLY: Final = RoomRule(min_role=RoomRole.LEAD)


def _claim(prefix: str) -> RoomRule:
    return RoomRule(guard=GuardRule.REJECT, guard_prefix=prefix, force_role=RoomRole.LEAD)


ROOM_RULES: Final[Mapping[str, RoomRule]] = MappingProxyType(
    {
        # Calls. The exchange is the arbiter of who answers: answering never waits for the room.
        "call.offered": _ANYBODY,
        "call.location_received": _ANYBODY,
        "call.located": _ANYBODY,
        "call.location_requested": _ANYBODY,
        "call.location_request_changed": _ANYBODY,
        "call.info_received": _ANYBODY,
        "call.overflowed": _ANYBODY,
        "call.answered": RoomRule(guard=GuardRule.CONTEST, guard_prefix="call:"),
        "call.held": _ANYBODY,
        "call.resumed": _ANYBODY,
        "call.silent_check_started": _ANYBODY,
        "call.silent_check_ticked": _ANYBODY,
        "call.silent_check_completed": _ANYBODY,
        "call.digit_received": _ANYBODY,
        "call.ended": _ANYBODY,
        "call.classified": RoomRule(lead_field="call_class", lead_values=("F",)),  # F = false report
        "call.linked": _ANYBODY,
        "call.unlinked": _ANYBODY,
        "call.noted": _ANYBODY,
        "call.recorded": _ANYBODY,
        "call.recording_failed": _ANYBODY,
        "call.party_added": _ANYBODY,
        "call.party_answered": _ANYBODY,
        "call.party_muted": _ANYBODY,
        "call.party_left": _ANYBODY,
        "call.conference_started": _ANYBODY,
        "call.transferred": _ANYBODY,
        "call.supervised": _ANYBODY,  # written by the desk that was listened to, not by the lead
        "call.text_received": _ANYBODY,
        "call.text_sent": _ANYBODY,
        "call.quality_measured": _ANYBODY,
        "call.claimed": _claim("call:"),
        "call.released": _claim("call:"),
        # Recordings. Freeing and exporting are judged where the file lies; the room only keeps what happened.
        "call.recording_stored": _ANYBODY,
        "call.recording_freed": _ANYBODY,
        "call.recording_held": _ANYBODY,
        "call.recording_marked": _ANYBODY,
        "call.recording_exported": _ANYBODY,
        "call.recording_altered": _ANYBODY,
        # Call-backs.
        "callback.opened": _ANYBODY,
        "callback.missed_again": _ANYBODY,
        "callback.attempted": _ANYBODY,
        "callback.closed": _ANYBODY,
        # Incidents and agency tasks.
        "incident.opened": _ANYBODY,
        "incident.field_set": _ANYBODY,
        "incident.location_set": _ANYBODY,
        "incident.location_cleared": _ANYBODY,
        "incident.priority_set": _ANYBODY,
        "incident.triage_answered": _ANYBODY,
        "incident.note_added": _ANYBODY,
        "incident.verified": _ANYBODY,
        "incident.similar_judged": _ANYBODY,
        "incident.state_set": RoomRule(lead_field="state", lead_values=("false_report",)),
        "incident.referral_answered": _ANYBODY,
        "incident.closed": RoomRule(lead_field="disposition", lead_values=("false_report",)),
        "incident.reopened": _LEAD_ONLY,
        "incident.merged": _ANYBODY,
        "incident.unmerged": RoomRule(lead_field="how", lead_values=("decided",)),
        "incident.related": _ANYBODY,
        "incident.reassigned": _claim("incident:"),
        "incident.reassign_requested": _ANYBODY,
        "incident.reassign_declined": _ANYBODY,
        "agency_task.drafted": _ANYBODY,
        "agency_task.sending": RoomRule(guard=GuardRule.REJECT, guard_prefix="agency_task:"),
        "agency_task.sent": _ANYBODY,
        "agency_task.unreached": _ANYBODY,
        "agency_task.delivered": _ANYBODY,
        "agency_task.acknowledged": _ANYBODY,
        "agency_task.rejected": _ANYBODY,
        "agency_task.escalated": _ANYBODY,
        "agency_task.started": _ANYBODY,
        "agency_task.reported": _ANYBODY,
        "agency_task.completed": _ANYBODY,
        "agency_task.cancelled": _ANYBODY,
        # Units. A unit sent twice is a fact of the street: both are kept, people decide.
        "unit.registered": _ANYBODY,
        "unit.dispatched": RoomRule(guard=GuardRule.CONTEST, guard_prefix="unit:", force_role=RoomRole.LEAD),
        "unit.status": _ANYBODY,
        "unit.released": _ANYBODY,
        "unit.located": _ANYBODY,
        "unit.device_set": _LEAD_ONLY,
        # What people draw on the map. Who removes another person's landmark, jetty, pump or post is a lead;
        # that ``standing`` is true is judged by every desk's fold (``domain.map_feature_reducer``).
        "map_feature.drawn": _ANYBODY,
        "map_feature.changed": _ANYBODY,
        "map_feature.removed": RoomRule(lead_field="standing", lead_values=("lasting",)),
        "map_feature.restored": _ANYBODY,
        # Conflicts between desks. Whoever sees one may say so; who is shown which is the desk's matter.
        "conflict.seen": _ANYBODY,
        "conflict.noted": _ANYBODY,
        # People and desks.
        "operator.signed_on": _ANYBODY,
        "operator.state_set": _ANYBODY,
        "operator.signed_off": _ANYBODY,
        "operator.role_taken": _LEAD_ONLY,
        "operator.role_returned": _ANYBODY,
        "desk.started": _ANYBODY,
        "desk.stopped": _ANYBODY,
        "desk.mode_set": _ANYBODY,
        "desk.position_received": _ANYBODY,
        "desk.room_accepted": _ANYBODY,  # written before the room is asked anything; it says who decided
        "desk.setting_changed": _ANYBODY,
        "desk.self_tested": _ANYBODY,
        "desk.alarm_raised": _ANYBODY,
        "desk.alarm_acknowledged": _ANYBODY,
        "desk.alarm_cleared": _ANYBODY,
        # Messages to the room. An operator writes to the leads, or to who sits at his desk next.
        "room.announced": RoomRule(lead_field="audience", lead_values=("all",)),
        "room.announcement_read": _ANYBODY,
        "room.number_measured": _LEAD_ONLY,
        "room.number_measure_lifted": _LEAD_ONLY,
    }
)

MACHINE_ACTORS: Final = ("engine", "system")
"""Authors that are no person: an operator's session and a workstation may both carry their facts."""


@functools.cache  # the table never changes, and each look at the status asks
def rules_digest() -> str:
    """Return a short name of this table, so that a desk sees that its room judges by other rules."""
    text = json.dumps({kind: astuple(rule) for kind, rule in ROOM_RULES.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
