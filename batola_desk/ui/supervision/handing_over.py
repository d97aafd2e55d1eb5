"""Passing incidents on, in words: what is wished, what the room makes of it. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from batola_desk.services.api import Desk
from batola_desk.services.claims import ClaimOutcome, ClaimPhase
from batola_desk.services.ownership import Reassignment
from batola_desk.ui.tasks import TaskRunner

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Target:
    """A desk, or a person who sits at one.

    Attributes:
        words: as it is shown: ``Meja B (Rina)``, ``Rina``.
    """

    desk: str
    operator: str
    words: str


class HandingOver(QObject):
    """Wishes around the owner of incidents.

    Signals:
        passed_on: incidents went on their way (how many).
    """

    passed_on = Signal(int)

    def __init__(self, desk: Desk, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks

    # ---------------------------------------------------------------- whom

    def targets(self) -> list[Target]:
        """All desks, then everybody on duty; what is here comes last."""
        desks = self._desk.room_board.desks()
        own_desks = {line.letter for line in desks if line.is_here}
        found = []
        for line in desks:
            who = line.operator_name or self.tr("siapa pun di sana")
            words = self.tr("Meja {desk} ({who})").format(desk=line.letter, who=who)
            found.append(Target(line.letter, "", words))
        for person in self._desk.room_board.people():
            words = self.tr("{name}, Meja {desk}").format(name=person.name, desk=person.desk)
            found.append(Target(person.desk, person.operator_id, words))
        return sorted(found, key=lambda target: target.desk in own_desks)

    def target_of(self, typed: str) -> Target | None:
        """Who is meant by a letter, a login or the beginning of a name; None when nobody or several."""
        wanted = typed.casefold()
        targets = self.targets()
        for target in targets:
            if wanted in {target.operator.casefold() or target.desk.casefold()}:
                return target
        found = [one for one in targets if one.operator and one.words.casefold().startswith(wanted)]
        return found[0] if len(found) == 1 else None

    # ---------------------------------------------------------------- wishes

    def obey(self, typed: str, incident_ids: Sequence[str]) -> None:
        """Do what was typed on the command line: whom, then why."""
        word, _, reason = typed.strip().partition(" ")
        target = self.target_of(word)
        if target is None:
            self._tasks.messages.error("operator_unknown", {"operator": word})
            return
        self.pass_on(incident_ids, target, reason)

    def pass_on(
        self, incident_ids: Sequence[str], target: Target, reason: str, *, force: bool = False
    ) -> None:
        """Give incidents to a desk or a person."""
        wish = self._desk.ownership.reassign(
            incident_ids, to_desk=target.desk, to_operator=target.operator, reason=reason, force=force
        )
        self._run(wish, target.words)

    def take_over(self, incident_ids: Sequence[str], reason: str, *, force: bool = False) -> None:
        """Make incidents the own ones."""
        wish = self._desk.ownership.take_over(incident_ids, reason=reason, force=force)
        self._run(wish, self.tr("Anda"))

    def accept(self, incident_id: str) -> None:
        """Follow somebody's wish for another owner."""
        self._run(self._desk.ownership.accept(incident_id), self.tr("yang diminta"))

    def decline(self, incident_id: str, reason: str) -> None:
        """Do not follow it."""
        self._tasks.run(self._desk.ownership.decline(incident_id, reason=reason), "decline-transfer")

    # ---------------------------------------------------------------- inner parts

    def _run(self, wish: Coroutine[Any, Any, Reassignment], whom: str) -> None:
        done: Callable[[Reassignment], None] = partial(self._on_written, whom)
        self._tasks.run(wish, "reassign", done=done)

    def _on_written(self, whom: str, result: Reassignment) -> None:
        """The wish is in the local journal; now the room is asked."""
        messages = self._tasks.messages
        asked = result.asked
        if asked:
            text = translate(
                "HandingOver",
                "Permintaan dikirim untuk %n kejadian ke {whom}; ketua regu memutuskan.",
                "",
                asked,
            )
            messages.info(text.format(whom=whom))
        if not result.claims:
            return
        count = len(result.claims)
        waiting = translate("HandingOver", "%n kejadian ke {whom}: menunggu kata ruangan …", "", count)
        messages.info(waiting.format(whom=whom))
        seen = result.confidential
        if seen:
            secret = translate(
                "HandingOver",
                "▲ %n tiket rahasia: {whom} sekarang boleh melihat isinya, karena menjadi pemiliknya.",
                "",
                seen,
            )
            messages.info(secret.format(whom=whom))
        self.passed_on.emit(count)
        self._tasks.run(
            self._desk.ownership.verdicts(result.claims), "claims", done=partial(self._on_verdicts, whom)
        )

    def _on_verdicts(self, whom: str, outcomes: tuple[ClaimOutcome, ...]) -> None:
        messages = self._tasks.messages
        by_phase = {phase: [one for one in outcomes if one.phase is phase] for phase in ClaimPhase}
        granted, provisional = len(by_phase[ClaimPhase.GRANTED]), len(by_phase[ClaimPhase.PROVISIONAL])
        if granted:
            text = translate("HandingOver", "✓ %n kejadian sekarang pada {whom}.", "", granted)
            messages.info(text.format(whom=whom))
        if provisional:
            text = translate(
                "HandingOver",
                "▲ %n kejadian ke {whom} berlaku SEMENTARA: ruangan belum menjawab. Bila meja lain lebih"
                " dulu, Anda diberi tahu.",
                "",
                provisional,
            )
            messages.info(text.format(whom=whom))
        for lost in by_phase[ClaimPhase.LOST]:
            values = {"desk": lost.holder_desk, "operator": lost.holder_name or "–"}
            messages.error("claim_lost", values)
        if by_phase[ClaimPhase.DENIED]:
            messages.error("claim_denied")
