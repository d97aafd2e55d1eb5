"""What a desk remembers of a password, to know its owner while the server is away: argon2id verifiers.

Source: RFC 9106 §4 (second recommended option), with one lane: the others belong to the line.
"""

from __future__ import annotations

import functools
import secrets
from typing import Any, Final

from batola_desk.sync.passwords import prepared

MEMORY_KIB: Final = 65_536
PASSES: Final = 3
LANES: Final = 1
LENGTH_MAX: Final = 1_024  # LIMIT: of a password; more would only keep a processor busy


def make_verifier(password: str) -> str:
    """Return what may be kept of a password. Takes about a tenth of a second; not for the screen's loop."""
    verifier: str = _hasher().hash(prepared(password))
    return verifier


def fits(verifier: str, password: str) -> bool:
    """Whether it is that password; False for a verifier that cannot be read. Takes as long as making one.

    Args:
        verifier: empty for a name that is not known here: that takes as long and never fits.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LENGTH_MAX:
        return False
    try:
        is_right: bool = _hasher().verify(verifier or nobodys_verifier(), prepared(password))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return is_right and bool(verifier)


@functools.cache
def nobodys_verifier() -> str:
    """Return a verifier that no password fits; made once, before it is needed."""
    return make_verifier(secrets.token_urlsafe(32))


@functools.cache
def _hasher() -> Any:
    from argon2 import PasswordHasher, Type  # a desk that stands alone does not load it

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)
