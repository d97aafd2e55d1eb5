"""The pass of a shift lead: which call of which desk, how, who, when, signed with the site's secret.

A desk answers a supervising call by itself only for a pass that is signed, fresh, meant for this desk and not
seen before. Everything is under the signature, so nothing of a captured pass can be used for another desk,
another mode or a second time.

What was seen is kept in memory only: instead of remembering it over a restart, an engine takes no pass that
is older than itself. A lead who asks in its first second asks again. (Where the clock of his desk runs ahead,
a captured pass could open once more within as many seconds; a new call must have been answered by then.)

Source: domain.md §14 (silent listen, whisper, barge: shift lead only, journalled).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from batola_desk.domain.call import SupervisionMode

HEADER = "X-Batola-Supervise"
IN_HEADSET = "*"  # call key that stands for the call the other desk has in its headset
LIFE_S = 60.0  # LIMIT: longer than a slow network, and room for two clocks that differ a little
SECRET_MIN_CHARS = 16
_PASS_MAX_CHARS = 1000
_NONCES_MAX = 10_000  # LIMIT: only signed passes get here, a minute of them
_FIELDS = ("v", "mode", "call", "lead", "from", "to", "at", "nonce")
_VERSION = "1"


class PassRefused(Exception):
    """Why a pass does not open anything; ``reason`` is a word for the log and the alarm."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionPass:
    """What a lead asks for.

    Attributes:
        call: a call key, or ``IN_HEADSET``.
        lead: name of the person.
        from_desk, to_desk: letters.
    """

    mode: SupervisionMode
    lead: str
    from_desk: str
    to_desk: str
    call: str = IN_HEADSET


def write_pass(wish: SupervisionPass, secret: str, *, now_us: int) -> str:
    """Sign a wish, for the header or for a text in the dialog."""
    values = (
        _VERSION,
        wish.mode.value,
        wish.call,
        wish.lead,
        wish.from_desk,
        wish.to_desk,
        str(now_us // 1_000_000),
        secrets.token_hex(16),
    )
    signed = ";".join(f"{name}={quote(value, safe='*')}" for name, value in zip(_FIELDS, values, strict=True))
    return f"{signed};mac={_mac(signed, secret)}"


class PassGate:
    """Lets passes through once. Thread: the engine's.

    Args:
        secret: shared by all desks of the site; empty = nobody is let in.
        desk: letter of this desk.
        steady_s: goes on while the computer sleeps, and nobody can set it.
    """

    def __init__(
        self, secret: str, desk: str, now_us: Callable[[], int], steady_s: Callable[[], float]
    ) -> None:
        self._secret = secret
        self._desk = desk
        self._now_us = now_us
        self._steady_s = steady_s
        self._born_s = steady_s()
        self._seen: dict[str, float] = {}  # nonce → until when it must be remembered, oldest first

    @property
    def is_set_up(self) -> bool:
        """Whether this desk can be supervised and can supervise at all."""
        return len(self._secret) >= SECRET_MIN_CHARS and bool(self._desk)

    def read(self, text: str) -> SupervisionPass:
        """Check a pass and use it up.

        Raises:
            PassRefused: ``not_set_up``, ``unreadable``, ``unsigned``, ``old``, ``other_desk``, ``repeated``.
        """
        if not self.is_set_up:
            raise PassRefused("not_set_up")
        if len(text) > _PASS_MAX_CHARS:
            raise PassRefused("unreadable")
        signed, _, mac = text.strip().rpartition(";mac=")
        if not hmac.compare_digest(_mac(signed, self._secret).encode(), mac.encode("utf-8", "replace")):
            raise PassRefused("unsigned")
        values = dict(part.partition("=")[::2] for part in signed.split(";"))
        if tuple(values) != _FIELDS or values["v"] != _VERSION or values["mode"] not in set(SupervisionMode):
            raise PassRefused("unreadable")
        self._check_fresh(values)
        return SupervisionPass(
            mode=SupervisionMode(values["mode"]),
            call=unquote(values["call"]),
            lead=unquote(values["lead"]),
            from_desk=unquote(values["from"]),
            to_desk=unquote(values["to"]),
        )

    def _check_fresh(self, values: dict[str, str]) -> None:
        now_s = self._now_us() / 1e6
        if not values["at"].isdecimal():
            raise PassRefused("unreadable")
        age_s = now_s - int(values["at"])
        if abs(age_s) > LIFE_S or age_s >= self._steady_s() - self._born_s:
            raise PassRefused("old")
        if unquote(values["to"]) != self._desk:
            raise PassRefused("other_desk")
        for nonce in [nonce for nonce, until_s in self._seen.items() if until_s < now_s]:
            del self._seen[nonce]
        if values["nonce"] in self._seen or len(self._seen) >= _NONCES_MAX:
            raise PassRefused("repeated")
        self._seen[values["nonce"]] = int(values["at"]) + LIFE_S


def _mac(signed: str, secret: str) -> str:
    return hmac.new(secret.encode(), signed.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
