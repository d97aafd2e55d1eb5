"""Recordings freed on this desk, on their way back from the store. Thread: the desk's event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass

from batola_desk.domain.errors import OperatorError
from batola_desk.ipc.recording_messages import FetchChanged, FetchRecording
from batola_desk.services.line_link import LineLink

Progress = Callable[[float], None]

_LOOK_S = 0.2  # how soon somebody who called it off is let go


@dataclass(slots=True)
class _Fetch:
    is_over: asyncio.Future[str]  # its error code, empty = the file is here
    listeners: list[Progress]


class RecordingFetches:
    """One fetch per file, however many wait for it."""

    def __init__(self, link: LineLink) -> None:
        self._link = link
        self._fetches: dict[str, _Fetch] = {}

    async def bring(self, path: str, progress: Progress, cancelled: threading.Event) -> bool:
        """Wait until the file is here; False when it was called off (the file still comes).

        Args:
            progress: told the share that has come.

        Raises:
            OperatorError: ``recording_missing``, ``recording_altered``, what the store says
                (``store_unreachable`` …), ``engine_lost``.
        """
        fetch = self._fetches.get(path)
        if fetch is not None:
            fetch.listeners.append(progress)
        else:
            is_over = asyncio.get_running_loop().create_future()
            fetch = self._fetches[path] = _Fetch(is_over, [progress])
            try:
                await self._link.command(FetchRecording(path=path))
            except OperatorError as refusal:
                self._end(path, refusal.code)
        while not fetch.is_over.done():
            if cancelled.is_set():
                return False
            await asyncio.wait({fetch.is_over}, timeout=_LOOK_S)
        if code := fetch.is_over.result():
            raise OperatorError(code)
        return True

    def on_news(self, news: FetchChanged) -> None:
        """The engine says how it goes."""
        fetch = self._fetches.get(news.path)
        if fetch is None:
            return
        for listener in fetch.listeners:
            listener(news.share)
        if news.done:
            self._end(news.path, news.code)

    def on_line_lost(self) -> None:
        """Nobody brings anything now; whoever waits is told and may ask again."""
        for path in list(self._fetches):
            self._end(path, "engine_lost")

    def _end(self, path: str, code: str) -> None:
        fetch = self._fetches.pop(path, None)
        if fetch is not None and not fetch.is_over.done():
            fetch.is_over.set_result(code)
