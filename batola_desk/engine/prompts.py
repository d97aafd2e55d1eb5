"""Recorded sentences for callers who cannot speak. Source: domain.md §12.1.

A centre's own files stand in the folder ``prompts`` of the configuration; one that cannot be used is named in
an alarm and the shipped one is played.

Thread: the engine's, for everything but `load_shelf`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from batola_desk.audio.frames import Samples
from batola_desk.audio.prompt import PromptFault, load_prompt
from batola_desk.domain.errors import OperatorError
from batola_desk.ipc.base import Message
from batola_desk.ipc.sound_messages import PromptChanged

log = logging.getLogger("batola.engine")

PROMPTS_NAME = "prompts"
FILES_MAX = 50  # LIMIT: a folder of anything must not fill the memory


@dataclass(frozen=True, slots=True)
class PromptComplaint:
    """A file of the centre that is not played, and why."""

    file: str
    reason: str
    found: str


@dataclass(frozen=True, slots=True)
class PromptShelf:
    """Prompts by name, ready to be played."""

    sounds: Mapping[str, Samples]
    complaints: tuple[PromptComplaint, ...] = ()


def load_shelf(shipped: Path, own: Path) -> PromptShelf:
    """Read and judge every file; the centre's own come first. Never raises for a bad file."""
    sounds: dict[str, Samples] = {}
    complaints: list[PromptComplaint] = []
    for folder in (own, shipped):
        for path in sorted(folder.glob("*.wav"))[:FILES_MAX] if folder.is_dir() else ():
            if path.stem in sounds:
                continue
            try:
                sounds[path.stem] = load_prompt(path)
            except PromptFault as fault:
                complaints.append(PromptComplaint(str(path), fault.reason, fault.found))
                log.warning("a prompt cannot be used", extra={"file": path.name, "reason": fault.reason})
    return PromptShelf(sounds, tuple(complaints))


class PromptPort(Protocol):
    """The part of the audio desk that speaks to a caller."""

    def play_prompt(self, call_id: str, name: str, samples: Samples) -> None: ...

    def stop_prompt(self) -> None: ...


class PromptDesk:
    """Plays one prompt at a time and tells the screen which."""

    def __init__(self, audio: PromptPort, shelf: PromptShelf, send: Callable[[Message], None]) -> None:
        self._audio = audio
        self._shelf = shelf
        self._send = send
        self._now: tuple[str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What can be played."""
        return tuple(sorted(self._shelf.sounds))

    def play(self, call_id: str, name: str, *, is_talking: bool) -> None:
        """Speak to a caller who is in the headset; another prompt gives way.

        Raises:
            OperatorError: ``prompt_unknown``, ``call_not_talking``.
        """
        samples = self._shelf.sounds.get(name)
        if samples is None:
            raise OperatorError("prompt_unknown", name=name)
        if not is_talking:
            raise OperatorError("call_not_talking")
        self._audio.play_prompt(call_id, name, samples)
        self._tell(call_id, name)

    def stop(self) -> None:
        """Be silent; harmless without a prompt."""
        if self._now is not None:
            self._audio.stop_prompt()
            self._tell("", "")

    def on_ended(self, call_id: str, name: str) -> None:
        """The audio room has played it, or its call ended."""
        if self._now == (call_id, name):
            self._tell("", "")

    def _tell(self, call_id: str, name: str) -> None:
        self._now = (call_id, name) if name else None
        self._send(PromptChanged(call_id=call_id, name=name))
