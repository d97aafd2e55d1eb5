"""A word to whoever sends requests that cannot be used: 400, or 505 for another version, without any memory.

Said only where it helps a sender that means well: not to an ACK, not to a response, not without a Via to find
its way. Shorter than what it answers, and limited, so that nobody can be flooded with it.
Source: RFC 3261 §8.2.7, §16.3 step 1, §21.4.1, §21.5.6; RFC 4475 §3.1.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from batola_desk.telephony.headers import MalformedMessageError, Via, split_outside

_LINES_MAX = 100  # LIMIT: what is needed stands at the top
_LINE_BYTES_MAX = 2_048
_PER_SECOND_MAX = 50.0
_COPIED = {
    "via": "Via", "v": "Via", "from": "From", "f": "From", "to": "To", "t": "To", "call-id": "Call-ID",
    "i": "Call-ID", "cseq": "CSeq",
}  # fmt: skip


class BadRequests:
    """Thread: the SIP loop."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._allowed = _PER_SECOND_MAX
        self._counted_s = now_s()

    def answer(self, data: bytes) -> bytes | None:
        """Return what to send back, None for nothing."""
        now_s = self._now_s()
        self._allowed = min(_PER_SECOND_MAX, self._allowed + (now_s - self._counted_s) * _PER_SECOND_MAX)
        self._counted_s = now_s
        if self._allowed < 1.0:
            return None
        refusal = _refusal(data)
        self._allowed -= refusal is not None
        return refusal


def _refusal(data: bytes) -> bytes | None:
    head = data[: _LINES_MAX * _LINE_BYTES_MAX].lstrip(b"\r\n").partition(b"\r\n\r\n")[0]
    start, *lines = head.split(b"\r\n")[:_LINES_MAX]
    words = start.split()
    is_request = len(words) >= 3 and words[-1].upper().startswith(b"SIP/") and words[0] != b"ACK"
    if not is_request or len(start) > _LINE_BYTES_MAX:
        return None
    kept: list[tuple[str, str]] = []
    for line in lines:
        written, colon, rest = line.partition(b":")
        known = _COPIED.get(written.strip().decode("ascii", "replace").lower())
        is_new = known == "Via" or all(known != before for before, _ in kept)
        if colon and known and is_new and len(line) <= _LINE_BYTES_MAX:
            flat = rest.replace(b"\r", b" ").replace(b"\n", b" ").strip()  # no line may become two of ours
            kept.append((known, flat.decode("utf-8", "surrogateescape")))
    names = {name for name, _ in kept}
    if not {"Via", "CSeq"} <= names or not _has_way_back(kept):
        return None
    code = "400 Bad Request" if words[-1].upper() == b"SIP/2.0" else "505 Version Not Supported"
    tag = hashlib.blake2b(data, digest_size=6).hexdigest()  # the same for each repetition
    answer = [f"SIP/2.0 {code}"]
    for name, value in kept:
        answer.append(
            f"{name}: {value};tag={tag}" if name == "To" and "tag=" not in value else f"{name}: {value}"
        )
    return ("\r\n".join([*answer, "Content-Length: 0"]) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def _has_way_back(kept: list[tuple[str, str]]) -> bool:
    """Whether the topmost Via can be used by the sender to recognise the answer."""
    first = next(value for name, value in kept if name == "Via")
    try:
        return bool(Via.parse(split_outside(first, ",")[0]).branch)
    except MalformedMessageError:
        return False
