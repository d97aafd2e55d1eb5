"""What the journal answers with: plain frozen values. Rows of SQLAlchemy never leave this room.

All times are microseconds since 1970 UTC; None = has not happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from batola_desk.domain.announcement import Reading
from batola_desk.domain.facts import Fact
from batola_desk.domain.map_feature import MapFeature
from batola_desk.domain.reducers import State
from batola_desk.domain.unit_devices import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendResult:
    """What an append did.

    Attributes:
        facts: the facts as journalled, in the order given; a redelivered one is the stored one.
        states: aggregate name → state after these facts.
        pending_disk: True only in the provisional result, while the disk refuses to take the facts.
    """

    facts: tuple[Fact, ...]
    states: Mapping[str, State]
    pending_disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalStatus:
    """How writing goes.

    Attributes:
        state: ``ok``; ``retrying`` (facts wait in memory, the disk may recover); ``failed`` (facts wait in
            memory, somebody must act: read-only medium or a damaged file).
        waiting: facts held in memory only; 0 while only a page of the room waits for the disk.
        code: ``disk_full``, ``disk_io``, ``journal_locked``, ``journal_read_only``, ``journal_damaged``.
    """

    state: Literal["ok", "retrying", "failed"] = "ok"
    waiting: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One call as lists show it.

    Attributes:
        row_id: cursor for paging: pass the last one as ``before``.
        number_key: the number in the form that compares equal for +62…, 62… and 0….
        incident_id: the first linked incident; empty when none.
        needs_class: answered, over, inbound, and nobody chose the call type yet.
        pending_disk: shown from memory because the disk has not taken it yet.
    """

    row_id: int
    call_key: str
    direction: str = "inbound"
    number: str = ""
    number_key: str = ""
    display_name: str = ""
    purpose: str = ""
    callback_id: str = ""
    training: bool = False
    desk: str = ""
    operator: str = ""
    state: str = ""
    call_class: str = ""
    offered_us: int | None = None
    answered_us: int | None = None
    ended_us: int | None = None
    classified_us: int | None = None
    end_cause: str = ""
    incident_id: str = ""
    incident_count: int = 0
    recording_path: str = ""
    recording_failed: str = ""
    is_live: bool = False
    needs_class: bool = False
    pending_disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSummary:
    """One agency task as the board shows it."""

    task_id: str
    agency_code: str
    state: str
    channel: str = ""
    sent_us: int | None = None
    acknowledged_us: int | None = None
    acknowledged_by: str = ""
    ended_us: int | None = None
    escalation_level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One incident as board, map, search and clocks need it, without folding.

    Attributes:
        row_id: cursor for paging: pass the last one as ``before``.
        priority: effective priority (``priority_of`` of the reader applied to type and hand-set one).
        hand_priority: priority set by a person; empty = default of the type.
        tasks: all agency tasks, in the order they were chosen.
        unit_ids: units committed and not released.
        owner_desk, owner: whose it is; an empty ``owner`` = whoever sits at that desk.
        owner_fact_id, wish_fact_id: it changed hands, or somebody asks for it; the fold knows the rest.
    """

    row_id: int
    incident_id: str
    ticket_number: str = ""
    source: str = ""
    training: bool = False
    desk: str = ""
    operator: str = ""
    state: str = ""
    is_open: bool = True
    priority: str = ""
    hand_priority: str = ""
    type_code: str = ""
    place_text: str = ""
    place_code: str = ""
    place_label: str = ""
    latitude: float | None = None
    longitude: float | None = None
    uncertainty_m: float | None = None
    caller_name: str = ""
    callback_number: str = ""
    opened_us: int | None = None
    verified_us: int | None = None
    first_sent_us: int | None = None
    first_ack_us: int | None = None
    first_en_route_us: int | None = None
    first_on_scene_us: int | None = None
    closed_us: int | None = None
    disposition: str = ""
    state_reason: str = ""
    call_count: int = 0
    conflict_count: int = 0
    tasks: tuple[TaskSummary, ...] = ()
    unit_ids: tuple[str, ...] = ()
    owner: str = ""
    owner_desk: str = ""
    owner_fact_id: str = ""
    wish_fact_id: str = ""
    pending_disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit as board and map show it."""

    row_id: int
    unit_id: str
    call_sign: str = ""
    agency_code: str = ""
    medium: str = "road"
    post: str = ""
    state: str = ""
    state_since_us: int | None = None
    state_reason: str = ""
    incident_ids: tuple[str, ...] = ()
    claimed_for: str = ""
    latitude: float | None = None
    longitude: float | None = None
    heading_deg: float | None = None
    position_source: str = ""
    position_us: int | None = None
    estimate_s: int | None = None
    devices: Words = ()
    pending_disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRow:
    """One call-back item as the list shows it."""

    row_id: int
    callback_id: str
    number: str = ""
    number_key: str = ""
    state: str = ""
    is_open: bool = True
    reasons: tuple[str, ...] = ()
    lost_count: int = 0
    first_lost_us: int | None = None
    last_lost_us: int | None = None
    attempts: int = 0
    last_attempt_us: int | None = None
    last_outcome: str = ""
    closed_us: int | None = None
    close_reason: str = ""
    claimed_desk: str = ""
    claimed_by: str = ""
    claimed_us: int | None = None
    pending_disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRow:
    """One person who signed on here."""

    row_id: int
    operator_id: str
    name: str = ""
    role: str = ""
    desk: str = ""
    state: str = ""
    state_since_us: int | None = None
    state_reason: str = ""
    pending_disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementRow:
    """One message to the room; ``announced_us`` None: its first fact had no effect."""

    row_id: int
    message_id: str
    text: str
    level: str
    audience: str
    until_us: int
    author: str
    desk: str
    announced_us: int | None
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFeatureRow:
    """One feature of the map, all but its history."""

    row_id: int
    feature: MapFeature
    pending_disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """One workstation and how it last started."""

    row_id: int
    desk_id: str
    running: bool = False
    app_version: str = ""
    started_us: int | None = None
    unclean_start: bool = False
    mode: str = ""
    open_alarm_count: int = 0
    pending_disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport:
    """What happened when the journal was opened; the screen tells the operator.

    Attributes:
        health: ``created`` (there was no file), ``healthy`` or ``damaged``.
        unclean_stop: the run before did not close the file (crash, power cut); nothing acknowledged is lost.
        rescued: facts copied out of the damaged file, each checked against its own hash.
        lost: facts that are known to be missing; None = cannot be known (the end of the file is unreadable).
        damaged_path: where the damaged file lies now.
        backup_path: copy made before the file was upgraded.
        upgraded_from: schema revision before an upgrade; empty when none was needed.
        read_only: nothing can be written; appends are kept in memory and the screen shows the red banner.
        read_only_code: why, as in ``JournalStatus.code``.
    """

    path: Path
    health: Literal["created", "healthy", "damaged"] = "healthy"
    unclean_stop: bool = False
    rescued: int = 0
    lost: int | None = 0
    damaged_path: Path | None = None
    backup_path: Path | None = None
    upgraded_from: str = ""
    read_only: bool = False
    read_only_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where the stored projection is not what the journal folds to."""

    table: str
    key: str
    column: str
    stored: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """Result of ``verify``.

    Attributes:
        integrity: complaints of SQLite's own check.
        chain_faults: facts whose hash or predecessor does not fit, as ``origin/oseq``.
        gaps: numbers missing in an origin of this file, as ``origin/first-last``.
        known_losses: gaps already reported by a rescue; not a fault again.
        altered: facts that came from the room other than their desk sealed them, as ``origin/oseq``; known,
            kept and shown, so not a fault of this file.
        room_faults: what is wrong with the copy of the room's journal; cut it back and pull again.
        unreadable: facts of a kind this program does not know, or with an unreadable body (kept and shown).
        differences: first 1,000 differences of the projections; ``difference_count`` counts all.
    """

    path: Path
    fact_count: int = 0
    aggregate_count: int = 0
    elapsed_s: float = 0.0
    facts_per_s: float = 0.0
    integrity: tuple[str, ...] = ()
    chain_faults: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    known_losses: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    room_faults: tuple[str, ...] = ()
    unreadable: int = 0
    difference_count: int = 0
    differences: tuple[Difference, ...] = field(default=())

    @property
    def exit_code(self) -> int:
        """0 sound, 1 only the projections differ (rebuild them), 2 the journal itself is not sound."""
        if self.integrity or self.chain_faults or self.gaps or self.room_faults:
            return 2
        return 1 if self.difference_count else 0
