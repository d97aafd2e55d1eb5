"""The running clocks of a ticket, a task and a unit. Source: domain.md §5.4, §9."""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.domain.catalog import Agency, Priority
from batola_desk.domain.escalation import WAITING
from batola_desk.domain.incident import AgencyTask, Incident, TaskState, UnitOnIncident
from batola_desk.domain.limits import Limits
from batola_desk.domain.unit import UnitState


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock: when it began, when it stopped, how long it may take.

    Attributes:
        name: code for ``ui/labels.py``: ringing, answered, forwarded, acknowledged, on_scene, task, unit …
        started_us: microseconds since 1970 UTC.
        stopped_us: None while it runs.
        limit_s: None when nothing limits it.
    """

    name: str
    started_us: int
    stopped_us: int | None = None
    limit_s: float | None = None
    warn_share: float = 0.75

    def elapsed_s(self, now_us: int) -> float:
        """Seconds so far, or in all once stopped."""
        return max(0, (self.stopped_us or now_us) - self.started_us) / 1e6

    def remaining_s(self, now_us: int) -> float | None:
        """Seconds left of the limit, negative when late; None without a limit."""
        return None if self.limit_s is None else self.limit_s - self.elapsed_s(now_us)

    def level(self, now_us: int) -> str:
        """``ok``, ``warn`` or ``late``."""
        if self.limit_s is None:
            return "ok"
        elapsed = self.elapsed_s(now_us)
        if elapsed > self.limit_s:
            return "late"
        return "warn" if elapsed >= self.limit_s * self.warn_share else "ok"


_LEVELS = ("ok", "warn", "late")


def worst_level(clocks: tuple[Clock, ...], now_us: int) -> str:
    """Return the worst level of running clocks: empty when all is well, else ``warn`` or ``late``."""
    running = [clock.level(now_us) for clock in clocks if clock.stopped_us is None]
    worst = max(running, key=_LEVELS.index, default="ok")
    return "" if worst == "ok" else worst


def ticket_clocks(
    incident: Incident,
    priority: Priority | None,
    limits: Limits,
    *,
    ringing_us: int | None = None,
    answered_us: int | None = None,
) -> tuple[Clock, ...]:
    """Return the clocks of a ticket, oldest first: ringing, answered, forwarded, acknowledged, on scene."""
    share = limits.desk.clock_warn_share
    ended_us = incident.closed_us
    clocks: list[Clock] = []
    if ringing_us is not None:
        clocks.append(Clock(name="ringing", started_us=ringing_us, stopped_us=answered_us or ended_us))
    begin_us = answered_us or incident.opened_us
    if begin_us is not None:
        clocks.append(
            Clock(
                name="answered",
                started_us=begin_us,
                stopped_us=incident.first_sent_us or ended_us,
                limit_s=priority.first_alert_limit_s if priority else None,
                warn_share=share,
            )
        )
    if incident.first_sent_us is not None:
        clocks.append(
            Clock(
                name="forwarded",
                started_us=incident.first_sent_us,
                stopped_us=incident.first_ack_us or incident.first_en_route_us or ended_us,
                limit_s=priority.ack_limit_s if priority else None,
                warn_share=share,
            )
        )
    if incident.first_ack_us is not None and begin_us is not None:
        group = incident.text("type_code")[:2]
        spent_us = incident.first_ack_us - begin_us
        limit = limits.on_scene_s.get(group)
        clocks.append(
            Clock(
                name="acknowledged",
                started_us=incident.first_ack_us,
                stopped_us=incident.first_on_scene_us or ended_us,
                limit_s=None if limit is None else max(0.0, limit - spent_us / 1e6),
                warn_share=share,
            )
        )
    if incident.first_on_scene_us is not None:
        clocks.append(Clock(name="on_scene", started_us=incident.first_on_scene_us, stopped_us=ended_us))
    return tuple(clocks)


NO_AGENCY = Agency(code="", label="")


def task_clock(
    task: AgencyTask, priority: Priority | None, limits: Limits, agency: Agency | None = None
) -> Clock | None:
    """Return the clock of an agency task in its present state: the wait with its limit, then each stage."""
    if task.sent_us is None:
        return None
    if task.state in WAITING:
        return Clock(
            name="task_ack",
            started_us=task.sent_us,
            limit_s=(agency or NO_AGENCY).ack_limit_s(priority),
            warn_share=limits.desk.clock_warn_share,
        )
    if task.acknowledged_us is None:
        return Clock(name="task_ack", started_us=task.sent_us, stopped_us=task.ended_us or task.sent_us)
    name, begun_us = "task_accepted", task.acknowledged_us
    if task.state is TaskState.WORKING:
        name, begun_us = "task_work", task.working_us or task.acknowledged_us
    elif task.state is TaskState.REPORTED:
        name, begun_us = "task_report", task.reported_us or task.acknowledged_us
    return Clock(name=name, started_us=begun_us, stopped_us=task.ended_us)


def unit_clock(part: UnitOnIncident, group: str, limits: Limits) -> Clock | None:
    """Return the clock of a unit on an incident in its present state. Source: domain.md §5.4."""
    share = limits.desk.clock_warn_share
    match part.state:
        case UnitState.ASSIGNED if part.assigned_us is not None:
            turnout = {"KB": limits.unit.assigned_fire_s, "MD": limits.unit.assigned_medical_s}
            limit = turnout.get(group, limits.unit.assigned_other_s)
            return Clock(name="unit_assigned", started_us=part.assigned_us, limit_s=limit, warn_share=share)
        case UnitState.EN_ROUTE if part.en_route_us is not None:
            limit_s = part.estimate_s * limits.unit.en_route_factor if part.estimate_s else None
            return Clock(name="unit_en_route", started_us=part.en_route_us, limit_s=limit_s, warn_share=share)
        case UnitState.ON_SCENE if part.on_scene_us is not None:
            return Clock(
                name="unit_on_scene",
                started_us=part.on_scene_us,
                limit_s=limits.unit.on_scene_report_s,
                warn_share=share,
            )
        case _:
            return None
