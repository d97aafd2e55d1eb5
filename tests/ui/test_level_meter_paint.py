"""A painter ends with its picture, also while somebody holds the frame that paints."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from batola_desk.ui.line import level_meter


@pytest.mark.parametrize("level_dbfs", [None, -20.0])
def test_a_held_frame_leaves_no_painter_open(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, level_dbfs: float | None
) -> None:
    held: list[FrameType] = []
    plain = level_meter.colour

    def colour(role: str) -> QColor:
        held.append(sys._getframe(1))
        return plain(role)

    window = QWidget()
    qtbot.addWidget(window)
    meter = level_meter.LevelMeter(window)
    window.resize(300, 60)
    meter.resize(280, 40)
    meter.show_level(level_dbfs)
    monkeypatch.setattr(level_meter, "colour", colour)
    window.show()
    qtbot.waitUntil(lambda: bool(held))
    # Qt itself warns of, or aborts at, a painter that is still open when its picture is handed over.
