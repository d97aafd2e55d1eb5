"""Where messages come from by themselves: the feed of the office, and a folder that others fill.

Both are asked step by step, one request for each: nobody waits long, no server is asked often.
Thread: one at a time, any; a step blocks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from batola_desk.domain.weather import WarningMessage
from batola_desk.interop.cap.config import FeedSettings
from batola_desk.interop.cap.document import message_of, read_message
from batola_desk.interop.cap.fetch import NO_MARKS, BusyFault, Fetched, Marks, fetch
from batola_desk.interop.cap.index import Entry, entries_of
from batola_desk.interop.cap.safe_xml import DOCUMENT_BYTES_MAX, CapFault, read_tree

log = logging.getLogger("batola.interop")

PACE_S: Final = 10.0  # LIMIT: between two documents; eight desks behind one address stay below 60 a minute
BACK_OFF_S_MAX: Final = 3_600.0
FOLDER_AGAIN_S: Final = 30.0
FOLDER_FILES_MAX: Final = 200
_SUFFIXES: Final = frozenset({".xml", ".cap"})

Fetch = Callable[[str, Marks], Fetched]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step brought.

    Attributes:
        wait_s: until the next one.
        has_answered: the source itself was reached.
        fault: why not, or which document could not be used.
    """

    wait_s: float
    has_answered: bool = False
    messages: tuple[WarningMessage, ...] = ()
    fault: CapFault | None = None


class FeedReader:
    """Asks for the list every few minutes, and in between for the documents it does not know yet.

    Args:
        first: what an entry says that is fetched before the others: the own province.
    """

    def __init__(self, settings: FeedSettings, *, first: str, ask: Fetch | None = None) -> None:
        self._address = settings.address
        self._interval_s = settings.interval_min * 60.0
        self._authority = Path(settings.authority) if settings.authority else None
        self._first = first.casefold()
        self._ask = ask or self._fetch
        self._marks = NO_MARKS
        self._known: set[str] = set()  # addresses in the list whose document was read or refused
        self._waiting: list[Entry] = []
        self._list_s = 0.0  # when the list is due
        self._failures = 0

    @property
    def place(self) -> str:
        """What is asked."""
        return self._address

    def step(self, now_s: float) -> Step:
        """The list when it is due, else one document."""
        if now_s >= self._list_s:
            return self._ask_list(now_s)
        return self._ask_document(now_s)

    def _ask_list(self, now_s: float) -> Step:
        try:
            got = self._ask(self._address, self._marks)
            messages = self._take_list(got.content) if got.content is not None else ()
        except CapFault as fault:
            log.info("the list of weather warnings was not got: %s", fault.code)
            self._failures += 1
            wait_s = min(self._interval_s * 2 ** min(self._failures - 1, 10), BACK_OFF_S_MAX)
            wait_s = max(wait_s, fault.again_s) if isinstance(fault, BusyFault) else wait_s
            self._list_s = now_s + wait_s
            return Step(wait_s=self._pause(now_s), fault=fault)
        self._failures, self._marks = 0, got.marks
        self._list_s = now_s + self._interval_s
        return Step(wait_s=self._pause(now_s), has_answered=True, messages=messages)

    def _take_list(self, content: bytes) -> tuple[WarningMessage, ...]:
        """Which documents are new. A feed may also be one document."""
        root = read_tree(content)
        if root.name == "alert":
            return (message_of(root),)
        entries = entries_of(root, self._address)
        self._known &= {entry.address for entry in entries}
        self._waiting = [entry for entry in entries if entry.address not in self._known]
        self._waiting.sort(key=lambda entry: self._first not in entry.words.casefold())
        return ()

    def _ask_document(self, now_s: float) -> Step:
        if not self._waiting:
            return Step(wait_s=self._pause(now_s))
        entry = self._waiting.pop(0)
        try:
            content = self._ask(entry.address, NO_MARKS).content
        except CapFault as fault:  # the next list brings it again: it is not among the known ones
            log.info("a weather warning was not got: %s", fault.code)
            self._marks = NO_MARKS  # an unchanged list must say it again
            return Step(wait_s=self._pause(now_s), fault=fault)
        self._known.add(entry.address)
        try:
            messages = (read_message(content or b""),)
        except CapFault as fault:
            log.info("a weather warning cannot be used: %s", fault.code)
            return Step(wait_s=self._pause(now_s), fault=fault)
        return Step(wait_s=self._pause(now_s), messages=messages)

    def _pause(self, now_s: float) -> float:
        until_list_s = max(self._list_s - now_s, 1.0)
        return min(until_list_s, PACE_S) if self._waiting else until_list_s

    def _fetch(self, address: str, marks: Marks) -> Fetched:
        return fetch(address, authority=self._authority, marks=marks)


class FolderReader:
    """Reads what is new or has changed in a folder, or one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: dict[Path, tuple[int, int]] = {}

    @property
    def place(self) -> str:
        """What is looked at."""
        return str(self._path)

    def step(self, _now_s: float) -> Step:
        """Look once."""
        messages: list[WarningMessage] = []
        fault: CapFault | None = None
        try:
            found = dict(self._stamps())
        except OSError:
            return Step(wait_s=FOLDER_AGAIN_S, fault=CapFault("weather_folder_unreadable"))
        for path, stamp in found.items():
            if self._seen.get(path) == stamp:
                continue
            try:
                messages.append(read_message(read_limited(path)))
            except CapFault as refused:
                log.info("a weather warning of the folder cannot be used: %s", refused.code)
                fault = refused
            except OSError:  # gone meanwhile, or still being written: the next look sees it
                found[path] = (-1, -1)
        self._seen = found
        return Step(wait_s=FOLDER_AGAIN_S, has_answered=True, messages=tuple(messages), fault=fault)

    def _stamps(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        paths = [self._path]
        if self._path.is_dir():
            named = (path for path in self._path.iterdir() if path.suffix.lower() in _SUFFIXES)
            paths = sorted(path for path in named if path.is_file())[:FOLDER_FILES_MAX]
        for path in paths:
            state = path.stat()
            yield path, (state.st_mtime_ns, state.st_size)


def read_limited(path: Path) -> bytes:
    """A file's content, a little more than allowed at most. Raises OSError."""
    with path.open("rb") as file:
        return file.read(DOCUMENT_BYTES_MAX + 1)
