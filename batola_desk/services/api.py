"""The desk as the screen sees it: every use case in one place, as protocols.

View-models depend on these protocols, tests give them doubles, ``services.desk.DeskServices`` implements
them. Methods named after a wish (``answer``, ``send_task`` …) are coroutines that return when the fact is in
the local journal (or the engine has replied) and raise ``OperatorError(code, **values)`` when a rule forbids
it. Reading methods return at once from memory unless they are coroutines.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import Operator
from batola_desk.services.announcements import AnnouncementView
from batola_desk.services.claims import AskedClaim, ClaimOutcome
from batola_desk.services.conflict_views import ConflictView
from batola_desk.services.dispatch_api import DispatchUseCases
from batola_desk.services.duplicates import DuplicateUseCases
from batola_desk.services.map_feature_views import MapFeatureUseCases
from batola_desk.services.map_pack_views import MapPackUseCases
from batola_desk.services.observable import Observable
from batola_desk.services.ownership import Reassignment
from batola_desk.services.past_places import PastPlaceUseCases
from batola_desk.services.place_api import NearbyUseCases, PlaceUseCases
from batola_desk.services.position_views import PositionUseCases
from batola_desk.services.presence import PresenceView
from batola_desk.services.recommendation_views import RecommendationUseCases
from batola_desk.services.recording_views import RecordingView
from batola_desk.services.recordings import ExportWish
from batola_desk.services.room_board import DeskLine
from batola_desk.services.seat import KnownPerson, SeatView
from batola_desk.services.unit_positions_api import UnitPositionUseCases
from batola_desk.services.views import (
    BoardRow,
    CallbackView,
    CallTarget,
    CallView,
    Change,
    DoseView,
    IncidentView,
    LevelsView,
    NumberHistory,
    OtherRoomView,
    PlaceSuggestion,
    PlaybackView,
    SearchHit,
    SoundCheckView,
    StatusView,
    TypeSuggestion,
)
from batola_desk.services.waveform import Waveform


class CallUseCases(Protocol):
    """Queue, line controls, classification, silent procedure (domain.md §5.1, §6.1, §12.1)."""

    def ringing(self) -> Sequence[CallView]:
        """Calls waiting for an answer, longest first."""

    def live(self) -> Sequence[CallView]:
        """Answered or dialling calls of this desk, the one in the headset first."""

    def to_classify(self) -> Sequence[CallView]:
        """Ended calls without a class, newest first."""

    def get(self, call_key: str) -> CallView | None:
        """One call that is live or waits for its class."""

    async def load(self, call_key: str) -> CallView | None:
        """One call, also from history."""

    async def history_of(self, number: str) -> NumberHistory:
        """What is known of a number."""

    async def answer(self, call_key: str | None = None) -> str:
        """Answer this call, or the longest ringing one; a live one goes on hold. Returns its key."""

    async def reject(self, call_key: str) -> None: ...

    async def hang_up(self, call_key: str) -> None: ...

    async def hold(self, call_key: str) -> None: ...

    async def resume(self, call_key: str) -> None: ...

    async def set_muted(self, *, muted: bool) -> None: ...

    async def dial(self, number: str, *, purpose: str = "manual", incident_id: str | None = None) -> None: ...

    async def send_digits(self, call_key: str, digits: str) -> None: ...

    async def send_text(self, call_key: str, text: str) -> None:
        """Write to the other side of a live call: letters where it has real-time text, else a whole text."""

    async def silence_ringing(self) -> None: ...

    async def start_silent_check(self, call_key: str, *, trigger: str = "operator") -> None: ...

    async def tick_silent(self, call_key: str, item: str, *, heard: bool) -> None: ...

    async def classify(self, call_key: str, call_class: str, *, reason: str = "") -> None:
        """Set the class under the guards of §5.1 (G after checklist, N with ticket, F lead only)."""

    async def link(self, call_key: str, incident_id: str) -> None: ...

    async def unlink(self, call_key: str, incident_id: str, *, reason: str) -> None: ...

    async def note(self, call_key: str, text: str) -> None: ...

    async def export_sip_trace(self, call_key: str) -> str:
        """Write the SIP messages of a call of the last hour to files; returns their common path."""


class RecordingUseCases(Protocol):
    """Listening again, marks, export (domain.md §14, §15)."""

    async def view(self, call_key: str) -> RecordingView:
        """The recordings of a call with everything marked on them."""

    async def waveform(
        self, path: str, cancelled: threading.Event, progress: Callable[[float], None]
    ) -> Waveform | None:
        """The shape of a file's sound, fetched from the store if need be; None when cancelled."""

    async def play(self, call_key: str, path: str = "", *, start_s: float = 0.0) -> None:
        """Play to the headset; without a path the call's first file."""

    async def replay_live(self, call_key: str) -> None:
        """Hear the last minute of the live call again, or go back to it."""

    async def skip(self, by_s: float) -> None: ...

    async def set_speed(self, speed: float) -> None: ...

    async def pause(self, *, paused: bool) -> None: ...

    async def seek(self, position_s: float) -> None: ...

    async def stop(self) -> None: ...

    async def mark(self, call_key: str, path: str, at_s: float, text: str, *, mark_id: str = "") -> None: ...

    async def unmark(self, call_key: str, mark_id: str) -> None: ...

    async def hold(self, call_key: str, *, held: bool, reason: str) -> None: ...

    async def export(
        self, wish: ExportWish, progress: Callable[[float], None], cancelled: threading.Event
    ) -> str | None:
        """Write an extract as a package; its path, None when cancelled."""


class PartyUseCases(Protocol):
    """Warm transfer, conference, redial, supervision (domain.md §4, §5.1, §8, §14)."""

    def targets(self) -> Sequence[CallTarget]:
        """Everybody with a number: those with a key first, then agencies, then desks."""

    def group(self) -> Sequence[CallView]:
        """The caller and his parties of the conversation at hand, the caller first; empty = a plain call."""

    def why_ended(self, call_key: str) -> tuple[str, int]:
        """End cause and SIP code of a call that ended a moment ago; empty and 0 = not known."""

    def last_dialled(self) -> Sequence[str]:
        """Numbers this desk dialled, the last one first."""

    def may_supervise(self) -> bool: ...

    async def consult(self, target: CallTarget, *, incident_id: str | None = None) -> None:
        """Call somebody for the caller in the headset; without a caller a plain call."""

    async def join(self) -> None: ...

    async def back(self) -> None: ...

    async def swap(self) -> None: ...

    async def hand_over(self, reason: str = "") -> None: ...

    async def transfer_blind(self, target: CallTarget, *, reason: str = "") -> None: ...

    async def mute_party(self, call_key: str, *, muted: bool) -> None: ...

    async def drop_party(self, call_key: str) -> None: ...

    async def redial(self) -> None: ...

    async def supervise(self, letter: str, mode: str = "listen") -> None:
        """Take part in the call of another desk (shift lead only); there already: change how."""


class IncidentUseCases(Protocol):
    """The ticket: draft from the first keystroke, place first (domain.md §5.2)."""

    def board(self) -> Sequence[BoardRow]:
        """All open incidents, worst first."""

    def view(self, incident_id: str) -> IncidentView | None:
        """The incident if it is in memory (open or opened before)."""

    async def open_view(self, incident_id: str) -> IncidentView:
        """The incident, read from the journal if need be."""

    async def new(self, *, call_key: str | None = None, source: str = "call") -> str:
        """Open a draft (linked to the call if given) and return its id at once."""

    def set_field(self, incident_id: str, field: str, value: str) -> None:
        """Take a keystroke: shown at once, journalled at most ``draft_flush_ms`` (≤ 500) later."""

    async def flush(self, incident_id: str | None = None) -> None:
        """Journal everything still waiting in memory."""

    async def set_location(
        self,
        incident_id: str,
        latitude: float,
        longitude: float,
        *,
        source: str,
        uncertainty_m: float = 0.0,
        place_code: str = "",
        label: str = "",
    ) -> None: ...

    async def clear_location(self, incident_id: str) -> None: ...

    async def set_priority(self, incident_id: str, priority: str, *, reason: str = "") -> None: ...

    def set_note_draft(self, incident_id: str, text: str) -> None:
        """Keep the half-written chronology line safe; empty text drops the draft."""

    async def add_note(self, incident_id: str, text: str) -> None:
        """Finish the line with its time stamp."""

    async def verify(self, incident_id: str, *, how: str = "") -> None: ...

    async def set_state(
        self, incident_id: str, state: str, *, reason: str = "", reference: str = ""
    ) -> None: ...

    async def close(
        self, incident_id: str, *, disposition: str, caller_informed: str, note: str = ""
    ) -> None: ...

    async def reopen(self, incident_id: str, *, reason: str) -> None: ...

    async def undo(self, incident_id: str) -> str | None:
        """Take back this operator's last field, place or priority change by a new fact; returns its name."""

    def describe_point(self, latitude: float, longitude: float) -> PlaceSuggestion | None:
        """The nearest desa of a point, for the label of a map click."""

    def suggest_types(self, text: str) -> Sequence[TypeSuggestion]: ...

    async def judge_similar(
        self, incident_id: str, other: str, *, other_label: str = "", is_same: bool = False
    ) -> None:
        """Another report is another happening: it is not offered again."""


class OwnershipUseCases(Protocol):
    """Whose an incident is (domain.md §14). ``Reassignment.claims`` go to ``verdicts``."""

    def may_decide(self) -> bool: ...

    def may_force(self) -> bool: ...

    def is_mine(self, incident: Incident) -> bool: ...

    async def reassign(
        self,
        incident_ids: Sequence[str],
        *,
        to_desk: str = "",
        to_operator: str = "",
        reason: str,
        force: bool = False,
    ) -> Reassignment: ...

    async def take_over(
        self, incident_ids: Sequence[str], *, reason: str, force: bool = False
    ) -> Reassignment: ...

    async def accept(self, incident_id: str) -> Reassignment: ...

    async def decline(self, incident_id: str, *, reason: str) -> None: ...

    async def verdicts(self, claims: Sequence[AskedClaim]) -> tuple[ClaimOutcome, ...]:
        """Wait a moment for the room's word on these claims; all at once."""


class RoomBoardUseCases(Protocol):
    """All desks, who sits there, whose every open incident is."""

    def desks(self) -> Sequence[DeskLine]: ...

    def people(self) -> Sequence[Operator]: ...

    def incidents(self) -> Sequence[BoardRow]: ...

    async def ended(self, limit: int) -> Sequence[BoardRow]: ...


class CallbackUseCases(Protocol):
    """Hubungi balik (domain.md §5.5)."""

    def open_items(self) -> Sequence[CallbackView]:
        """Ranked, one line per number."""

    async def call_back(self, callback_id: str, *, force: bool = False) -> None:
        """Take the line on and dial the number; attempts and reaching are journalled by themselves."""

    async def take(self, callback_id: str, *, force: bool = False) -> None:
        """Take the line on without dialling yet."""

    def release(self, callback_id: str) -> None:
        """Let the line go again."""

    async def call_back_caller(self, call_key: str) -> None:
        """Dial whoever an ended call was with."""

    async def call_back_next(self) -> None:
        """Dial the number that stands first in the list."""

    async def close(self, callback_id: str, *, reason: str, note: str = "") -> None: ...


class SearchUseCases(Protocol):
    """Closed tickets and old calls."""

    async def search(
        self, text: str, *, kind: str = "all", include_open: bool = True, after: str = "", limit: int = 50
    ) -> Sequence[SearchHit]: ...


class SessionUseCases(Protocol):
    """Who sits here, alarms, settings that change at run time."""

    def status(self) -> StatusView: ...

    def levels(self) -> LevelsView | None: ...

    def playback(self) -> PlaybackView | None: ...

    async def set_operator_state(self, state: str, *, reason: str = "") -> None: ...

    async def acknowledge_alarm(self, alarm_id: str) -> None: ...

    async def set_volumes(self, volumes: dict[str, float]) -> None: ...

    def volumes(self) -> dict[str, float]:
        """Gains 0..1 by role (headset, ring, alerts, sidetone); empty while the engine is away."""

    async def play_test_sound(self) -> None: ...

    async def select_devices(
        self,
        *,
        headset_output: str = "",
        headset_input: str = "",
        loudspeaker: str = "",
        second_headset: str = "",
        second_microphone: str = "",
        second_microphone_on: bool = False,
    ) -> None: ...

    def devices(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of available outputs and inputs."""

    def setting(self, key: str) -> object: ...

    def set_setting(self, key: str, value: object) -> None: ...


class SoundUseCases(Protocol):
    """Sound tests, levels of the devices, the dose of the ear, prompts for silent callers."""

    def check(self) -> SoundCheckView: ...

    def device_levels(self) -> Mapping[str, float]: ...

    def dose(self) -> DoseView: ...

    def can_play(self, name: str) -> bool: ...

    def prompt_now(self, call_key: str) -> str: ...

    def watch_levels(self) -> None: ...

    async def start_check(self, kind: str, role: str = "") -> None: ...

    async def stop_check(self) -> None: ...

    async def play_prompt(self, call_key: str, name: str) -> None: ...

    async def stop_prompt(self, call_key: str) -> None: ...

    def is_boosted(self, call_key: str) -> bool: ...

    async def boost(self, call_key: str, *, on: bool) -> None: ...

    def is_gain_automatic(self) -> bool: ...

    async def set_automatic_gain(self, *, on: bool) -> None: ...


class PeopleUseCases(Protocol):
    """Who sits here (domain.md §14)."""

    def seat(self) -> SeatView: ...

    def known(self) -> Sequence[KnownPerson]:
        """Who has sat here, the last one first; empty on a desk that stands alone."""

    def current_shift(self) -> str: ...

    async def sign_on(self, login: str, password: str, *, shift: str = "", state: str = "") -> None: ...

    async def work_without_login(self, name: str, reason: str, *, shift: str = "") -> None: ...

    async def sign_off(self) -> None: ...

    async def take_role(self, role: str, reason: str) -> None: ...

    async def return_role(self) -> None: ...


class AnnouncementUseCases(Protocol):
    """Messages to the room, to the leads, to who sits here next."""

    def standing(self) -> Sequence[AnnouncementView]:
        """What is to be read here, the most urgent first."""

    def listed(self) -> Sequence[AnnouncementView]:
        """Everything said to this desk or by it, the newest first."""

    def audiences(self) -> Sequence[str]:
        """To whom the person here may write, the widest first."""

    async def write(self, text: str, *, level: str, audience: str, until_us: int) -> str: ...

    async def read(self, message_id: str) -> None: ...


class PresenceUseCases(Protocol):
    """Who works in which ticket right now; empty on a desk that stands alone."""

    def open_form(self, incident_id: str) -> None:
        """This ticket is in the form now; empty: none."""

    def typing(self, incident_id: str, field: str) -> None:
        """A key was pressed in this field."""

    def at(self, incident_id: str) -> Sequence[PresenceView]:
        """Who of other desks has this ticket open; who types comes first."""


class RoomAcceptanceUseCases(Protocol):
    """A room that knows nothing of this desk's facts, and a person's word on it."""

    def offered(self) -> OtherRoomView | None:
        """The room that waits for a person's word; None = no other room answers."""

    def may_accept(self) -> bool: ...

    async def accept(self, epoch: str, *, reason: str) -> None: ...


class ConflictUseCases(Protocol):
    """Where desks stand against each other; empty on a desk that stands alone."""

    def count(self) -> int:
        """How many who sits here is to look at."""

    async def listed(self, *, everything: bool = False) -> Sequence[ConflictView]: ...

    async def mark_seen(self, conflict_ids: Sequence[str], *, note: str = "") -> None: ...

    async def choose(self, conflict_id: str, fact_id: str) -> None:
        """Put one side's value into the field."""

    async def withdraw(self, conflict_id: str, fact_id: str) -> None:
        """Take one side's dispatch back."""


class Desk(Protocol):
    """Everything the screen may ask for."""

    @property
    def catalog(self) -> Catalog: ...

    @property
    def changed(self) -> Observable[Change]: ...

    @property
    def calls(self) -> CallUseCases: ...

    @property
    def parties(self) -> PartyUseCases: ...

    @property
    def incidents(self) -> IncidentUseCases: ...

    @property
    def dispatch(self) -> DispatchUseCases: ...

    @property
    def ownership(self) -> OwnershipUseCases: ...

    @property
    def room_board(self) -> RoomBoardUseCases: ...

    @property
    def callbacks(self) -> CallbackUseCases: ...

    @property
    def recordings(self) -> RecordingUseCases: ...

    @property
    def search(self) -> SearchUseCases: ...

    @property
    def people(self) -> PeopleUseCases: ...

    @property
    def session(self) -> SessionUseCases: ...

    @property
    def sound(self) -> SoundUseCases: ...

    @property
    def conflicts(self) -> ConflictUseCases: ...

    @property
    def presence(self) -> PresenceUseCases: ...

    @property
    def announcements(self) -> AnnouncementUseCases: ...

    @property
    def unit_positions(self) -> UnitPositionUseCases: ...

    @property
    def map_features(self) -> MapFeatureUseCases: ...

    @property
    def map_packs(self) -> MapPackUseCases: ...

    @property
    def past_places(self) -> PastPlaceUseCases: ...

    @property
    def acceptance(self) -> RoomAcceptanceUseCases: ...

    @property
    def places(self) -> PlaceUseCases: ...

    @property
    def positions(self) -> PositionUseCases: ...

    @property
    def nearby(self) -> NearbyUseCases: ...

    @property
    def recommendation(self) -> RecommendationUseCases: ...

    @property
    def duplicates(self) -> DuplicateUseCases: ...

    def now_us(self) -> int:
        """The desk's wall clock, microseconds since 1970 UTC."""
