"""Remembers how an operator arranged the window, as one text in the setting ``screen.layout``."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk

SETTING = "screen.layout"
VERSION = "1"
STATE_VERSION = 1
SAVE_DELAY_MS = 1200  # a splitter being dragged is one change, and a killed desk loses no more than this


class WindowLayout(QObject):
    """Saves and restores geometry of the window, state of its docks, and splitters.

    Args of the constructor: ``stage`` holds the docks, ``splitters`` in a fixed order.
    """

    def __init__(
        self, desk: Desk, window: QWidget, stage: QMainWindow, splitters: tuple[QSplitter, ...]
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._stage = stage
        self._splitters = splitters
        self._saved = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self.save)
        self._fresh: tuple[QByteArray, ...] = ()
        for splitter in splitters:
            splitter.splitterMoved.connect(self.save_soon)

    def remember_fresh(self) -> None:
        """Keep the designed arrangement, for ``reset``."""
        self._fresh = (self._stage.saveState(STATE_VERSION), *(part.saveState() for part in self._splitters))

    def restore(self) -> bool:
        """Arrange as remembered; False when nothing usable is remembered."""
        parts = str(self._desk.session.setting(SETTING)).split(":")
        if len(parts) != 3 + len(self._splitters) or parts[0] != VERSION:
            return False
        try:
            raw = [QByteArray(base64.b64decode(part, validate=True)) for part in parts[1:]]
        except (binascii.Error, ValueError):
            return False
        is_usable = self._window.restoreGeometry(raw[0]) and self._stage.restoreState(raw[1], STATE_VERSION)
        for splitter, state in zip(self._splitters, raw[2:], strict=True):
            is_usable = splitter.restoreState(state) and is_usable
        return is_usable

    @Slot()
    def save_soon(self) -> None:
        """Something was moved."""
        self._timer.start()

    @Slot()
    def save(self) -> None:
        """Remember the arrangement of now."""
        self._timer.stop()
        raw = (
            self._window.saveGeometry(),
            self._stage.saveState(STATE_VERSION),
            *(splitter.saveState() for splitter in self._splitters),
        )
        text = ":".join((VERSION, *(base64.b64encode(part.data()).decode() for part in raw)))
        if text == self._saved:
            return
        try:
            self._desk.session.set_setting(SETTING, text)
            self._saved = text
        except OperatorError:
            self._saved = ""  # an arrangement is a comfort; the next change tries again

    @Slot()
    def reset(self) -> None:
        """Back to the designed arrangement."""
        if not self._fresh:
            return
        self._stage.restoreState(self._fresh[0], STATE_VERSION)
        for splitter, state in zip(self._splitters, self._fresh[1:], strict=True):
            splitter.restoreState(state)
        self.save()
