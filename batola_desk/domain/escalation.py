"""The ladder of an agency that does not answer, and the ways that are left to reach it. No state.

Steps, waits, contacts and the order of ways are configuration data (``agencies.toml``).
Source: domain.md §5.3, §8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from batola_desk.domain.incident import AgencyTask, TaskState

LEVEL_MAX: Final = 3  # LIMIT: the machine of domain.md §5.3 has three steps
WAITING: Final = frozenset(
    {TaskState.SENT, TaskState.DELIVERED, TaskState.ESCALATED_1, TaskState.ESCALATED_2, TaskState.ESCALATED_3}
)
_NUMBER: Final = re.compile(r"\+?\d[\d .()/-]{1,20}\d")
_MAIL: Final = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStep:
    """One step of the ladder.

    Attributes:
        code: 1, 2 or 3.
        after_limits: acknowledgement limits since the task was sent.
        contact: which line of the agency's contacts is meant now, the first is 1.
        alert: code of the alert that tells the shift lead; empty = the operator alone is told.
    """

    code: int
    label: str
    label_en: str = ""
    after_limits: float
    contact: int = 1
    alert: str = ""


def due_us(task: AgencyTask, step: EscalationStep, limit_s: float | None) -> int | None:
    """When this step is due, microseconds since 1970 UTC; None = never."""
    if task.sent_us is None or not limit_s:
        return None
    return task.sent_us + int(step.after_limits * limit_s * 1e6)


def level_due(task: AgencyTask, steps: Iterable[EscalationStep], limit_s: float | None, now_us: int) -> int:
    """The highest step that is due for a task that waits; 0 = none."""
    if task.state not in WAITING:
        return 0
    found = 0
    for step in steps:
        at_us = due_us(task, step, limit_s)
        if at_us is not None and at_us <= now_us:
            found = max(found, step.code)
    return found


def next_step(
    task: AgencyTask, steps: Iterable[EscalationStep], limit_s: float | None
) -> tuple[EscalationStep, int | None] | None:
    """The step above the present one and when it is due; None = the ladder is at its end."""
    if task.state not in WAITING:
        return None
    above = [step for step in steps if step.code > task.escalation_level]
    step = min(above, key=lambda one: one.code, default=None)
    return (step, due_us(task, step, limit_s)) if step is not None else None


def next_way(task: AgencyTask, channels: Iterable[str], waits_s: dict[str, float], now_us: int) -> str:
    """The way to offer now; empty = nothing to do but wait.

    The first that was not tried yet, once the last try failed or was given its time; when all were tried
    the first one again, after the same wait.
    """
    order = tuple(channels)
    if task.state not in WAITING or not order:
        return ""
    last = task.attempts[-1] if task.attempts else None
    if last is None:
        return order[0]
    wait_us = int(waits_s.get(last.channel, 0.0) * 1e6)
    if last.failed_us is None and now_us - last.at_us < wait_us:
        return ""
    tried = {attempt.channel for attempt in task.attempts}
    return next((code for code in order if code not in tried), order[0])


def contact_at(contacts: tuple[str, ...], steps: Iterable[EscalationStep], level: int) -> str:
    """The contact that is meant at this step; the last one when the agency has fewer; empty without any."""
    wanted = next((step.contact for step in steps if step.code == level), 1)
    return contacts[min(max(wanted, 1), len(contacts)) - 1] if contacts else ""


def numbers_in(contact: str) -> tuple[str, ...]:
    """Telephone numbers that a contact line holds."""
    return tuple(match.group() for match in _NUMBER.finditer(contact))


def mail_in(contact: str) -> str:
    """The first e-mail address of a contact line; empty without one."""
    found = _MAIL.search(contact)
    return found.group() if found is not None else ""
