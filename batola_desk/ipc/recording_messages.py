"""Messages about freed recordings that the store gives back.

Part of the protocol of ``ipc.messages``.
"""

from __future__ import annotations

from batola_desk.ipc.base import Command, Message


class FetchChanged(Message, frozen=True, kw_only=True, tag="FetchChanged"):
    """A recording on its way back from the store.

    Attributes:
        share: 0 to 1 of it has come.
        done: it is here, or will not come: then ``code`` says why, for ``ui/error_texts.py``.
    """

    path: str
    share: float = 0.0
    done: bool = False
    code: str = ""


class FetchRecording(Command, frozen=True, kw_only=True, tag="FetchRecording"):
    """Bring a freed recording back from the store; ``FetchChanged`` tells how it goes and that it is here."""

    path: str


RecordingNews = FetchChanged
RecordingCommand = FetchRecording
