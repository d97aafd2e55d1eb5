"""What calls and tickets say in the ministry's report, counted as the room's reports count. Pure.

Source: domain.md §13; ``sync/schema/sql/0002/20_views.sql`` has the same definitions. An interval is empty
when one of its ends has not happened, or when clocks of two desks contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Protocol

from batola_desk.domain.call import CallState
from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.domain.incident import Incident, IncidentState
from batola_desk.domain.ministry_report import CLASS_PREFIX, MINISTRY_PREFIX
from batola_desk.domain.priority import effective_priority
from batola_desk.models.rows import CallRow

Value = str | int | float | date | None
"""A moment is an int (microseconds since 1970 UTC) under a source of that kind."""

TEST_CLASS: Final = "U"
SHORT_S: Final = 5.0  # Source: domain.md §13, *terputus di antrean*
NOT_REAL: Final = frozenset({IncidentState.FALSE_REPORT, IncidentState.REFERRED})


@dataclass(frozen=True, slots=True)
class CallLink:
    """The ticket that a call belongs to; a confidential one has no number here."""

    ticket: str = ""
    is_secret: bool = False


NO_LINK: Final = CallLink()


class SomeCall(Protocol):
    """What a row of the list and a folded call have in common."""

    @property
    def direction(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def call_class(self) -> str: ...
    @property
    def offered_us(self) -> int | None: ...
    @property
    def answered_us(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class CountedIncident:
    """A ticket with the callers' calls that were joined to it."""

    incident: Incident
    calls: tuple[SomeCall, ...]

    @property
    def is_test(self) -> bool:
        """All its calls are tests."""
        return bool(self.calls) and all(call.call_class == TEST_CLASS for call in self.calls)

    @property
    def first(self) -> SomeCall | None:
        """The report that was answered first; t0 and t1 are its."""
        late = float("inf")
        return min(
            self.calls,
            key=lambda call: (
                call.answered_us if call.answered_us is not None else late,
                call.offered_us if call.offered_us is not None else late,
            ),
            default=None,
        )

    @property
    def is_real(self) -> bool:
        """Kejadian nyata."""
        return self.incident.state not in NOT_REAL


def is_from_caller(call: SomeCall) -> bool:
    """A caller's own call."""
    return call.direction == "inbound" and not call.purpose


def is_counted(row: CallRow) -> bool:
    """Panggilan masuk: from a caller, no practice, no test."""
    return is_from_caller(row) and not row.training and row.call_class != TEST_CLASS


def seconds(from_us: int | None, until_us: int | None) -> float | None:
    """Return an interval; None when it cannot be said."""
    if from_us is None or until_us is None or until_us < from_us:
        return None
    return round((until_us - from_us) / 1e6, 1)


class Figures:
    """Makes the values of rows.

    Args:
        place_of: code of a desa → its name with the kecamatan.
        desks: letters of the desks whose facts are counted.
    """

    def __init__(self, catalog: Catalog, *, place_of: Callable[[str], str], desks: str) -> None:
        centre = catalog.centre
        self._catalog = catalog
        self._place_of = place_of
        self._zone = timezone(timedelta(minutes=centre.utc_offset_min))
        self._common: dict[str, Value] = {
            "centre": centre.name,
            "regency_code": centre.regency_code,
            "psap_id": centre.psap_id,
            "desks": desks,
        }

    def day(self, at_us: int | None) -> date | None:
        """The centre's day of a moment."""
        return None if at_us is None else datetime.fromtimestamp(at_us / 1e6, self._zone).date()

    def call(self, row: CallRow, link: CallLink) -> Mapping[str, Value]:
        """One call. What is confidential is a call like any other, of nobody and for nothing."""
        is_secret = link.is_secret
        known = self._catalog.classes.get(row.call_class)
        return {
            **self._common,
            "day": self.day(row.offered_us),
            "call_key": "" if is_secret else row.call_key,
            "class": row.call_class,
            "class_label": known.label if known is not None else row.call_class,
            "ministry_class": known.ministry if known is not None else "",
            "ticket": "" if is_secret else link.ticket,
            "desk": row.desk,
            "operator": row.operator,
            "end_cause": row.end_cause,
            "offered_at": row.offered_us,
            "answered_at": row.answered_us,
            "ended_at": row.ended_us,
            "classified_at": row.classified_us,
            "answer_s": seconds(row.offered_us, row.answered_us),
            "abandoned_s": _abandoned_s(row),
            "talk_s": seconds(row.answered_us, row.ended_us),
            "wrap_up_s": _wrap_up_s(row),
            "number": "" if is_secret else row.number,
        }

    def incident(self, counted: CountedIncident) -> Mapping[str, Value]:
        """One ticket; never asked for a confidential one."""
        incident, first, catalog = counted.incident, counted.first, self._catalog
        type_code = incident.text("type_code")
        kind = catalog.types.get(type_code)
        group = catalog.groups.get(kind.group) if kind is not None else None
        outcome = catalog.dispositions.get(incident.disposition)
        priority = effective_priority(incident, catalog)
        agencies = (catalog.agencies.get(task.agency_code) for task in incident.tasks)
        t0, t1 = (first.offered_us, first.answered_us) if first is not None else (None, None)
        return {
            **self._common,
            "day": self.day(incident.opened_us),
            "ticket": incident.ticket_number,
            "type": type_code,
            "type_label": label_of(kind, "id") if kind is not None else type_code,
            "group_label": label_of(group, "id") if group is not None else "",
            "priority": priority,
            "state": incident.state.value,
            "disposition": label_of(outcome, "id") if outcome is not None else incident.disposition,
            "place": self._place_of(incident.text("place_code")),
            "agencies": ", ".join(dict.fromkeys(label_of(one, "id") for one in agencies if one is not None)),
            "desk": incident.desk,
            "operator": incident.operator,
            "source": incident.source,
            "is_real": "ya" if counted.is_real else "tidak",
            "opened_at": incident.opened_us,
            "verified_at": incident.verified_us,
            "alerted_at": incident.first_sent_us,
            "acknowledged_at": incident.first_ack_us,
            "en_route_at": incident.first_en_route_us,
            "on_scene_at": incident.first_on_scene_us,
            "closed_at": incident.closed_us,
            "ringing_at": t0,
            "answered_at": t1,
            "report_count": len(counted.calls),
            "answer_s": seconds(t0, t1),
            "processing_s": seconds(t1, incident.first_sent_us),
            "acceptance_s": seconds(incident.first_sent_us, incident.first_ack_us),
            "turnout_s": seconds(incident.first_sent_us, incident.first_en_route_us),
            "response_s": seconds(t1, incident.first_on_scene_us),
            "closing_s": seconds(t1, incident.closed_us),
            "callback_number": incident.text("callback_number"),
            "caller_name": incident.text("caller_name"),
        }

    def summary(
        self,
        day: date,
        rows: Sequence[CallRow],
        incidents: Sequence[CountedIncident],
        *,
        confidential_count: int,
    ) -> Mapping[str, Value]:
        """One day: its counted calls, and its tickets without practice and tests."""
        answer = _known(seconds(row.offered_us, row.answered_us) for row in rows)
        left = _known(_abandoned_s(row) for row in rows)
        long_count = sum(1 for left_s in left if left_s >= SHORT_S)
        starts = [(one.first.answered_us if one.first else None, one.incident) for one in incidents]
        processing = _known(seconds(t1, one.first_sent_us) for t1, one in starts)
        response = _known(seconds(t1, one.first_on_scene_us) for t1, one in starts)
        return {
            **self._common,
            "day": day,
            "incoming": len(rows),
            "answered": sum(1 for row in rows if row.answered_us is not None),
            "abandoned_short": len(left) - long_count,
            "abandoned_long": long_count,
            "abandoned_percent": _percent(long_count, len(rows)),
            "unclassified": sum(1 for row in rows if not row.call_class),
            **{
                f"within_{limit}_s_percent": _percent(sum(1 for s in answer if s <= limit), len(answer))
                for limit in (10, 15, 20)
            },
            "answer_median_s": percentile(answer, 0.5),
            "answer_p90_s": percentile(answer, 0.9),
            "answer_p95_s": percentile(answer, 0.95),
            "answer_max_s": max(answer, default=None),
            "talk_total_s": round(sum(_known(seconds(row.answered_us, row.ended_us) for row in rows)), 1),
            "tickets": len(incidents),
            "real_tickets": sum(1 for one in incidents if one.is_real),
            "confidential_tickets": confidential_count,
            "processing_median_s": percentile(processing, 0.5),
            "processing_p90_s": percentile(processing, 0.9),
            "response_median_s": percentile(response, 0.5),
            "response_p90_s": percentile(response, 0.9),
            **self._classes(rows),
        }

    def _classes(self, rows: Sequence[CallRow]) -> dict[str, Value]:
        classes = self._catalog.classes
        found: dict[str, int] = {f"{CLASS_PREFIX}{code}": 0 for code in classes}
        found |= {f"{MINISTRY_PREFIX}{one.ministry}": 0 for one in classes.values() if one.ministry}
        for row in rows:
            known = classes.get(row.call_class)
            if known is not None:
                found[f"{CLASS_PREFIX}{known.code}"] += 1
            if known is not None and known.ministry:
                found[f"{MINISTRY_PREFIX}{known.ministry}"] += 1
        return {**found}


def percentile(values: Sequence[float], part: float) -> float | None:
    """Return a percentile, interpolated as PostgreSQL's ``percentile_cont``; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 1)


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _percent(count: int, whole: int) -> float | None:
    return round(100 * count / whole, 1) if whole else None


def _abandoned_s(row: CallRow) -> float | None:
    return seconds(row.offered_us, row.ended_us) if row.state == CallState.ABANDONED else None


def _wrap_up_s(row: CallRow) -> float | None:
    if row.answered_us is None or row.classified_us is None or row.ended_us is None:
        return None
    return max(0.0, round((row.classified_us - row.ended_us) / 1e6, 1))
