"""A sender of texts that a test plays: what went out, and what it answers. Nothing leaves the machine."""

from __future__ import annotations

import threading

from batola_desk.interop.intake.config import SenderSettings, TextSenders
from batola_desk.interop.intake.sender import SendFault

BY_SMS = TextSenders(sms=SenderSettings(way="command", command=("sms", "{number}", "{text}")))


class PlayedSender:
    """Stands where ``interop.intake.sender.send_text`` is asked.

    Attributes:
        sent: number and text of everything that went out, whoever sent it.
        fault: why the next texts do not go out; empty = they do.
    """

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.fault = ""
        self._lock = threading.Lock()

    def __call__(self, _settings: SenderSettings, number: str, text: str) -> None:
        if self.fault:
            raise SendFault(self.fault)
        with self._lock:
            self.sent.append((number, text))
