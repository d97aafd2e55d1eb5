"""Who has sat at this desk, and what proves them while the server is away: a small file beside the journal.

It holds no password, only argon2id verifiers; it is evidence of nothing and may be lost: then people sign on
when the server is there again, or without a login until then.

Thread: reading and writing block; callers give them a worker thread, one call at a time.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

log = logging.getLogger("batola.models")

PEOPLE_MAX: Final = 60  # LIMIT: the list of names must stay short; who has been away longest leaves it


class KnownLogin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person.

    Attributes:
        role: in the room, when the server last told.
        verifier: empty: may sign on only with the server.
        proved_us: when the server last opened a session for this password.
        sat_us: when the person last sat here.
    """

    login: str
    name: str
    role: str
    verifier: str = ""
    proved_us: int = 0
    sat_us: int = 0


@dataclass(frozen=True, slots=True)
class PeopleBook:
    """The file."""

    path: Path

    def read(self) -> dict[str, KnownLogin]:
        """Return all by login; nothing when the file is missing or damaged."""
        try:
            found = msgspec.json.decode(self.path.read_bytes(), type=list[KnownLogin])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as fault:
            log.warning("what the desk knew of its people cannot be read: %s", type(fault).__name__)
            return {}
        return {person.login: person for person in found}

    def write(self, people: dict[str, KnownLogin]) -> None:
        """Replace the file in one step, readable by this user only.

        Raises:
            OSError: it stays as it was.
        """
        newest = sorted(people.values(), key=lambda person: -person.sat_us)[:PEOPLE_MAX]
        fresh = self.path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(msgspec.json.encode(newest))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)
