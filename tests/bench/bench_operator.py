"""An operator's seconds by a scripted keyboard: what is done a hundred times a shift, in keys and seconds.

Started by ``bench_desk`` in a process of its own (``python -m tests.bench.bench_operator HOME``) on a filled
journal: a P1 fire from its ring until two agencies are alerted (by the form's keys, and by two lines of the
command line), a prank from the hang-up until the next call may come, a caller who hung up until his number
rings, a referral from its key until its code is there. A key counts unless it writes a letter of what the
caller said. The last line printed holds, as JSON, for each way the keys, the letters, the seconds a person
needs and the milliseconds from each key to the painted picture.

A person's seconds: ``KEY_S`` for each key and letter (Card, Moran, Newell 1980: an average skilled typist)
and ``THOUGHT_S`` for each decision, plus what the program really took.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import qasync
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from batola_desk.domain.operator import OperatorState
from tests.bench.timed_keys import TimedApplication, TimedKeys
from tests.support.window_stage import WindowStage, open_window

PLACE, KIND = "handil bakti rt 4", "kb01"
LINES = (f"baru {KIND} @{PLACE}", "kirim damkar,bpk")
REFERRED = "lampu jalan mati rt 4"
KEY_S, THOUGHT_S = 0.28, 1.35
ALERTED = 2


@dataclass(slots=True)
class Run:
    """What one way cost."""

    keys: int = 0
    letters: int = 0
    thoughts: int = 1
    took_ms: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """What a person needs."""
        by_hand_s = (self.keys + self.letters) * KEY_S + self.thoughts * THOUGHT_S
        return by_hand_s + sum(self.took_ms) / 1000


class Keyboard:
    """Presses keys and counts them."""

    def __init__(self, app: TimedApplication, stage: WindowStage) -> None:
        self._keys = TimedKeys(app, stage)
        self.run = Run()

    async def press(self, keys: str) -> None:
        """A key that does something."""
        self.run.keys += 1
        combination = QKeySequence(keys)[0]
        self.run.took_ms.append(await self._keys.press(combination.key(), combination.keyboardModifiers()))

    async def write(self, words: str) -> None:
        """What the caller said, letter by letter."""
        for letter in words:
            self.run.letters += 1
            self.run.took_ms.append(await self._keys.press(letter))


async def by_form(app: TimedApplication, stage: WindowStage) -> Run:
    """Answer, place, type, and a key for each agency."""
    keyboard = Keyboard(app, stage)
    await keyboard.press("F2")
    await stage.settle(0.3)
    await keyboard.write(PLACE)
    await keyboard.press("Return")
    stage.window.form.focus_type()
    keyboard.run.keys += 1  # Tab, or the Enter that leaves the place
    await keyboard.write(KIND)
    await keyboard.press("Return")
    await stage.settle(0.2)
    await keyboard.press("Alt+1")
    await keyboard.press("Alt+2")
    return await _alerted(stage, keyboard.run)


async def by_lines(app: TimedApplication, stage: WindowStage) -> Run:
    """Answer, and two lines."""
    keyboard = Keyboard(app, stage)
    await keyboard.press("F2")
    await stage.settle(0.3)
    for line in LINES:
        await keyboard.press("Ctrl+K")
        await keyboard.write(line)
        await keyboard.press("Return")
        await stage.settle(0.3)
    return await _alerted(stage, keyboard.run)


async def prank(app: TimedApplication, stage: WindowStage) -> Run:
    """The caller laughs: hang up, class P, and the desk takes the next call."""
    keyboard = Keyboard(app, stage)
    current = stage.window.line.in_headset
    assert current is not None
    await keyboard.press("F4")
    await keyboard.press("F10")
    await keyboard.press("P")

    def is_ready() -> bool:
        known = stage.services.calls.get(current.key)
        is_free = stage.services.session.status().operator_state == OperatorState.AVAILABLE
        return known is not None and known.call.call_class == "P" and is_free

    await stage.until(is_ready, "a prank that is classed, and a desk that is ready")
    return keyboard.run


async def abandoned(app: TimedApplication, stage: WindowStage) -> Run:
    """The first of the list: the prepared text, then its number rings."""
    keyboard = Keyboard(app, stage)
    await keyboard.press("Ctrl+B")
    await stage.settle(0.2)
    await keyboard.press("T")
    await stage.settle(0.2)
    await keyboard.press("Return")
    await stage.until(lambda: bool(stage.services.calls.live()), "a number that is called back")
    return keyboard.run


async def referral(app: TimedApplication, stage: WindowStage) -> Run:
    """No emergency: one line to Lapor Pak Bupati, and the code to read out."""
    keyboard = Keyboard(app, stage)
    keyboard.run.thoughts = 2  # what it is, and to whom
    await keyboard.press("Alt+N")
    await stage.settle(0.2)
    await keyboard.write(REFERRED)
    await keyboard.press("Return")
    code = stage.window.findChild(QLabel, "referral_code")
    await stage.until(lambda: code is not None and code.isVisible(), "the code of the referral")
    return keyboard.run


async def _alerted(stage: WindowStage, run: Run) -> Run:
    def sent() -> int:
        view = stage.window.form.vm.view
        return 0 if view is None else sum(task.task.sent_us is not None for task in view.tasks)

    await stage.until(lambda: sent() == ALERTED, "two agencies that were alerted")
    return run


WAYS: Final = {
    "P1 fire by form": by_form,
    "P1 fire by lines": by_lines,
    "prank": prank,
    "abandoned call": abandoned,
    "referral": referral,
}


async def measure(app: TimedApplication, home: Path) -> dict[str, Run]:
    runs = {}
    async with open_window(app, home) as stage:
        await stage.settle(1.0)
        for name, way in WAYS.items():
            if way is not abandoned:
                stage.engine.ring()
                await stage.settle(0.3)
            if way in {prank, referral}:
                await stage.services.calls.answer()
                await stage.settle(0.5)
            runs[name] = await way(app, stage)
            for call in stage.services.calls.live():
                await stage.services.calls.hang_up(call.key)
            await stage.settle(0.3)
    return runs


def main() -> None:
    app = TimedApplication()
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        runs = loop.run_until_complete(measure(app, Path(sys.argv[1])))
    told = {
        name: {
            "keys": run.keys,
            "letters": run.letters,
            "seconds": run.seconds,
            "took_ms": run.took_ms,
        }
        for name, run in runs.items()
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
