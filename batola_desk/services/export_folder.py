"""Where files for people land: the desk's folder of exports, with a name that says what and when."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

from batola_desk.domain.errors import OperatorError
from batola_desk.services.context import Context


class ExportUseCases(Protocol):
    """The part that the screen asks for."""

    def new_file(self, stem: str, suffix: str) -> Path:
        """A path that no file has yet, its folder made."""


class ExportFolder:
    """Names files in the folder of exports."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def new_file(self, stem: str, suffix: str) -> Path:
        """A path that no file has yet, its folder made.

        Raises:
            OperatorError: ``export_not_written`` with ``reason``.
        """
        folder, centre = self._context.exports, self._context.catalog.centre
        zone = timezone(timedelta(minutes=centre.utc_offset_min))
        at = datetime.fromtimestamp(self._context.clock.now_us() / 1e6, zone)
        name = f"{stem}-{at:%Y%m%d-%H%M%S}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            taken = sum(1 for path in folder.glob(f"{name}*{suffix}"))
        except OSError as problem:
            raise OperatorError("export_not_written", reason=problem.strerror or str(problem)) from problem
        return folder / (f"{name}-{taken + 1}{suffix}" if taken else f"{name}{suffix}")
