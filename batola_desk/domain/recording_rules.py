"""Who may hear and export recordings, and which must stay on the desk. Source: domain.md §14, §15."""

from __future__ import annotations

from collections.abc import Sequence

from batola_desk.domain.call import Call
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident
from batola_desk.domain.priority import effective_priority

OWN_FOR_US = 24 * 3_600_000_000
HELD, FREE = "held", "free"


def check_play(call: Call, catalog: Catalog, *, role: str, operator_id: str, now_us: int) -> None:
    """Own recordings for a day, all others for those who have the right.

    Raises:
        OperatorError: ``play_not_allowed``.
    """
    if catalog.may(role, "play_recordings"):
        return
    is_own = call.operator in {"", operator_id}  # nobody answered: nobody's words but the caller's
    begun_us = call.offered_us or 0
    if not (catalog.may(role, "play_own_recordings") and is_own and now_us - begun_us <= OWN_FOR_US):
        raise OperatorError("play_not_allowed")


def check_export(catalog: Catalog, *, role: str, person: str, reason: str, witness: str) -> None:
    """An extract leaves the house with a reason, and never by one person alone.

    Raises:
        OperatorError: ``export_not_allowed``, ``reason_missing``, ``witness_missing``.
    """
    if not catalog.may(role, "export_evidence"):
        raise OperatorError("export_not_allowed")
    if not reason.strip():
        raise OperatorError("reason_missing")
    if len(witness.strip()) < 2 or witness.strip().casefold() == person.strip().casefold():
        raise OperatorError("witness_missing")


def judge_recordings(call: Call, incidents: Sequence[Incident | None], catalog: Catalog) -> str:
    """Whether the call's recordings must stay on the desk although they are in the store.

    Args:
        incidents: those the call belongs to; None = one that is not known here.

    Returns:
        ``held``, ``free``, or empty while it cannot be said; what is not said stays too.
    """
    if call.recording_held:
        return HELD
    if call.is_live:
        return ""
    if call.recording_released or call.training:
        return FREE
    if call.call_class == "F":
        return HELD
    if any(incident is not None and effective_priority(incident, catalog) == "P1" for incident in incidents):
        return HELD
    if None in incidents:
        return ""
    needs_class = call.gets_class and call.answered_us is not None
    return "" if needs_class and not call.call_class else FREE
