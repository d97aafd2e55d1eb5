"""Brings freed recordings back from the store, for a screen that wants to draw or export them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from batola_desk.domain.errors import OperatorError
from batola_desk.engine.recording_keeper import RecordingKeeper
from batola_desk.ipc.messages import Message
from batola_desk.ipc.recording_messages import FetchChanged

Work = Callable[[], None]


class FetchDesk:
    """Thread: ``fetch`` on the engine's; news come there too.

    Args:
        run_on_worker: for looking at files and into the book, which must not make calls wait.
        post: back to the engine's thread.
        keeper: knows what the store has; None = nothing is ever freed.
    """

    def __init__(
        self,
        root: Path,
        keeper: RecordingKeeper | None,
        run_on_worker: Callable[[Work], None],
        post: Callable[[Work], None],
        send: Callable[[Message], None],
    ) -> None:
        self._root = root.resolve()
        self._keeper = keeper
        self._run_on_worker = run_on_worker
        self._post = post
        self._send = send
        self._coming: set[str] = set()

    def fetch(self, path: str) -> None:
        """Begin; once is enough, however many want it. Raises OperatorError ``recording_unknown``."""
        file = (self._root / path).resolve()
        if not path or not file.is_relative_to(self._root):
            raise OperatorError("recording_unknown")
        if path not in self._coming:
            self._coming.add(path)
            self._run_on_worker(lambda: self._begin(path, file))

    # -- on the worker

    def _begin(self, path: str, file: Path) -> None:
        if file.exists():
            self._tell_done(path, "")
            return
        entry = self._keeper.book.find(path) if self._keeper is not None else None
        if self._keeper is None or entry is None or entry.stored_us == 0:
            self._tell_done(path, "recording_missing")
            return
        self._keeper.worker.fetch(
            entry,
            lambda code: self._tell_done(path, code),
            lambda share: self._post(lambda: self._send(FetchChanged(path=path, share=round(share, 3)))),
        )

    def _tell_done(self, path: str, code: str) -> None:
        """From any thread."""

        def tell() -> None:
            self._coming.discard(path)
            self._send(FetchChanged(path=path, share=0.0 if code else 1.0, done=True, code=code))

        self._post(tell)
