"""Location links as the screen shows them, and what it may ask; part of ``services.api``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.domain.location_link import CallLink


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A link that was made.

    Attributes:
        call_key: the call, or ``incident:`` and a ticket that only has a number.
        text: what the caller is to get, link included; to be passed on by a person when ``was_sent`` is not.
        channel: ``sms``, ``whatsapp`` or ``paste``.
        code: why it was not sent (``interop.intake.sender.SendFault``); empty = it was, or was not to be.
    """

    call_key: str
    number_display: str
    text: str
    channel: str
    was_sent: bool
    code: str = ""


class LinkUseCases(Protocol):
    """Asking a caller for his position by a link. Source: domain.md §11, §12.1."""

    @property
    def is_on(self) -> bool:
        """Whether IT has set up the service at this desk."""

    def of_call(self, call_key: str) -> Sequence[CallLink]:
        """Every link of a call, the latest first."""

    def can_write(self, call_key: str) -> bool:
        """Whether the caller has the page open, or had, and can still answer."""

    def call_of_incident(self, incident_id: str) -> str:
        """The call of a ticket whose caller would get the link; empty = none."""

    async def request(self, call_key: str, channel: str = "") -> MadeLink:
        """Make a link and send it; without a channel the first that sends by itself, else to be pasted."""

    async def request_for_callback(self, callback_id: str, channel: str = "") -> MadeLink:
        """The same for a call-back line."""

    async def request_for_incident(self, incident_id: str, channel: str = "") -> MadeLink:
        """The same for a ticket: its caller, whoever was called back, or the number written there."""

    async def send_text(self, call_key: str, text: str) -> None:
        """Write to the caller's page."""
