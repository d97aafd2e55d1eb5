"""Writes the SIP messages of one call to files for IT: as text and as a capture."""

from __future__ import annotations

from pathlib import Path

from batola_desk.domain.errors import OperatorError
from batola_desk.telephony.call_leg import shared_call_key
from batola_desk.telephony.headers import MalformedMessageError
from batola_desk.telephony.message import SIPRequest, parse_message
from batola_desk.telephony.pcapng import capture
from batola_desk.telephony.trace import SIPTrace, TracedMessage, as_text


def call_ids_of(trace: SIPTrace, call_key: str, key_header: str | None) -> set[str]:
    """The Call-IDs that belong to a call key: the INVITEs from which the key was made say so.

    A key with ``/…`` behind it is a second session that the PBX offered under the first one's key.
    """
    keys = {call_key, call_key.rpartition("/")[0]} - {""}
    found = set(keys)  # most keys are Call-IDs
    for message in trace.all_messages():
        if not message.data.startswith(b"INVITE "):
            continue
        try:
            invite = parse_message(message.data)
        except MalformedMessageError:
            continue
        if isinstance(invite, SIPRequest) and shared_call_key(invite, key_header) in keys:
            found.add(invite.call_id)
    return found


def export_trace(trace: SIPTrace, call_key: str, key_header: str | None, stem: Path, software: str) -> None:
    """Write ``<stem>.txt`` and ``<stem>.pcapng``.

    Raises:
        OperatorError: ``trace_empty``, or ``trace_not_written`` with ``path`` and ``reason``.
    """
    messages = trace.messages(call_ids_of(trace, call_key, key_header))
    if not messages:
        raise OperatorError("trace_empty")
    try:
        stem.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(stem, messages, software)
    except OSError as fault:
        raise OperatorError(
            "trace_not_written", path=str(stem.parent), reason=fault.strerror or ""
        ) from fault


def _write(stem: Path, messages: list[TracedMessage], software: str) -> None:
    stem.with_name(stem.name + ".txt").write_text(as_text(messages), encoding="utf-8")
    stem.with_name(stem.name + ".pcapng").write_bytes(capture(messages, software))
