"""Texts to telephones, by the way that IT set up: location links, prepared texts to lost callers.

Thread: the desk's event loop; sending waits in a worker.
"""

from __future__ import annotations

import asyncio
from typing import Final

from batola_desk.interop.intake.config import CHANNELS, TextSenders
from batola_desk.interop.intake.sender import SendFault, send_text

PASTE: Final = "paste"


class TextSender:
    """By what way a text goes out, and whether it did."""

    def __init__(self, settings: TextSenders) -> None:
        self._settings = settings

    @property
    def usual(self) -> str:
        """The first channel that sends by itself; ``paste`` = a person passes texts on."""
        return next((channel for channel in CHANNELS if self.sends(channel)), PASTE)

    def sends(self, channel: str) -> bool:
        """Whether texts of this channel go out by themselves."""
        return channel != PASTE and self._settings.of(channel).way != PASTE

    async def send(self, channel: str, number: str, text: str) -> str:
        """Return why it did not go out (``interop.intake.sender.SendFault``); empty = it did."""
        try:
            await asyncio.to_thread(send_text, self._settings.of(channel), number, text)
        except SendFault as fault:
            return fault.code
        return ""
