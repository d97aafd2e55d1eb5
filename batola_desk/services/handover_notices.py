"""Who gets an incident is told, and who loses one too: by what the room says, also after an offline time.

What is told is read from the newest state of an incident: whoever gets it back before the desk hears of it
is told nothing. While the desk catches up with the room nothing is judged. What has been told stands in the
alarms of this desk's journal with the fact that caused it, so that a restart tells what a crash swallowed,
and nothing twice.

Thread: the desk's event loop.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Final

from batola_desk.domain.facts import AggregateKind, Verdict, aggregate
from batola_desk.domain.incident import Incident
from batola_desk.domain.timeline import TimelineEntry
from batola_desk.models.room import JudgedFact
from batola_desk.services.claims import Claim, Claims
from batola_desk.services.context import Context
from batola_desk.services.ownership import FORCE_RIGHT, OwnershipService
from batola_desk.sync.secretariat import Judged

GIVEN: Final = "incident_given"
TAKEN: Final = "incident_taken"
ASKED: Final = "transfer_asked"
LOST: Final = "claim_lost"
CODES: Final = frozenset({GIVEN, TAKEN, ASKED, LOST})
CLAIMS: Final = frozenset({"incident.reassigned", "call.claimed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What the words of such an alert need; kept as its detail.

    Attributes:
        fact_id: the fact that caused it: nothing is told twice.
        ticket: number of the incident; empty for a call-back line.
        by: who decided, or who asked.
    """

    fact_id: str
    ticket: str = ""
    from_desk: str = ""
    from_name: str = ""
    to_desk: str = ""
    to_name: str = ""
    by: str = ""
    reason: str = ""

    def text(self) -> str:
        """As an alert keeps it."""
        return json.dumps({key: value for key, value in asdict(self).items() if value}, ensure_ascii=False)


def handover_of(detail: str) -> Handover | None:
    """Return what an alert keeps, None when it is something else."""
    try:
        found = json.loads(detail)
        return Handover(**{str(key): str(value) for key, value in found.items()})
    except (ValueError, AttributeError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class _Owner:
    desk: str
    operator: str
    fact_id: str


class HandoverNotices:
    """Raises and clears the alerts of incidents that change hands.

    Args:
        is_current: whether the desk knows what the room knows, or stands alone.
    """

    def __init__(
        self,
        context: Context,
        ownership: OwnershipService,
        claims: Claims,
        *,
        is_current: Callable[[], bool],
    ) -> None:
        self._context = context
        self._ownership = ownership
        self._claims = claims
        self._is_current = is_current
        self._known: dict[str, _Owner] = {}
        self._waiting: set[str] = set()
        self._person = ""

    def begin(self) -> None:
        """After a start: what was known before stands, what a crash swallowed is told."""
        world = self._context.world
        self._known = {key: _owner_of(entry.incident) for key, entry in world.incidents.items()}
        self._person = self._context.person.operator_id
        self._waiting.update(key for key, entry in world.incidents.items() if entry.incident.transfer_wish)
        self._tell_missed()
        self.judge()

    def on_changed(self, incident_ids: Iterable[str]) -> None:
        """These incidents are new or changed."""
        self._waiting.update(incident_ids)
        self.judge()

    def judge(self) -> None:
        """Tell what waits to be told, unless the desk still catches up with the room."""
        if not self._is_current():
            return
        if self._person != self._context.person.operator_id:  # somebody else sits here now
            self._person = self._context.person.operator_id
            self._tell_missed()
        waiting, self._waiting = self._waiting, set()
        for incident_id in waiting:
            entry = self._context.world.entry(incident_id)
            if entry is None or not entry.incident.is_open:
                self._forget(incident_id)
            else:
                self._judge(entry.incident)

    def on_judged(self, judged: JudgedFact) -> None:
        """The room has spoken on a fact of this desk: somebody else may have what was claimed here."""
        fact = judged.fact
        if fact.kind not in CLAIMS or fact.verdict is not Verdict.LOST:
            return
        word = Judged(fact_id=fact.fact_id, seq=fact.seq or 0, verdict=fact.verdict.value, info=judged.info)
        outcome = self._claims.read(Claim(fact_id=fact.fact_id, subject=fact.aggregates[0]), word)
        entry = self._context.world.entry(fact.aggregates[0].partition(":")[2])
        told = Handover(
            fact_id=fact.fact_id,
            ticket=entry.incident.ticket_number if entry is not None else "",
            to_desk=outcome.holder_desk,
            to_name=outcome.holder_name,
        )
        self._context.alarms.clear(LOST, fact.aggregates[0])  # a second loss is a new alert
        self._context.alarms.raise_alarm(LOST, fact.aggregates[0], detail=told.text())

    # ---------------------------------------------------------------- inner parts

    def _judge(self, incident: Incident) -> None:
        subject = aggregate(AggregateKind.INCIDENT, incident.incident_id)
        before = self._known.get(incident.incident_id)
        now = self._known[incident.incident_id] = _owner_of(incident)
        self._judge_wish(incident, subject)
        was_mine, is_mine = self._is_mine(before), self._is_mine(now)
        self._context.alarms.clear(TAKEN if is_mine else GIVEN, subject)
        if was_mine == is_mine or not now.fact_id:
            return
        self._tell(incident, GIVEN if is_mine else TAKEN)

    def _forget(self, incident_id: str) -> None:
        """It is over: whose it was concerns nobody any more."""
        self._known.pop(incident_id, None)
        for code in (GIVEN, TAKEN, ASKED):
            self._context.alarms.clear(code, aggregate(AggregateKind.INCIDENT, incident_id))

    def _judge_wish(self, incident: Incident, subject: str) -> None:
        """A wish is for who may decide: the lead, and whom the incident is meant for."""
        wish = incident.transfer_wish
        context = self._context
        is_lead = context.catalog.may(context.role, FORCE_RIGHT)
        is_meant = wish is not None and self._is_mine(_Owner(wish.to_desk, wish.to_operator, ""))
        if wish is None or not self._ownership.may_decide() or not (is_lead or is_meant):
            context.alarms.clear(ASKED, subject)
            return
        told = Handover(
            fact_id=wish.fact_id,
            ticket=incident.ticket_number,
            to_desk=wish.to_desk,
            to_name=context.world.name_of(wish.to_operator),
            from_desk=wish.from_desk,
            by=context.world.name_of(wish.asked_by),
            reason=wish.reason,
        )
        context.alarms.raise_alarm(ASKED, subject, detail=told.text())

    def _tell_missed(self) -> None:
        """What concerns the person here and no alert of this desk has told yet."""
        told = {
            found.fact_id
            for view in self._context.alarms.views()
            if view.code in CODES and (found := handover_of(view.detail)) is not None
        }
        for entry in self._context.world.incidents.values():
            incident = entry.incident
            if not incident.owner_fact_id or incident.owner_fact_id in told:
                continue
            values = _values_of(incident)
            was_mine = self._is_mine(_Owner(values.get("from_desk", ""), values.get("from_operator", ""), ""))
            is_mine = self._is_mine(_owner_of(incident))
            if was_mine != is_mine:
                self._tell(incident, GIVEN if is_mine else TAKEN)

    def _tell(self, incident: Incident, code: str) -> None:
        line = _line_of(incident)
        if line is None or self._is_own_doing(line):
            return
        world, values = self._context.world, dict(line.values)
        told = Handover(
            fact_id=incident.owner_fact_id,
            ticket=incident.ticket_number,
            from_desk=values.get("from_desk", ""),
            from_name=world.name_of(values.get("from_operator", "")),
            to_desk=incident.owner_desk,
            to_name=world.name_of(incident.owner),
            by=world.name_of(line.actor),
            reason=values.get("reason", ""),
        )
        subject = aggregate(AggregateKind.INCIDENT, incident.incident_id)
        self._context.alarms.raise_alarm(code, subject, detail=told.text())

    def _is_own_doing(self, line: TimelineEntry) -> bool:
        return line.desk == self._context.desk and line.actor == self._context.person.operator_id

    def _is_mine(self, owner: _Owner | None) -> bool:
        if owner is None:
            return False
        if owner.operator:
            return owner.operator == self._context.person.operator_id
        return owner.desk == self._context.desk


def _owner_of(incident: Incident) -> _Owner:
    return _Owner(incident.owner_desk, incident.owner, incident.owner_fact_id)


def _line_of(incident: Incident) -> TimelineEntry | None:
    """The line of history of the reassignment that counts."""
    return next(
        (line for line in reversed(incident.timeline) if line.fact_id == incident.owner_fact_id), None
    )


def _values_of(incident: Incident) -> dict[str, str]:
    line = _line_of(incident)
    return dict(line.values) if line is not None else {}
