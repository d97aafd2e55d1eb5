"""The ticket in the form: what is shown, what was typed, what is wished. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Note
from batola_desk.map.coordinates import LatLon
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.duplicates import SimilarView
from batola_desk.services.place_reading import PointChoice
from batola_desk.services.position_views import FixView
from batola_desk.services.views import IncidentView, PlaceSuggestion, TypeSuggestion
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.incident.presence import PresenceViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

SIMILAR_SHOWN = 3  # LIMIT: one line of the form each


@dataclass(frozen=True, slots=True)
class _Place:
    """A point somebody chose."""

    latitude: float
    longitude: float
    source: str
    uncertainty_m: float = 0.0
    code: str = ""
    label: str = ""
    fix: FixView | None = None  # the caller's position that it is


@dataclass(slots=True)
class _Early:
    """What was typed into one empty form before its draft had an id."""

    fields: dict[str, str] = field(default_factory=dict)
    note: str = ""
    place: _Place | None = None
    is_opening: bool = False


def _no_map() -> LatLon | None:
    """Where nobody looks at a map."""
    return None


class IncidentFormViewModel(QObject):
    """One ticket, or none yet: then the first keystroke opens a draft and is not lost.

    Signals:
        changed: read the properties again.
        opened: another ticket is in the form (incident id; empty = none).
        place_shown: a place was confirmed here and deserves a look on the map (latitude, longitude).
        cancelling_offered, release_offered: a task or a unit that was sent cannot be unsent (its id); it can
            be withdrawn or released with a reason.
        undone: one step was taken back (field name; empty = there was nothing to take back).
        typed: a key was pressed in a field (its name).
    """

    changed = Signal()
    opened = Signal(str)
    place_shown = Signal(float, float)
    undone = Signal(str)
    cancelling_offered = Signal(str)
    release_offered = Signal(str)
    typed = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.tasks = tasks
        self.incident_id = ""
        self.map_centre: Callable[[], LatLon | None] = _no_map
        self._wanted_id = ""  # the ticket asked for last, while it is being read
        self._last_call_key = ""
        self._early = _Early()
        self.presence = PresenceViewModel(desk, pulse, self)
        self.opened.connect(self.presence.set_incident)
        self.typed.connect(self.presence.note_key)
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- what is shown

    @property
    def view(self) -> IncidentView | None:
        """The ticket as the desk knows it; None while there is none."""
        return self.desk.incidents.view(self.incident_id) if self.incident_id else None

    @property
    def is_editable(self) -> bool:
        """Whether keystrokes are taken: no ticket yet, or an open one."""
        view = self.view
        return view is None or view.incident.is_open

    @property
    def has_conflict(self) -> bool:
        """Whether another desk's value was replaced somewhere in this ticket."""
        view = self.view
        return view is not None and any(value.lost for _, value in view.incident.fields)

    def text(self, field: str) -> str:
        """The value of a field, the latest keystroke included."""
        if field in self._early.fields:
            return self._early.fields[field]
        view = self.view
        return view.incident.text(field) if view is not None else ""

    def lost_values(self, field: str) -> tuple[tuple[str, str, int], ...]:
        """Values of other desks that this field's value replaced: (value, actor, at)."""
        view = self.view
        if view is None:
            return ()
        return next((value.lost for name, value in view.incident.fields if name == field), ())

    @property
    def notes(self) -> tuple[Note, ...]:
        """Finished lines of the chronology, and half-written ones of other people."""
        view = self.view
        if view is None:
            return ()
        own = self._own_draft()
        notes = [note for note in view.incident.notes if note is not own]
        if not view.absorbed:
            return tuple(notes)
        for part in view.absorbed:  # what was merged keeps saying where it comes from
            origin = short_ticket(part.incident.ticket_number)
            notes += [replace(note, text=f"[{origin}] {note.text}") for note in part.incident.notes]
        return tuple(sorted(notes, key=lambda note: note.at_us))

    @property
    def note_draft(self) -> str:
        """This operator's half-written line."""
        own = self._own_draft()
        return self._early.note or (own.text if own is not None else "")

    @property
    def live_call_key(self) -> str:
        """The call in the headset, empty when nobody is on the line."""
        talking = {CallState.TALKING, CallState.SILENT_CHECK, CallState.CONFERENCE, CallState.CONSULTING}
        live = [view for view in self.desk.calls.live() if view.call.state in talking and not view.is_party]
        chosen = next((call for call in live if call.in_headset), live[0] if live else None)
        return chosen.key if chosen is not None else ""

    @property
    def call_key(self) -> str:
        """The call this desk writes about: the live one, else the last one that waits for class and ticket.

        A caller may hang up before the first letter is typed; the ticket is still about that call.
        """
        if self.live_call_key:
            return self.live_call_key
        last = self.desk.calls.get(self._last_call_key) if self._last_call_key else None
        is_waiting = last is not None and last.needs_class and not last.call.incident_ids
        return self._last_call_key if is_waiting else ""

    def note_call(self, call_key: str) -> None:
        """A call came into the headset."""
        self._last_call_key = call_key

    @property
    def can_link_live_call(self) -> bool:
        """Whether the live call could join another ticket than this one."""
        return bool(self.call_key)

    def similar(self) -> Sequence[SimilarView]:
        """Open tickets and calls that may be the same happening, with why."""
        if not self.incident_id or not self.is_editable:
            return ()
        return self.desk.duplicates.of(self.incident_id)[:SIMILAR_SHOWN]

    def judge_other(self, similar: SimilarView) -> None:
        """It is another happening: not offered again; Ctrl+Z takes that back."""
        if self.incident_id:
            label = similar.row.ticket_number if similar.row is not None else ""
            self.tasks.run(
                self.desk.incidents.judge_similar(self.incident_id, similar.other, other_label=label), "judge"
            )

    def merge_with(self, incident_id: str) -> None:
        """Both tickets are one happening; the older one comes into the form."""
        if self.incident_id:
            self.tasks.run(self._merge(self.incident_id, incident_id), "merge")

    async def _merge(self, one_id: str, other_id: str) -> None:
        await self.desk.incidents.flush(one_id)
        self.open(await self.desk.kinship.merge(one_id, other_id))

    def unrelate(self, incident_id: str) -> None:
        """The two have nothing to do with each other after all."""
        if self.incident_id:
            self.tasks.run(self.desk.kinship.relate(self.incident_id, incident_id, is_on=False), "unrelate")

    def unmerge(self, child_id: str, reason: str) -> None:
        """A happening of its own after all; it comes into the form."""
        self.tasks.run(self._unmerge(child_id, reason), "unmerge")

    async def _unmerge(self, child_id: str, reason: str) -> None:
        await self.desk.kinship.unmerge(child_id, reason=reason)
        self.open(child_id)

    def link_here(self, call_key: str) -> None:
        """Another call belongs to this ticket as well."""
        if self.incident_id:
            self.tasks.run(self.desk.calls.link(call_key, self.incident_id), "link-here")

    # ---------------------------------------------------------------- opening

    def open(self, incident_id: str) -> None:
        """Show another ticket; the present one is journalled first. Empty = an empty form."""
        if self.incident_id and self.incident_id != incident_id:
            self.tasks.run(self.desk.incidents.flush(self.incident_id), "flush")
        self._wanted_id = incident_id
        self._early = _Early()  # a draft on its way keeps its own letters
        if not incident_id:
            self._show("")
        elif (known := self.desk.incidents.view(incident_id)) is not None and not known.is_hidden:
            self._show(incident_id)
            self.tasks.run(self._read(incident_id), "read")  # calls and the whole history follow
        else:
            self.tasks.run(self._read(incident_id), "read")

    async def _read(self, incident_id: str) -> None:
        await self.desk.incidents.open_view(incident_id)
        await self.desk.kinship.load(incident_id)
        if self._wanted_id != incident_id:
            return
        if self.incident_id == incident_id:
            self.changed.emit()
        else:
            self._show(incident_id)

    def _begin(self) -> None:
        if self._early.is_opening:
            return
        self._early.is_opening = True
        self.tasks.run(self._new(self._early, self.call_key or None), "new-ticket")

    async def _new(self, early: _Early, call_key: str | None) -> None:
        try:
            incident_id = await self.desk.incidents.new(
                call_key=call_key, source="call" if call_key else "manual"
            )
        except OperatorError:
            early.is_opening = False  # what was typed stays in the fields; the next key tries again
            raise
        for name, value in early.fields.items():
            self.desk.incidents.set_field(incident_id, name, value)
        if early.note:
            self.desk.incidents.set_note_draft(incident_id, early.note)
        if early.place is not None:
            self.tasks.run(self._confirm(incident_id, early.place), "confirm-place")
        if self._early is early:  # else the operator went on to another ticket meanwhile
            self._early = _Early()
            self._wanted_id = incident_id
            self._show(incident_id)

    def _show(self, incident_id: str) -> None:
        self.incident_id = incident_id
        self.opened.emit(incident_id)
        self.changed.emit()

    # ---------------------------------------------------------------- typing

    def set_field(self, field: str, value: str) -> None:
        """Take a keystroke; the first one of all opens the draft."""
        if value == self.text(field):
            return
        if not self.incident_id:
            self._early.fields[field] = value
            self._begin()
            return
        try:
            self.desk.incidents.set_field(self.incident_id, field, value)
        except OperatorError as refusal:
            self.tasks.messages.error(refusal.code, refusal.values)
            self.changed.emit()
        self.typed.emit(field)

    def set_note_draft(self, text: str) -> None:
        """Keep the half-written line."""
        if text == self.note_draft:
            return
        if not self.incident_id:
            self._early.note = text
            self._begin()
            return
        try:
            self.desk.incidents.set_note_draft(self.incident_id, text)
        except OperatorError as refusal:
            self.tasks.messages.error(refusal.code, refusal.values)
        self.typed.emit("note")

    def add_note(self, text: str) -> bool:
        """Finish the line; False when there is no ticket to write it into yet."""
        if not self.incident_id or not text.strip():
            return False
        self.tasks.run(self.desk.incidents.add_note(self.incident_id, text), "add-note")
        return True

    # ---------------------------------------------------------------- place

    @property
    def asking_from(self) -> LatLon | None:
        """From where distances count: the ticket's point, else the middle of the map."""
        location = self.view.incident.location if self.view is not None else None
        if location is not None:
            return LatLon(location.latitude, location.longitude)
        return self.map_centre()

    def take_position(self, text: str) -> bool:
        """Whether the text holds one position beyond doubt; if so it becomes the place."""
        certain = self.desk.places.read(text).certain
        if certain is None or not self.is_editable:
            return False
        self.choose_point(certain)
        return True

    def choose_point(self, choice: PointChoice) -> None:
        """A position that was read out of a text becomes the place."""
        if self.is_editable:
            self.set_point(
                choice.latitude, choice.longitude, source="coordinates", uncertainty_m=choice.uncertainty_m
            )

    def choose_place(self, place: PlaceSuggestion) -> None:
        """Confirm a suggestion; the typed text stays."""
        self._set_place(
            _Place(
                place.latitude,
                place.longitude,
                "gazetteer",
                uncertainty_m=place.uncertainty_m,
                code=place.place_code,
                label=place.label,
            )
        )

    @Slot(float, float)
    def pick_point(self, latitude: float, longitude: float) -> None:
        """A point chosen on the map becomes the place of the open ticket."""
        if self.is_editable:
            self.set_point(latitude, longitude, source="map_click")

    def set_point(
        self, latitude: float, longitude: float, *, source: str, uncertainty_m: float = 0.0
    ) -> None:
        """Confirm a bare point; its label is the nearest desa."""
        near = self.desk.incidents.describe_point(latitude, longitude)
        label = near.label if near is not None else f"{latitude:.5f}, {longitude:.5f}"
        code = near.place_code if near is not None else ""
        self._set_place(_Place(latitude, longitude, source, uncertainty_m, code, label))

    def confirm_fix(self, fix: FixView) -> None:
        """A position of the caller is the place of the incident."""
        if fix.middle is not None:
            self._set_place(_Place(*fix.middle, fix.fix.source, fix=fix))

    @Slot()
    def clear_place(self) -> None:
        """The confirmed point was wrong."""
        if self.incident_id:
            self.tasks.run(self.desk.incidents.clear_location(self.incident_id), "clear-location")

    def _set_place(self, place: _Place) -> None:
        if self.incident_id:
            self.tasks.run(self._confirm(self.incident_id, place), "confirm")
            return
        self._early.place = place
        self._begin()

    async def _confirm(self, incident_id: str, place: _Place) -> None:
        if place.fix is not None:
            await self.desk.positions.confirm(incident_id, place.fix)
            self.place_shown.emit(place.latitude, place.longitude)
            return
        await self.desk.incidents.set_location(
            incident_id,
            place.latitude,
            place.longitude,
            source=place.source,
            uncertainty_m=place.uncertainty_m,
            place_code=place.code,
            label=place.label,
        )
        self.place_shown.emit(place.latitude, place.longitude)

    # ---------------------------------------------------------------- type and priority

    def suggest_types(self, text: str) -> Sequence[TypeSuggestion]:
        """Types for the typed letters."""
        return self.desk.incidents.suggest_types(text)

    def set_priority(self, priority: str, *, reason: str = "") -> None:
        """Move the priority by hand; the desk refuses what the role may not do."""
        if self.incident_id:
            self.tasks.run(
                self.desk.incidents.set_priority(self.incident_id, priority, reason=reason), "set-priority"
            )

    def is_lowering(self, priority: str) -> bool:
        """Whether this would be a lower priority than the present one: then a reason is asked."""
        view = self.view
        order = list(self.desk.catalog.priorities)
        if view is None or view.priority not in order or priority not in order:
            return False
        return order.index(priority) > order.index(view.priority)

    # ---------------------------------------------------------------- wishes

    @Slot()
    def undo(self) -> None:
        """Take back this operator's last change."""
        if self.incident_id:
            self.tasks.run(self._undo(self.incident_id), "undo", refused=self._on_not_undone)

    async def _undo(self, incident_id: str) -> None:
        self.undone.emit(await self.desk.incidents.undo(incident_id) or "")

    def _on_not_undone(self, refusal: OperatorError) -> bool:
        """Said as a message; what can be done instead is offered at once."""
        if refusal.code == "undo_task_sent":
            self.cancelling_offered.emit(str(refusal.values["task_id"]))
        elif refusal.code == "undo_unit_sent":
            self.release_offered.emit(str(refusal.values["unit_id"]))
        return False

    @Slot()
    def verify(self) -> None:
        """Somebody confirmed the report."""
        if self.incident_id:
            self.tasks.run(self.desk.incidents.verify(self.incident_id), "verify")

    def link_live_call_to(self, incident_id: str) -> None:
        """The live call belongs to that ticket as well; go there."""
        call_key = self.call_key
        if call_key:
            self.tasks.run(self._link(call_key, incident_id), "link")

    async def _link(self, call_key: str, incident_id: str) -> None:
        await self.desk.calls.link(call_key, incident_id)
        self.open(incident_id)

    def unlink_call(self, call_key: str, reason: str) -> None:
        """This call does not belong here."""
        if self.incident_id:
            self.tasks.run(self.desk.calls.unlink(call_key, self.incident_id, reason=reason), "unlink")

    def play_recording(self, call_key: str) -> None:
        """Listen to a linked call."""
        self.tasks.run(self.desk.recordings.play(call_key), "play-recording")

    # ---------------------------------------------------------------- what the desk tells

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        touches_ticket = self.incident_id in change.incident_ids
        if touches_ticket or change.call_keys or "language" in change.what or "settings" in change.what:
            self.changed.emit()

    def _own_draft(self) -> Note | None:
        """The desk gives the own half-written line back last."""
        view = self.view
        if view is None or not view.incident.notes:
            return None
        last = view.incident.notes[-1]
        return last if last.draft else None
