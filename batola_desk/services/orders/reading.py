"""What a line on the command line was understood as. Data only; the screen puts it into words."""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.domain.errors import OperatorError
from batola_desk.services.views import PlaceSuggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOrder:
    """A ticket is opened or filled in; empty = not said."""

    is_new: bool
    type_code: str = ""
    place_text: str = ""
    place: PlaceSuggestion | None = None
    priority: str = ""
    reason: str = ""
    number: str = ""
    reporter: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOrder:
    """Agencies get their task; an empty channel = the first way of each."""

    agencies: tuple[str, ...]
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOrder:
    """A unit reported."""

    unit_id: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignOrder:
    """A unit goes to the ticket in the form."""

    unit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOrder:
    """The last seconds of the live call are heard again."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOrder:
    """A word of the command book with what follows it."""

    word: str
    argument: str = ""


Order = TicketOrder | SendOrder | UnitOrder | AssignOrder | ReplayOrder | WordOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of the line as it was understood.

    Attributes:
        kind: type, place, priority, agency, channel, unit, state, seconds, number, reporter, note, reason.
        is_close: the spelling was mended.
        is_unsure: a place that has words but no point.
        others: places it may be.
    """

    kind: str
    text: str
    is_close: bool = False
    is_unsure: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why nothing will happen.

    Attributes:
        code: ``<what>_unknown``, ``<what>_ambiguous``, ``<what>_missing``, ``no_ticket``,
            ``argument_unwanted``, ``seconds_wrong``, ``asked_already``, ``field_twice``,
            or ``refused`` with the rule's own word.
        typed: the word it is about.
        nearest: what may have been meant.
    """

    code: str
    typed: str = ""
    nearest: tuple[str, ...] = ()
    refusal: OperatorError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A line as it was understood; with any trouble there is no order."""

    word: str = ""
    order: Order | None = None
    parts: tuple[Part, ...] = ()
    troubles: tuple[Trouble, ...] = ()
