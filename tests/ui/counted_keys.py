"""A hand whose keys are counted: how long a way through the screen takes a practised person."""

from __future__ import annotations

from tests.ui.shell_stage import ShellStage

KEY_S = 0.28  # between two keys (Card, Moran, Newell 1980: an average typist)


class CountedKeys:
    """Presses keys and counts them; letters of a text are not pressed here."""

    def __init__(self, shell: ShellStage) -> None:
        self._shell = shell
        self.keys = 0

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            await self._shell.press(key)

    @property
    def seconds(self) -> float:
        return self.keys * KEY_S
