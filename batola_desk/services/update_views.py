"""Updates as the screen sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from batola_desk.updates.attempt import Kind, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedView:
    """The update that lies ready.

    Attributes:
        is_one_way: it brings the journal to a form that the version before cannot read.
    """

    version: str
    notes_id: str
    notes_en: str
    is_one_way: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateView:
    """What is known of versions at this desk.

    Attributes:
        previous: the version to which one key goes back, empty where there is none.
        code: why nothing lies ready although something should, with ``values`` for its words.
        outcome: how the last try ended.
        wish: what somebody here asked for and IT's task will do.
        is_attended: that task runs on this machine; without it only an administrator can do anything.
    """

    installed: str = ""
    previous: str = ""
    staged: StagedView | None = None
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    outcome: Outcome | None = None
    wish: Kind | None = None
    is_attended: bool = False


class UpdateUseCases(Protocol):
    """What the screen may ask for."""

    def view(self) -> UpdateView: ...

    async def look(self) -> None:
        """Read again what lies there."""

    async def wish(self, kind: Kind) -> None:
        """Ask for it; the desk goes on until it is done. Raises OperatorError."""

    async def take_back(self) -> None:
        """Ask for nothing any more."""
