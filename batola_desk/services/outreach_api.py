"""What the screen may ask about reaching agencies: ways in order, tries, what to tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from batola_desk.domain.incident import AgencyTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to an agency, in the order of its data.

    Attributes:
        key: 1 … 9, what to press.
        tries: how often it was tried.
        has_failed: the last try by it reached nobody.
    """

    code: str
    label: str
    key: int
    tries: int = 0
    has_failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What the screen does with a try: copy the text, open the mail program, print the slip.

    Attributes:
        contact: who is meant now, as the agency's contacts say; empty = its own number.
        mail: address of the contact; empty = none is known.
        was_mailed: the centre's mail server has taken it on; else the mail program is opened.
    """

    channel: str
    contact: str
    number: str
    mail: str
    subject: str
    text: str
    was_mailed: bool = False


class OutreachUseCases(Protocol):
    """Ways to agencies (domain.md §5.3)."""

    def ways(self, task: AgencyTask) -> tuple[Way, ...]: ...

    def next_way(self, task: AgencyTask) -> str:
        """The way to offer now (code); empty = wait, or nothing to do."""

    def next_agency(self, incident_id: str) -> str:
        """The usual agency of the type that nobody has asked yet (code); empty = all were asked."""

    def message(self, incident_id: str) -> str:
        """What an agency is told in writing."""

    async def reach(self, incident_id: str, task_id: str, channel: str) -> Reached:
        """Try this way; a voice call is dialled, an e-mail sent if a server is set up."""

    def mails_itself(self, incident_id: str, task_id: str, channel: str) -> bool:
        """Whether an e-mail by this way would be sent from here, which takes seconds."""

    async def unreached(self, incident_id: str, task_id: str, *, reason: str = "") -> str:
        """The last try reached nobody; returns the way to offer next (code)."""
