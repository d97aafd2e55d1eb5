"""Signing on and off as the sheet and the keys need it. No widgets; a password is handed on and not kept."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.operator import OperatorState, SeatMethod
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.ui import labels
from batola_desk.ui.people import people_words
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

STATES: Final = (OperatorState.AVAILABLE.value, OperatorState.TRAINING.value)


class PeopleViewModel(QObject):
    """Who sits here.

    Signals:
        changed: read the properties again.
        refused: why a wish was refused, in words, to be shown beside the fields.
        done: a wish was fulfilled; the sheet may go.
        call_came_first: a call was answered here before anybody signed on.
    """

    changed = Signal()
    refused = Signal(str)
    done = Signal()
    call_came_first = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._method = desk.people.seat().method
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- reading

    @property
    def is_alone(self) -> bool:
        """This desk has no room: nobody signs on here."""
        return self._method is SeatMethod.STANDALONE

    @property
    def is_empty(self) -> bool:
        """Nobody has signed on yet."""
        return self._method is SeatMethod.EMPTY

    @property
    def is_proved(self) -> bool:
        """Whether it is known who sits here."""
        return self._method.is_proved

    @property
    def is_busy(self) -> bool:
        """Name and password are being checked."""
        return self._desk.people.seat().is_busy

    @property
    def language(self) -> str:
        """``id`` or ``en``."""
        return str(self._desk.session.setting("screen.language"))

    def known(self) -> list[tuple[str, str]]:
        """Logins of who has sat here, with words for the list."""
        return [(person.login, people_words.known_words(person)) for person in self._desk.people.known()]

    def shifts(self) -> list[tuple[str, str]]:
        """Codes of the shifts with their names and times."""
        return [
            (shift.code, f"{label_of(shift, self.language)}  {shift.begins}–{shift.ends}")
            for shift in self._desk.catalog.shifts.values()
        ]

    def current_shift(self) -> str:
        """The one that runs now."""
        return self._desk.people.current_shift()

    def states(self) -> list[tuple[str, str]]:
        """States that one may begin in."""
        return [(code, labels.word(labels.OPERATOR_STATES, code)) for code in STATES]

    def roles(self) -> list[tuple[str, str]]:
        """Roles that a shift lead may take, with their names."""
        own = self._desk.people.seat().role
        roles = self._desk.catalog.roles.values()
        return [(role.code, label_of(role, self.language)) for role in roles if role.code != own]

    @property
    def may_take_role(self) -> bool:
        """Whether the person here may act in other roles."""
        return self._desk.catalog.may(self._desk.people.seat().role, "act_as_any_role")

    @property
    def acting_role(self) -> str:
        """The role that was taken; empty = none."""
        return self._desk.people.seat().acting_role

    @property
    def seat_words(self) -> str:
        """Who sits here now; empty when nobody does."""
        return people_words.seat_words(self._desk.people.seat(), self._desk.catalog, self.language)

    def banner(self) -> list[tuple[str, str]]:
        """Lines under the strip with their looks."""
        desk = self._desk.session.status().desk_letter
        return people_words.banner_lines(self._desk.people.seat(), self._desk.catalog, self.language, desk)

    # ---------------------------------------------------------------- wishes

    def sign_on(self, login: str, password: str, shift: str, state: str) -> None:
        """Take the desk by name and password."""
        self._run(self._desk.people.sign_on(login, password, shift=shift, state=state), "sign-on")

    def work_without_login(self, name: str, reason: str, shift: str) -> None:
        """Take the desk in an emergency."""
        self._run(self._desk.people.work_without_login(name, reason, shift=shift), "without-login")

    @Slot()
    def sign_off(self) -> None:
        """Leave the desk."""
        self._run(self._desk.people.sign_off(), "sign-off", is_welcome=False)

    def take_role(self, role: str, reason: str) -> None:
        """Act in another role too."""
        self._run(self._desk.people.take_role(role, reason), "take-role", is_welcome=False)

    @Slot()
    def return_role(self) -> None:
        """End it."""
        self._tasks.run(self._desk.people.return_role(), "return-role")

    # ---------------------------------------------------------------- inner parts

    def _run(self, wish: Coroutine[Any, Any, None], name: str, *, is_welcome: bool = True) -> None:
        def on_done(_nothing: None) -> None:
            self.done.emit()
            seat = self._desk.people.seat()
            if is_welcome and seat.method.is_proved:
                self._tasks.messages.info(people_words.welcome_words(seat, self._desk.catalog, self.language))

        self._tasks.run(wish, name, done=on_done, refused=self._on_refused)

    def _on_refused(self, refusal: OperatorError) -> bool:
        words = [part for part in labels.error_words(refusal.code, refusal.values) if part]
        cause = str(refusal.values.get("cause", ""))
        if cause:
            words.insert(0, labels.error_words(cause, refusal.values)[0])
        self.refused.emit(" ".join(words))
        return True

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if not change.what & {"person", "seat", "language", "settings"}:
            return
        before, self._method = self._method, self._desk.people.seat().method
        if self._method is SeatMethod.CALL and before is SeatMethod.EMPTY:
            self.call_came_first.emit()
        self.changed.emit()
