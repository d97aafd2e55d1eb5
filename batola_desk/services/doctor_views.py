"""The doctor as the screen sees it; part of ``services.api``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FoundView:
    """One finding: its words are made in ``ui.doctor_words``."""

    code: str
    level: str  # ok, warn, fail
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorView:
    """The examination that runs, or the last one.

    Attributes:
        stage: what is being looked at; empty when nothing runs.
        ended: how the last one ended: ``done``, ``stopped``, ``broke``; empty before the first.
        at_us: when.
        bundle: the support file: ``writing``, ``failed``, else where it was written; empty = none was wished.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    found: tuple[FoundView, ...] = ()
    ended: str = ""
    at_us: int = 0
    bundle: str = ""

    @property
    def is_running(self) -> bool:
        return bool(self.stage)


class DoctorUseCases(Protocol):
    """Changes publish ``doctor``."""

    @property
    def view(self) -> DoctorView: ...

    def start(self) -> None:
        """Look at everything; one that runs goes on."""

    def write_bundle(self) -> None:
        """Write a file for the makers, without personal data; one that is being written goes on."""

    def cancel(self) -> None:
        """End it; what was found until then stays. Harmless when none runs."""
