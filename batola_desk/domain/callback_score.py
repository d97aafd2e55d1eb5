"""The rank of a call-back item, with its reasons. Source: domain.md §5.5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.limits import CallbackLimits, CallbackScores


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackScore:
    """Points and the codes of what gave them."""

    points: int
    reasons: tuple[str, ...]


def score_callback(
    item: Callback,
    limits: CallbackLimits,
    scores: CallbackScores,
    *,
    prank_count: int = 0,
    near_open_incident: bool = False,
    utc_offset_min: int = 480,
) -> CallbackScore:
    """Return the score of an item; higher is called first."""
    reasons: list[str] = []
    window_us = (item.last_lost_us or 0) - (item.first_lost_us or 0)
    if item.lost_count > 1 and window_us / (item.lost_count - 1) <= limits.repeat_window_s * 1e6:
        reasons.append("repeated")
    reasons += [reason for reason in ("dropped", "silent") if reason in item.reasons]
    if near_open_incident:
        reasons.append("near_incident")
    if item.last_lost_us is not None and _is_night(item.last_lost_us, limits, utc_offset_min):
        reasons.append("night")
    if prank_count >= limits.prank_many:
        reasons.append("pranks")
    reasons += _of_attempts(item, limits)
    return CallbackScore(
        points=sum(int(getattr(scores, reason)) for reason in reasons), reasons=tuple(reasons)
    )


def next_attempt_until_us(item: Callback, limits: CallbackLimits) -> int | None:
    """Until when the next attempt should be made; None = none was made yet, or there were enough."""
    if item.state is not CallbackState.UNREACHABLE or item.attempts >= limits.attempts:
        return None
    return (item.last_attempt_us or 0) + limits.attempts_within_s * 1_000_000


def _of_attempts(item: Callback, limits: CallbackLimits) -> list[str]:
    """What trying to reach the number says: try again, wait for an answer to the text, or others first.

    Who was lost again since then is at the telephone now: old attempts do not sink him.
    """
    if item.last_attempt_us is not None and (item.last_lost_us or 0) > item.last_attempt_us:
        return []
    if item.state is CallbackState.TEXT_SENT:
        return ["text_sent"]
    if item.state is not CallbackState.UNREACHABLE:
        return []
    return ["exhausted" if item.attempts >= limits.attempts else "second_due"]


def _is_night(at_us: int, limits: CallbackLimits, utc_offset_min: int) -> bool:
    hour = (datetime.fromtimestamp(at_us / 1e6, tz=UTC) + timedelta(minutes=utc_offset_min)).hour
    if limits.night_from_hour <= limits.night_to_hour:
        return limits.night_from_hour <= hour < limits.night_to_hour
    return hour >= limits.night_from_hour or hour < limits.night_to_hour
