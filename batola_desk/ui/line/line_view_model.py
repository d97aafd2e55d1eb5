"""The line as the operator holds it: one call in the headset, others on hold, one waiting for its class."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.catalog import CallClass
from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.seat_views import LevelsView
from batola_desk.services.views import CallView
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner


class LineViewModel(QObject):
    """What the line panel shows and what its keys wish. No widgets.

    The *subject* is the call the panel is about: the one in the headset, else the call just ended (it still
    wants its class), else one chosen from the list, else a held one.

    Signals:
        changed: read the properties again.
        levels_changed: only the meters moved.
        typing_changed: the other side of a call typed letters.
        refused: a class was refused; the error code and its values.
        reason_requested: this class letter may be set with a reason (re-classification).
        classified: the subject got its class (call key).
        call_taken: a call came into the headset (call key).
    """

    changed = Signal()
    levels_changed = Signal()
    typing_changed = Signal()
    refused = Signal(str, object)
    reason_requested = Signal(str)
    classified = Signal(str)
    call_taken = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self._pulse = pulse
        self._chosen_key = ""
        self._headset_key = ""
        pulse.changed.connect(self._on_change)
        self._refresh()

    # ---------------------------------------------------------------- what is shown

    @property
    def in_headset(self) -> CallView | None:
        """The call the operator hears now, or dials."""
        live = self.desk.calls.live()
        return next((view for view in live if view.in_headset), None)

    @property
    def held(self) -> Sequence[CallView]:
        """Live calls that are not in the headset, oldest first: Ctrl+1 takes the first.

        The parties of the call at hand stand in their own pane; those of another one stand behind its caller.
        """
        live = self.desk.calls.live()
        at_hand = next((view.group_id for view in live if view.in_headset), "")
        return [
            view
            for view in live
            if not view.in_headset
            and not (view.group_id and view.group_id == at_hand)
            and not (view.is_party and view.joined)
        ]

    @property
    def subject(self) -> CallView | None:
        """The call the panel is about."""
        current = self.in_headset
        if current is not None:
            return self._caller_of(current)
        chosen = self.desk.calls.get(self._chosen_key) if self._chosen_key else None
        if chosen is not None:
            return chosen
        held = self.held
        return held[0] if held else None

    @property
    def is_live(self) -> bool:
        """Whether the subject is still on the line."""
        subject = self.subject
        return subject is not None and subject.call.is_live

    @property
    def levels(self) -> LevelsView | None:
        """Meter values of the call in the headset."""
        return self.desk.session.levels()

    @property
    def classes(self) -> Sequence[CallClass]:
        """Classes a person may set, in the catalog's order."""
        return [known for known in self.desk.catalog.classes.values() if not known.automatic]

    @property
    def line_code(self) -> str:
        """Why the line is in trouble, as a code; empty when the mode says it all."""
        return self.desk.session.status().line_code

    @property
    def needy_account(self) -> str:
        """Name of the account that is in trouble; empty if none is."""
        status = self.desk.session.status()
        return next((item.name for item in status.line_accounts if item.code == status.line_code), "")

    @property
    def line_mode(self) -> str:
        """State of the telephone line."""
        return self.desk.session.status().line_mode

    @property
    def audio_problems(self) -> tuple[str, ...]:
        """What is wrong with the sound devices."""
        return self.desk.session.status().audio_problems

    # ---------------------------------------------------------------- wishes

    @Slot()
    def toggle_hold(self) -> None:
        """Hold the call in the headset, or take the oldest held one back; in a consultation, change sides."""
        current = self.in_headset
        if current is not None and any(not v.joined and v.is_party for v in self.desk.parties.group()):
            self._run(self.desk.parties.swap(), "swap")
        elif current is not None:
            self._run(self.desk.calls.hold(current.key), "hold")
        elif self.held:
            self._run(self.desk.calls.resume(self.held[0].key), "resume")
        else:
            self._tasks.messages.error("no_call_in_headset", {})

    @Slot(int)
    def take_held(self, number: int) -> None:
        """Take the n-th held call (from 1) into the headset."""
        held = self.held
        if 1 <= number <= len(held):
            self._run(self.desk.calls.resume(held[number - 1].key), "resume")
        else:
            self._tasks.messages.error("call_not_held", {})

    @Slot()
    def hang_up(self) -> None:
        """End the call in the headset."""
        current = self.in_headset
        if current is None:
            self._tasks.messages.error("no_call_in_headset", {})
        else:
            self._run(self.desk.calls.hang_up(current.key), "hang-up")

    @Slot()
    def toggle_mute(self) -> None:
        """Mute or open the microphone."""
        self._run(self.desk.calls.set_muted(muted=not self.desk.session.status().muted), "mute")

    @Slot()
    def start_silent_check(self) -> None:
        """Begin the silent procedure for the call in the headset."""
        current = self.subject if self.in_headset is not None else None
        if current is None:
            self._tasks.messages.error("call_not_talking", {})
        else:
            self._run(self.desk.calls.start_silent_check(current.key), "silent-check")

    @Slot(str)
    def send_digits(self, digits: str) -> None:
        """Send telephone keys."""
        current = self.in_headset
        if current is None:
            self._tasks.messages.error("call_not_talking", {})
        elif digits.strip():
            self._run(self.desk.calls.send_digits(current.key, digits.strip().upper()), "digits")

    @Slot(str)
    def send_text(self, text: str) -> None:
        """Write to the caller: on the page of his link where he has it open, else in the call."""
        current, subject = self.in_headset, self.subject
        if subject is not None and self.writes_by_link(subject):
            self._run(self.desk.links.send_text(subject.key, text.strip()), "link-text")
        elif current is None:
            self._tasks.messages.error("call_not_talking", {})
        else:
            self._run(self.desk.calls.send_text(current.key, text), "text")

    def writes_by_link(self, view: CallView) -> bool:
        """Whether what is written goes to the page of a link: real-time text goes first."""
        return not view.has_text and self.desk.links.can_write(view.key)

    @Slot(str)
    def dial(self, number: str) -> None:
        """Dial a number typed by hand."""
        self._run(self.desk.calls.dial(number), "dial")

    @Slot(str)
    def choose(self, call_key: str) -> None:
        """Make an ended call the subject."""
        self._chosen_key = call_key
        self.changed.emit()

    def classify(self, letter: str, reason: str = "") -> None:
        """Give the subject its class; a refusal is shown beside the letters."""
        subject = self.subject
        if subject is None:
            self.refused.emit("call_unknown", {})
            return
        self._tasks.run(
            self._classify(subject.key, letter.upper(), reason), "classify", refused=self._on_refused(letter)
        )

    def classify_other(self, call_key: str, letter: str) -> None:
        """Give an ended call its class while another one is in the headset."""
        self._tasks.run(self.desk.calls.classify(call_key, letter.upper()), "classify")

    # ---------------------------------------------------------------- inner parts

    async def _classify(self, call_key: str, letter: str, reason: str) -> None:
        await self.desk.calls.classify(call_key, letter, reason=reason)
        if call_key == self._chosen_key and not self._is_live(call_key):
            self._chosen_key = ""
        self.classified.emit(call_key)
        self.changed.emit()

    def _on_refused(self, letter: str) -> Any:
        def show(refusal: OperatorError) -> bool:
            if refusal.code == "reason_missing":
                self.reason_requested.emit(letter.upper())
            else:
                self.refused.emit(refusal.code, dict(refusal.values))
            return True

        return show

    def _caller_of(self, view: CallView) -> CallView:
        """The work is about the caller, also while the operator speaks with somebody for him."""
        if not view.is_party:
            return view
        return next((other for other in self.desk.parties.group() if not other.is_party), view)

    def _is_live(self, call_key: str) -> bool:
        view = self.desk.calls.get(call_key)
        return view is not None and view.call.is_live

    def _run(self, coroutine: Coroutine[Any, Any, Any], name: str) -> None:
        self._tasks.run(coroutine, name)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "text" in change.what and not change.what - {"text"}:
            self.typing_changed.emit()  # letters come often; nothing else of the panel depends on them
        elif change.call_keys or change.incident_ids or change.what & {"status", "settings", "language"}:
            self._refresh()
        elif "levels" in change.what:
            self.levels_changed.emit()

    def _refresh(self) -> None:
        current = self.in_headset
        key = self._caller_of(current).key if current is not None else ""
        taken = key != self._headset_key and bool(key)
        if key:
            self._chosen_key = key
        self._headset_key = key
        chosen = self.desk.calls.get(self._chosen_key) if self._chosen_key else None
        if chosen is not None and not key and _is_finished(chosen):
            self._chosen_key = ""
        self._pulse.want_fast("line", wanted=bool(self.desk.calls.live()))
        if taken:
            self.call_taken.emit(key)
        self.changed.emit()


def _is_finished(view: CallView) -> bool:
    """Ended and nothing is left to decide about it."""
    return not view.call.is_live and not view.needs_class
