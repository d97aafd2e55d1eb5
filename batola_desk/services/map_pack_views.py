"""The map pack as the screen sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from batola_desk.map.imports.report import ImportReport
from batola_desk.map.pack.meta import PackMeta
from batola_desk.map.pack.notes import Came


@dataclass(frozen=True, slots=True)
class PackView:
    """The pack in use.

    Attributes:
        came: where it is from, as far as it is known.
    """

    path: Path
    meta: PackMeta
    size_bytes: int
    came: Came = field(default_factory=Came)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """A newer pack in the secretariat.

    Attributes:
        phase: a value of ``sync.pack_receiver.Phase``.
        done_bytes: how much of it is here.
        code: why it waits or failed; empty = no trouble.
    """

    phase: str
    name: str
    created_us: int
    size_bytes: int
    done_bytes: int = 0
    published_by: str = ""
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportStep:
    """What an import is doing; ``total`` 0 = nobody knows how much there is."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ImportTrouble:
    """Why the last import changed nothing."""

    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What somebody wants imported; see ``map.imports.report.ImportRequest``."""

    files: Sequence[Path]
    attribution: str = ""
    date: str = ""
    crs: str = ""
    keep: bool = False


class MapPackUseCases(Protocol):
    """Which map pack this desk uses, and how it gets another. Changes publish ``map_pack``."""

    @property
    def pack(self) -> PackView | None:
        """The pack in use; None = the simple map."""

    @property
    def trouble(self) -> ImportTrouble | None:
        """Why the pack in use, or the last import, is not what it should be."""

    @property
    def step(self) -> ImportStep | None:
        """What the running import does; None = none runs."""

    @property
    def report(self) -> ImportReport | None:
        """What the last import of this run did."""

    def pack_path(self) -> Path | None:
        """The pack in use, read anew. Looks at the disk: beside the screen thread only. Thread: any."""

    def may_change(self) -> bool:
        """Whether the person here may replace the pack."""

    def may_restore(self) -> bool:
        """Whether the pack that was removed last can come back."""

    async def import_files(self, wish: ImportWish) -> ImportReport | None:
        """Make a pack of files; None = cancelled. The old one stays until the new one is complete."""

    def cancel(self) -> None:
        """End the running import; nothing of it stays."""

    async def remove(self) -> None:
        """Use no pack; ``restore`` takes that back."""

    async def restore(self) -> None:
        """Use the removed pack again."""


class MapDeliveryUseCases(Protocol):
    """What the secretariat has for this desk's map. Changes publish ``map_pack``."""

    @property
    def view(self) -> DeliveryView | None:
        """A newer pack; None = there is none, or this desk stands alone."""

    def may_take(self) -> bool:
        """Whether the person here may decide about it, and there is something to decide."""

    def take(self) -> None:
        """Fetch what is offered, or try again what failed."""
