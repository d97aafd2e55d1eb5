"""Pictures of the test at the start of a shift: offered, both questions, not passed, passed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from batola_desk.domain.self_test import Part
from batola_desk.ipc import sound_messages as sm
from tests.support.window_stage import WindowStage
from tools.camera import Take


async def self_test_pictures(stage: WindowStage, take: Take) -> None:
    """A shift that begins with a bad disk and a tone nobody hears, and then well."""
    stage.engine.refuse["TryRecording"] = "recording_not_written"
    await begin(stage)
    await take(stage, "self-test-tone")
    await press(stage, "T")
    await speak(stage)
    await take(stage, "self-test-voice")
    await press(stage, "Y")
    await take(stage, "self-test-not-passed")
    stage.engine.refuse.clear()
    await press(stage, "U")
    await until_machine(stage)
    await press(stage, "Y")
    await speak(stage)
    await press(stage, "Y")
    await take(stage, "self-test-passed")
    stage.window.self_test.put_away()
    await stage.settle()


async def begin(stage: WindowStage) -> None:
    """The key of the window."""
    stage.window.book["self_test"].trigger()
    await until_machine(stage)


async def until_machine(stage: WindowStage) -> None:
    """What the disk answers is there."""
    test = stage.services.self_test
    await stage.until(lambda: {Part.RECORDING, Part.MAP} <= set(test.view().findings), "the self-test")
    await stage.settle(0.1)


async def speak(stage: WindowStage) -> None:
    """A voice, and the bar that follows it."""
    stage.engine.tell(sm.DeviceLevels(dbfs={"microphone": -19.0}))
    await stage.settle(0.3)


async def press(stage: WindowStage, letter: str) -> None:
    """An answer by key."""
    QTest.keyClick(stage.window.self_test, Qt.Key(ord(letter)))
    await stage.settle(0.1)
