"""What takes the pictures of ``tools/shots.py``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from tests.support.window_stage import WindowStage


class Take(Protocol):
    """Let everything settle, then save a picture of the window or of one widget."""

    async def __call__(self, stage: WindowStage, name: str, widget: QWidget | None = None) -> None: ...


@dataclass(slots=True)
class Photographer:
    """Numbers and saves pictures of one look."""

    folder: Path
    count: int = 0

    async def take(self, stage: WindowStage, name: str, widget: QWidget | None = None) -> None:
        """Let everything settle, then save."""
        await stage.settle(0.12)
        self.save(widget or stage.window, name)

    def save(self, widget: QWidget, name: str) -> None:
        """Save a picture under the next number."""
        self.count += 1
        path = self.folder / f"{self.count:02d}-{name}.png"
        if not widget.grab().save(str(path)):
            raise OSError(f"cannot write {path}")
