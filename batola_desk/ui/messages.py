"""The one way to tell the operator something: queued until somebody shows it, never a dialog."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from batola_desk.ui.labels import error_words

log = logging.getLogger("batola.ui")

WAITING_MAX = 50  # LIMIT: messages before a window exists


@dataclass(frozen=True, slots=True)
class Message:
    """What the message bar shows.

    Attributes:
        level: ``info``, ``warn`` or ``error``.
        happened: what happened.
        works: what still works; may be empty.
        next_step: what to do next; may be empty.
    """

    level: str
    happened: str
    works: str = ""
    next_step: str = ""


class MessageCenter(QObject):
    """Takes messages from anywhere on the screen's loop.

    Signals:
        posted: a ``Message`` to show.
    """

    posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Message] = deque(maxlen=WAITING_MAX)
        self._shown = False

    def start_showing(self) -> None:
        """A window listens from now on; what waited is posted."""
        self._shown = True
        while self._waiting:
            self.posted.emit(self._waiting.popleft())

    def info(self, text: str) -> None:
        """Say that something was done."""
        self._post(Message("info", text))

    def error(self, code: str, values: Mapping[str, object] | None = None) -> None:
        """Explain a refused wish or a fault of the machine by its code."""
        happened, works, next_step = error_words(code, values or {})
        self._post(Message("warn", happened, works, next_step))

    def fault(self) -> None:
        """Admit a fault of ours; the log has the rest."""
        happened, works, next_step = error_words("our_fault", {})
        self._post(Message("error", happened, works, next_step))

    def _post(self, message: Message) -> None:
        if self._shown:
            self.posted.emit(message)
        else:
            self._waiting.append(message)
