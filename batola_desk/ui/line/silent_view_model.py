"""The silent procedure of one call: clock, prompts, checklist, what is missing before Ghost. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain import guards
from batola_desk.domain.call import Call
from batola_desk.domain.catalog import label_of
from batola_desk.domain.procedures import SilentItem, SilentRule
from batola_desk.domain.silent_rules import (
    PressedAnswer,
    decide,
    pressed_answers,
    signs_of,
    yes_no_from_us,
)
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.views import CallView
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner


@dataclass(frozen=True, slots=True)
class PromptLine:
    """One sentence to say, in the caller's language; ``meaning`` = the same in the screen's, if another.

    ``is_due`` = this one now, ``is_playing`` = the caller hears its recording.
    """

    at_s: float
    text: str
    is_due: bool
    is_past: bool
    can_play: bool = False
    is_playing: bool = False
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the checklist; ``heard`` None = not answered yet."""

    code: str
    key: str
    text: str
    danger: bool
    heard: bool | None


class SilentViewModel(QObject):
    """What the silent panel shows.

    Signals:
        changed: read the properties again.
        ticked: only clocks moved.
        started: a silent procedure began (call key).
        ticket_opened: the advised ticket is there (incident id).
    """

    changed = Signal()
    ticked = Signal()
    started = Signal(str)
    ticket_opened = Signal(str)

    def __init__(
        self, line: LineViewModel, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk: Desk = line.desk
        self._line = line
        self._tasks = tasks
        self._known_key = ""
        self._put_away_key = ""
        self._brought_back_key = ""
        line.changed.connect(self._refresh)
        pulse.fast.connect(self.ticked)
        pulse.changed.connect(self._on_change)
        self._refresh()

    # ---------------------------------------------------------------- what is shown

    @property
    def view(self) -> CallView | None:
        """The call under the procedure: on the line, or ended, as long as it has no class.

        An ended call with a ticket was hardly a silent one: its checklist comes only when asked for.
        """
        subject = self._line.subject
        if subject is None or subject.call.silent_started_us is None:
            return None
        waits = not subject.call.call_class and (subject.call.is_live or subject.needs_class)
        was_heard = not subject.call.is_live and bool(subject.call.incident_ids)
        is_away = subject.key == self._put_away_key or (was_heard and subject.key != self._brought_back_key)
        return subject if waits and not is_away else None

    @property
    def is_active(self) -> bool:
        """Whether the panel has something to show."""
        return self.view is not None

    @property
    def listened_s(self) -> float:
        """Seconds listened so far."""
        call = self._call()
        if call is None or call.silent_started_us is None:
            return 0.0
        return max(0.0, ((call.ended_us or self.desk.now_us()) - call.silent_started_us) / 1e6)

    @property
    def listen_min_s(self) -> float:
        """Seconds to listen at least."""
        return self.desk.catalog.limits.silent.listen_min_s

    @property
    def seconds_left(self) -> float:
        """Seconds still to listen."""
        call = self._call()
        return (
            0.0 if call is None else guards.silent_seconds_left(call, self.desk.catalog, self.desk.now_us())
        )

    @property
    def prompts(self) -> Sequence[PromptLine]:
        """Sentences to say, the due one marked."""
        now_s = self.listened_s
        found = self.desk.catalog.silent.prompts
        due = max((number for number, prompt in enumerate(found) if prompt.at_s <= now_s), default=0)
        english = self._language() == "en"
        call = self._call()
        playing = self.desk.sound.prompt_now(call.call_key) if call is not None else ""
        return [
            PromptLine(
                at_s=prompt.at_s,
                text=prompt.text,
                meaning=prompt.text_en if english else "",
                is_due=number == due,
                is_past=number < due,
                can_play=self.desk.sound.can_play(prompt.sound),
                is_playing=bool(prompt.sound) and prompt.sound == playing,
            )
            for number, prompt in enumerate(found)
        ]

    @property
    def checklist(self) -> Sequence[CheckLine]:
        """All lines with their answers."""
        call = self._call()
        answers = dict(call.silent_answers) if call is not None else {}
        return [
            CheckLine(
                code=item.code,
                key=item.key.upper(),
                text=label_of(item, self._language()),
                danger=item.danger,
                heard=answers.get(item.code),
            )
            for item in self.desk.catalog.silent.items
        ]

    @property
    def missing(self) -> Sequence[str]:
        """Names of lines nobody has answered."""
        return [line.text for line in self.checklist if line.heard is None]

    @property
    def danger_heard(self) -> Sequence[str]:
        """Names of danger sounds that were heard."""
        return [line.text for line in self.checklist if line.danger and line.heard]

    @property
    def digits(self) -> Sequence[tuple[str, str]]:
        """Telephone keys the caller pressed, each with its meaning (empty = any key means alive)."""
        call = self._call()
        meanings = {
            known.digit: label_of(known, self._language()) for known in self.desk.catalog.silent.digits
        }
        return [(digit, meanings.get(digit, "")) for digit in (call.digits if call is not None else "")]

    @property
    def pressed(self) -> Sequence[PressedAnswer]:
        """Answers by keys, once the caller was asked for yes and no."""
        call = self._call()
        return pressed_answers(call, self.desk.catalog, self.desk.now_us()) if call is not None else ()

    @property
    def is_asking_yes_no(self) -> bool:
        """Whether a press means yes, and two mean no, by now."""
        call = self._call()
        from_us = yes_no_from_us(call, self.desk.catalog) if call is not None else None
        return from_us is not None and self.desk.now_us() >= from_us

    @property
    def advice(self) -> SilentRule | None:
        """What the centre's rules make of the signs; None = go on listening."""
        view = self.view
        if view is None:
            return None
        signs = signs_of(
            view.call,
            self.desk.catalog,
            is_sensitive=view.history is not None and view.history.is_sensitive,
            has_position=any(fix.fix.area is not None for fix in self.desk.positions.of_call(view.key)),
        )
        return decide(signs, self.desk.catalog.silent.rules, is_complete=view.call.silent_completed)

    @property
    def is_complete(self) -> bool:
        """Whether Ghost may be set."""
        call = self._call()
        return call is not None and call.silent_completed

    @property
    def is_boosted(self) -> bool:
        """Whether the caller is made louder for the ear."""
        return self.desk.sound.is_boosted(self._known_key)

    # ---------------------------------------------------------------- wishes

    def press(self, key: str, *, heard: bool) -> bool:
        """Answer the line of this key; False when no line has it."""
        item = self._item_of(key)
        call = self._call()
        if item is None or call is None:
            return False
        self._tasks.run(self.desk.calls.tick_silent(call.call_key, item.code, heard=heard), "silent-tick")
        return True

    @Slot()
    def nothing_else_heard(self) -> None:
        """Every line not answered yet was not heard."""
        call = self._call()
        if call is not None:
            self._tasks.run(self._answer_rest(call), "silent-rest")

    def play_prompt(self, number: int) -> bool:
        """Let the caller hear the recording of a sentence, or break it off; False when there is none."""
        lines, call = self.prompts, self._call()
        if call is None or not 0 <= number < len(lines) or not lines[number].can_play:
            return False
        if lines[number].is_playing:
            return self.stop_prompt()
        name = self.desk.catalog.silent.prompts[number].sound
        self._tasks.run(self.desk.sound.play_prompt(call.call_key, name), "play-prompt")
        return True

    def stop_prompt(self) -> bool:
        """Break off what the caller hears; False when nothing is played."""
        call = self._call()
        if call is None or not any(line.is_playing for line in self.prompts):
            return False
        self._tasks.run(self.desk.sound.stop_prompt(call.call_key), "stop-prompt")
        return True

    @Slot()
    def follow_advice(self) -> None:
        """One key: the ticket of the advised type, or the advised class."""
        rule, call = self.advice, self._call()
        if rule is None or call is None:
            return
        if rule.call_class:
            self._tasks.run(self.desk.calls.classify(call.call_key, rule.call_class), "silent-class")
        else:
            self._tasks.run(self._open_ticket(call, rule.type_code), "silent-ticket")

    async def _open_ticket(self, call: Call, type_code: str) -> None:
        """The call's own ticket; one that has a type already keeps it."""
        incidents = self.desk.incidents
        own = call.incident_ids[-1] if call.incident_ids else ""
        incident_id = own or await incidents.new(call_key=call.call_key)
        view = await incidents.open_view(incident_id)
        if not view.incident.text("type_code"):
            incidents.set_field(incident_id, "type_code", type_code)
            await incidents.flush(incident_id)
        self.ticket_opened.emit(incident_id)

    @Slot()
    def toggle_boost(self) -> None:
        """Hear the caller louder, or as loud as before."""
        view = self.view
        if view is not None and view.call.is_live:
            self._boost(view.key, on=not self.is_boosted)

    @Slot()
    def put_away(self) -> None:
        """The caller speaks after all: the panel makes room, the procedure stays in the journal."""
        view = self.view
        if view is not None:
            self._put_away_key = view.key
            self._refresh()

    def bring_back(self) -> bool:
        """Show the panel of the subject again; False when it has no procedure."""
        self._put_away_key = ""
        subject = self._line.subject
        if subject is not None and not subject.call.is_live:
            self._brought_back_key = subject.key
        self._refresh()
        return self.is_active

    # ---------------------------------------------------------------- inner parts

    def _boost(self, key: str, *, on: bool) -> None:
        self._tasks.run(self._boost_and_show(key, on=on), "listening-boost")

    async def _boost_and_show(self, key: str, *, on: bool) -> None:
        await self.desk.sound.boost(key, on=on)
        self.changed.emit()

    async def _answer_rest(self, call: Call) -> None:
        for code in guards.silent_items_missing(call, self.desk.catalog):
            await self.desk.calls.tick_silent(call.call_key, code, heard=False)

    def _call(self) -> Call | None:
        view = self.view
        return view.call if view is not None else None

    def _item_of(self, key: str) -> SilentItem | None:
        return next(
            (item for item in self.desk.catalog.silent.items if item.key.upper() == key.upper()), None
        )

    def _language(self) -> str:
        return str(self.desk.session.setting("screen.language"))

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "prompt" in change.what and self.is_active:
            self.changed.emit()

    @Slot()
    def _refresh(self) -> None:
        view = self.view
        key = view.key if view is not None else ""
        before, self._known_key = self._known_key, key
        if before != key and self.desk.sound.is_boosted(before):
            self._boost(before, on=False)
        self.changed.emit()
        if view is not None and key != before:
            if view.call.is_live:
                self._boost(key, on=True)
            self.started.emit(key)
