"""Weather warnings as the screen sees them, and what it may ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from batola_desk.domain.weather import Corners, Taken
from batola_desk.map.warned_places import WarnedPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherView:
    """One part of a message that holds and touches the regency.

    Attributes:
        key: of this part of this message; an update has another one.
        sender: who says so, in his own words.
        source: ``feed``, ``folder`` or ``hand``.
        has_end: the message says until when; else ``until_us`` is this program's.
        has_begun: it holds already.
        places: the kecamatan, the surest first.
        outlines: for the map; empty: none, or too many to draw.
    """

    key: str
    event: str
    headline: str
    description: str
    instruction: str
    severity: str
    urgency: str
    certainty: str
    sender: str
    source: str
    sent_us: int
    taken_us: int
    from_us: int
    until_us: int
    has_end: bool
    has_begun: bool
    places: tuple[WarnedPlace, ...]
    outlines: tuple[Corners, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherSourceView:
    """How a source stands.

    Attributes:
        kind: ``feed`` or ``folder``.
        place: address or path.
        heard_us: when it answered last; None = not since this desk was opened.
        is_silent: it has not answered for longer than IT finds usual.
        code, values: what went wrong last with it or with one of its documents; empty = nothing.
    """

    kind: str
    place: str
    heard_us: int | None
    is_silent: bool
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


class WeatherUseCases(Protocol):
    """What the screen may ask about the weather office's warnings."""

    @property
    def credit(self) -> str:
        """Whose data the feed's are; owed on the screen wherever they are shown."""

    def standing(self) -> Sequence[WeatherView]:
        """What holds here, the worst first."""

    def sources(self) -> Sequence[WeatherSourceView]:
        """Where warnings come from by themselves; empty: from nowhere, only by hand."""

    async def take_file(self, path: str) -> Taken:
        """Read a CAP document that a person chose. Raises: OperatorError (``cap_…``)."""
