"""An incident as the code of a printed slip: small enough for a QR, checked before anything is believed.

``BD1`` and base32 (letters and digits only, so that a scanner that types cannot garble it under any keyboard
layout, and a QR holds it in its alphanumeric mode) of eight bytes of SHA-256 and the compressed content. The
digest tells a misread or changed code; it does not tell who wrote it, so a person looks before it counts.

Source: RFC 4648 §6 (base32), RFC 1950 (zlib), ISO/IEC 18004 §7.3.4 (alphanumeric mode).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from typing import Annotated, Final

import msgspec

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.ticket_number import TicketNumber

PREFIX: Final = "BD1"
CODE_MAX: Final = 2_400  # LIMIT: letters; a QR of that size cannot be read from paper any more
CODE_WANTED: Final = 1_100  # LIMIT: letters that an A5 slip shows in squares of half a millimetre
CONTENT_MAX: Final = 8_192  # LIMIT: bytes after unpacking; a bomb stops here
DIGEST_BYTES: Final = 8
_ANY_SLIP: Final = re.compile(r"BD[0-9]")
_LETTERS: Final = re.compile(r"[A-Z2-7]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_Uuid = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Short = Annotated[str, msgspec.Meta(max_length=40)]
_Line = Annotated[str, msgspec.Meta(max_length=300)]
_Note = Annotated[str, msgspec.Meta(max_length=600)]
_Count = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{0,4}$")]
_Time = Annotated[int, msgspec.Meta(ge=1_500_000_000, le=4_000_000_000)]  # seconds since 1970 UTC


class SlipNote(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """One line of the chronology, under its own id."""

    note_id: _Line
    at_s: _Time
    text: _Note


class SlipPlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The confirmed point."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    uncertainty_m: Annotated[float, msgspec.Meta(ge=0, le=1_000_000)] = 0.0
    label: _Line = ""
    place_code: _Short = ""


class Slip(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a slip carries. New fields go to the end; a change of meaning is another prefix."""

    incident_id: _Uuid
    ticket_number: _Short
    opened_s: _Time
    written_s: _Time
    training: bool
    task_id: _Uuid
    agency_code: _Short
    type_code: _Short = ""
    priority: _Short = ""
    place_text: _Line = ""
    landmark: _Line = ""
    access: _Short = ""
    caller_name: _Line = ""
    callback_number: _Short = ""
    victims: tuple[_Count, _Count, _Count, _Count] = ("", "", "", "")
    place: SlipPlace | None = None
    notes: Annotated[tuple[SlipNote, ...], msgspec.Meta(max_length=20)] = ()


_DECODER: Final = msgspec.json.Decoder(Slip)


def line(text: str, limit: int) -> str:
    """Words as a slip carries them: on one line, without anything that steers a screen."""
    plain = _CONTROL.sub(" ", text).encode("utf-8", "replace").decode()
    return " ".join(plain.split())[:limit]


def encode_slip(slip: Slip) -> str:
    """Return the code; the oldest lines of the chronology are left out until it fits."""
    while True:
        packed = zlib.compress(msgspec.json.encode(slip), 9)
        told = base64.b32encode(_digest(packed) + packed).decode().rstrip("=")
        code = PREFIX + told
        if len(code) <= CODE_WANTED or not slip.notes:
            return code
        slip = msgspec.structs.replace(slip, notes=slip.notes[1:])


def decode_slip(text: str) -> Slip:
    """Read a code that was scanned, pasted or loaded; costs no more than its length.

    Raises:
        OperatorError: ``slip_none``, ``slip_newer``, ``slip_damaged`` or ``slip_unusable``.
    """
    if len(text) > 4 * CODE_MAX:
        raise OperatorError("slip_none")
    code = "".join(text.split()).upper()
    if len(code) > CODE_MAX or not _ANY_SLIP.match(code):
        raise OperatorError("slip_none")
    if not code.startswith(PREFIX):
        raise OperatorError("slip_newer")
    body = code[len(PREFIX) :]
    if not _LETTERS.fullmatch(body):
        raise OperatorError("slip_damaged")
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
    except binascii.Error:
        raise OperatorError("slip_damaged") from None
    digest, packed = raw[:DIGEST_BYTES], raw[DIGEST_BYTES:]
    if digest != _digest(packed):
        raise OperatorError("slip_damaged")
    try:
        slip = _DECODER.decode(_unpacked(packed))
        TicketNumber.parse(slip.ticket_number)
    except (msgspec.MsgspecError, UnicodeDecodeError, zlib.error, ValueError, RecursionError):
        raise OperatorError("slip_unusable") from None
    if any(_CONTROL.search(line) for line in _words_of(slip)):
        raise OperatorError("slip_unusable")
    return slip


def _unpacked(packed: bytes) -> bytes:
    opened = zlib.decompressobj()
    content = opened.decompress(packed, CONTENT_MAX)
    if not opened.eof or opened.unused_data:
        raise ValueError("more than a slip holds")
    return content


def _digest(packed: bytes) -> bytes:
    return hashlib.sha256(PREFIX.encode() + packed).digest()[:DIGEST_BYTES]


def _words_of(slip: Slip) -> tuple[str, ...]:
    place = (slip.place.label, slip.place.place_code) if slip.place is not None else ()
    return (
        *(
            slip.ticket_number,
            slip.agency_code,
            slip.type_code,
            slip.priority,
            slip.place_text,
            slip.landmark,
        ),
        *(slip.access, slip.caller_name, slip.callback_number, *place),
        *(words for note in slip.notes for words in (note.note_id, note.text.replace("\n", " "))),
    )
