"""What this machine remembers of its packs: where the one in use came from, what is not wanted again.

A pack never changes, so none of this can stand in it. Without the file, or with a damaged one, nothing is
known and everything works.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from batola_desk.settings.whole_file import write_whole

NOTES: Final = "notes.json"
REFUSED_MAX: Final = 20
_BYTES_MAX: Final = 65_536


class Came(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a pack came to this machine.

    Attributes:
        way: ``import`` (made here), ``file`` (a copy that somebody chose), ``folder`` (the shared folder),
            ``room`` (the secretariat); empty = not known.
        at_us: when, microseconds since 1970.
        file: name of the copy, without folders.
        by: who published it in the room.
        published_us: when that was.
    """

    way: str = ""
    at_us: int = 0
    file: str = ""
    by: str = ""
    published_us: int = 0


class PackNotes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The file.

    Attributes:
        pack: which one ``came`` is about.
        removed_us: when the pack was made that somebody removed here; older ones do not come by themselves.
        refused: SHA-256 (hex) of files that came whole and cannot be used, and why.
    """

    pack: str = ""
    came: Came = Came()
    removed_us: int = 0
    refused: dict[str, str] = {}


def read_notes(folder: Path) -> PackNotes:
    """Return what is remembered."""
    try:
        with (folder / NOTES).open("rb") as file:
            return msgspec.json.decode(file.read(_BYTES_MAX), type=PackNotes)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return PackNotes()


def write_notes(folder: Path, notes: PackNotes) -> None:
    """Remember; whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    write_whole(folder / NOTES, msgspec.json.format(msgspec.json.encode(notes)))


def with_refused(notes: PackNotes, sha256: str, code: str) -> PackNotes:
    """Return the notes with one more file that is not fetched again; ``code`` empty: it may be."""
    refused = {known: why for known, why in notes.refused.items() if known != sha256}
    if code:
        refused[sha256] = code
    return msgspec.structs.replace(notes, refused=dict(list(refused.items())[-REFUSED_MAX:]))
