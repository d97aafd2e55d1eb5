"""Answers to digest challenges: MD5 and SHA-256, several challenges, several realms.

Source: RFC 3261 §22, RFC 7616, RFC 8760.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from batola_desk.telephony.headers import quote

_PARAMETER = re.compile(r'([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_STRENGTH = {"MD5": 1, "MD5-SESS": 1, "SHA-256": 2, "SHA-256-SESS": 2}
CHALLENGES_MAX = 16
CHALLENGE_LENGTH_MAX = 4096


@dataclass(frozen=True, slots=True)
class Challenge:
    realm: str
    nonce: str
    algorithm: str
    opaque: str | None
    offers_auth: bool
    is_stale: bool

    @classmethod
    def parse(cls, text: str) -> Challenge | None:
        """None for a scheme, algorithm or shape that we cannot answer."""
        scheme, _, rest = text[:CHALLENGE_LENGTH_MAX].strip().partition(" ")
        if scheme.lower() != "digest":
            return None
        found = {m.group(1).lower(): _value(m) for m in _PARAMETER.finditer(rest)}
        algorithm = found.get("algorithm", "MD5")
        if algorithm.upper() not in _STRENGTH or not found.get("nonce"):
            return None
        qualities = {item.strip().lower() for item in found.get("qop", "").split(",")} - {""}
        if qualities and "auth" not in qualities:
            return None
        return cls(
            realm=found.get("realm", ""),
            nonce=found["nonce"],
            algorithm=algorithm,
            opaque=found.get("opaque"),
            offers_auth="auth" in qualities,
            is_stale=found.get("stale", "").lower() == "true",
        )


def _value(match: re.Match[str]) -> str:
    if match.group(2) is not None:
        return re.sub(r"\\(.)", r"\1", match.group(2))
    return match.group(3)


class DigestCredentials:
    """Holds one user and password and counts the uses of each nonce."""

    NONCES_MAX = 32

    def __init__(self, user: str, password: str) -> None:
        self._user = user
        self._password = password
        self._nonce_counts: dict[str, int] = {}

    def answers(self, challenges: Iterable[str], method: str, uri: str) -> list[str]:
        """One Authorization value per realm, each for the strongest challenge we can meet."""
        best: dict[str, Challenge] = {}
        for text in list(challenges)[:CHALLENGES_MAX]:
            challenge = Challenge.parse(text)
            if challenge is None:
                continue
            known = best.get(challenge.realm)
            if known is None or _strength(challenge) > _strength(known):
                best[challenge.realm] = challenge
        return [self._answer(challenge, method, uri) for challenge in best.values()]

    def _answer(self, challenge: Challenge, method: str, uri: str) -> str:
        algorithm = challenge.algorithm.upper()
        client_nonce = secrets.token_hex(8)
        secret = self._hash(algorithm, f"{self._user}:{challenge.realm}:{self._password}")
        if algorithm.endswith("-SESS"):
            secret = self._hash(algorithm, f"{secret}:{challenge.nonce}:{client_nonce}")
        action = self._hash(algorithm, f"{method}:{uri}")
        fields = [
            f"username={quote(self._user)}",
            f"realm={quote(challenge.realm)}",
            f"nonce={quote(challenge.nonce)}",
            f"uri={quote(uri)}",
            f"algorithm={challenge.algorithm}",
        ]
        if challenge.offers_auth:
            count = f"{self._count(challenge.nonce):08x}"
            proof = self._hash(algorithm, f"{secret}:{challenge.nonce}:{count}:{client_nonce}:auth:{action}")
            fields += ["qop=auth", f"nc={count}", f'cnonce="{client_nonce}"']
        else:
            proof = self._hash(algorithm, f"{secret}:{challenge.nonce}:{action}")
            if algorithm.endswith("-SESS"):
                fields.append(f'cnonce="{client_nonce}"')
        fields.append(f'response="{proof}"')
        if challenge.opaque is not None:
            fields.append(f"opaque={quote(challenge.opaque)}")
        return "Digest " + ", ".join(fields)

    def _count(self, nonce: str) -> int:
        count = self._nonce_counts.pop(nonce, 0) + 1
        self._nonce_counts[nonce] = count
        while len(self._nonce_counts) > self.NONCES_MAX:
            self._nonce_counts.pop(next(iter(self._nonce_counts)))
        return count

    @staticmethod
    def _hash(algorithm: str, text: str) -> str:
        data = text.encode("utf-8", "surrogateescape")
        if algorithm.startswith("SHA-256"):
            return hashlib.sha256(data).hexdigest()
        return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _strength(challenge: Challenge) -> int:
    return _STRENGTH[challenge.algorithm.upper()]
