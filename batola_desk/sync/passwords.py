"""SCRAM verifiers made here, so that no password ever reaches the server or its log.

Source: RFC 5802 §3, RFC 7677 §3, RFC 4013.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import stringprep
import unicodedata
from typing import Final

ITERATIONS: Final = 4096  # PostgreSQL's own; the desk's login costs 10 ms with it
PASSWORD_LENGTH_MIN: Final = 10


def scram_verifier(password: str, salt: bytes | None = None) -> str:
    """Return the text that PostgreSQL stores for a password."""
    salt = salt if salt is not None else secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", prepared(password).encode(), salt, ITERATIONS)
    stored = hashlib.sha256(_mac(salted, b"Client Key")).digest()
    server = _mac(salted, b"Server Key")
    return f"SCRAM-SHA-256${ITERATIONS}:{_base64(salt)}${_base64(stored)}:{_base64(server)}"


def prepared(password: str) -> str:
    """Return the password as SASLprep has it; one that SASLprep forbids stays as it is, as in PostgreSQL."""
    mapped = "".join(
        " " if stringprep.in_table_c12(letter) else letter
        for letter in password
        if not stringprep.in_table_b1(letter)
    )
    folded = unicodedata.normalize("NFKC", mapped)
    if not folded or any(_is_forbidden(letter) for letter in folded):
        return password
    return folded


def new_password() -> str:
    """Return a password for a machine."""
    return secrets.token_urlsafe(24)


def _is_forbidden(letter: str) -> bool:
    return any(
        is_in(letter)
        for is_in in (
            stringprep.in_table_a1,
            stringprep.in_table_c12,
            stringprep.in_table_c21_c22,
            stringprep.in_table_c3,
            stringprep.in_table_c4,
            stringprep.in_table_c5,
            stringprep.in_table_c6,
            stringprep.in_table_c7,
            stringprep.in_table_c8,
            stringprep.in_table_c9,
        )
    )


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
