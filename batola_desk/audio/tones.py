"""Ring and alert tones, described as data and generated, never sampled."""

from enum import StrEnum


class RingKind(StrEnum):
    """Why it rings."""

    INCOMING = "incoming"
    WAITING = "waiting"
    RINGBACK = "ringback"


class AlertName(StrEnum):
    """Alert catalogue. Source: domain.md §16."""

    P1_NEW = "p1_new"
    P2_NEW = "p2_new"
    P3_NEW = "p3_new"
    P4_NEW = "p4_new"
    CALL_WAITING = "call_waiting"
    AGENCY_SILENT = "agency_silent"
    UNIT_EMERGENCY = "unit_emergency"
    HEADSET_LOST = "headset_lost"
    RECORDING_FAILED = "recording_failed"
    OFFLINE = "offline"
    DATA_CONFLICT = "data_conflict"
    BMKG_WARNING = "bmkg_warning"
