"""What the screen may ask of calls, their parties, calling back, recordings; part of ``services.api``."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from batola_desk.services.callback_texts import OutgoingText
from batola_desk.services.recording_views import RecordingView
from batola_desk.services.recordings import ExportWish
from batola_desk.services.views import CallbackView, CallTarget, CallView
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


class CallbackUseCases(Protocol):
    """Hubungi balik (domain.md §5.5)."""

    def open_items(self) -> Sequence[CallbackView]:
        """Ranked, one line per number."""

    async def call_back(self, callback_id: str, *, force: bool = False) -> None:
        """Take the line on and dial the number; attempts and reaching are journalled by themselves."""

    async def text(self, callback_id: str) -> OutgoingText:
        """The prepared text for a lost caller; it counts as sent."""

    async def take(self, callback_id: str, *, force: bool = False) -> None:
        """Take the line on without dialling yet."""

    def release(self, callback_id: str) -> None:
        """Let the line go again."""

    async def call_back_caller(self, call_key: str) -> None:
        """Dial whoever an ended call was with."""

    async def call_back_next(self) -> None:
        """Dial the number that stands first in the list."""

    async def close(self, callback_id: str, *, reason: str, note: str = "") -> None: ...


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

    async def replay_live(self, call_key: str, *, last_s: float = 60.0) -> None:
        """Hear the last minute (or less) of the live call again, or go back to it."""

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
