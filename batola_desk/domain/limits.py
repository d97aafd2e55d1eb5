"""Time limits and thresholds of the regency; loaded with the ``domain.catalog``, from ``limits.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from batola_desk.domain.roles import PeopleLimits
from batola_desk.domain.similar_limits import SimilarLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class RingLadder:
    """Seconds of ringing at which the ladder climbs. Source: domain.md §9."""

    ring_all_s: float = 5.0
    lead_alarm_s: float = 10.0
    overflow_s: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLimits:
    """When a unit's state is overdue. Source: domain.md §5.4."""

    assigned_fire_s: int = 80
    assigned_medical_s: int = 60
    assigned_other_s: int = 80
    en_route_factor: float = 1.5
    on_scene_report_s: int = 1800
    position_stale_s: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentLimits:
    """Timing of the silent-call procedure. Source: domain.md §12.1."""

    start_after_s: float = 6.0
    listen_min_s: float = 30.0
    repeat_window_s: float = 600.0
    spoke_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLimits:
    """Held calls and call waiting. Source: domain.md §5.1, §16."""

    hold_operator_s: float = 30.0
    hold_lead_s: float = 60.0
    waiting_alert_s: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLimits:
    """Tickets that wait. Source: domain.md §5.2.

    Attributes:
        suspended_s: a ticket that was put off is asked for again after this.
    """

    suspended_s: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackLimits:
    """Call-back rules. Source: domain.md §5.5, §12.2."""

    repeat_window_s: int = 180
    night_from_hour: int = 22
    night_to_hour: int = 5
    prank_many: int = 5
    attempts: int = 2
    attempts_within_s: int = 300
    text_every_s: int = 1800
    auto_text_after_s: float = 0.0
    lines_max: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackScores:
    """Points of the call-back rank; each reason is shown with it. Source: domain.md §5.5."""

    repeated: int = 40
    dropped: int = 50
    silent: int = 45
    near_incident: int = 30
    night: int = 10
    pranks: int = -35
    second_due: int = 25
    text_sent: int = -20
    exhausted: int = -60


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLimits:
    """Limits of the desk itself."""

    draft_flush_ms: int = 400
    disk_free_warn_gb: float = 5.0
    disk_free_alarm_gb: float = 1.0
    disk_days_warn: float = 14.0
    clock_warn_share: float = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingLimits:
    """Room for recordings on this desk. Source: domain.md §15.

    Attributes:
        reserve_mb: kept free for the journal; below it old copies are freed, below half of it recording
            stops.
        cache_days, cache_max_gb: local files that are in the store are freed when older, or above this size.
        copy_wait_alarm_min: alarm when the oldest recording waits longer for its copy.
        keep_days: older ones are removed from this desk unless somebody holds them; 0 = never.
    """

    reserve_mb: float = 500.0
    cache_days: float = 30.0
    cache_max_gb: float = 40.0
    copy_wait_alarm_min: float = 60.0
    keep_days: float = 365.0


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLimits:
    """When the sound of a call is poor, as mean opinion scores 1..4.5. Source: domain.md §16."""

    mos_warn: float = 3.6
    mos_alarm: float = 3.1
    alarm_after_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLimits:
    """When alerts come too fast to be read. Source: domain.md §16 (EEMUA 191)."""

    flood_count: int = 10
    flood_window_s: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationLinkLimits:
    """The link that asks a caller for a position. Source: domain.md §11, §12.1.

    Attributes:
        expiry_minutes: after this the page takes nothing more.
    """

    expiry_minutes: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All time limits and thresholds."""

    ring: RingLadder = field(default_factory=RingLadder)
    unit: UnitLimits = field(default_factory=UnitLimits)
    silent: SilentLimits = field(default_factory=SilentLimits)
    call: CallLimits = field(default_factory=CallLimits)
    incident: IncidentLimits = field(default_factory=IncidentLimits)
    callback: CallbackLimits = field(default_factory=CallbackLimits)
    callback_score: CallbackScores = field(default_factory=CallbackScores)
    desk: DeskLimits = field(default_factory=DeskLimits)
    similar: SimilarLimits = field(default_factory=SimilarLimits)
    recording: RecordingLimits = field(default_factory=RecordingLimits)
    quality: QualityLimits = field(default_factory=QualityLimits)
    alarms: AlarmLimits = field(default_factory=AlarmLimits)
    location_link: LocationLinkLimits = field(default_factory=LocationLinkLimits)
    people: PeopleLimits = field(default_factory=PeopleLimits)
    on_scene_s: Mapping[str, int] = field(default_factory=dict)  # incident group → seconds from answer
