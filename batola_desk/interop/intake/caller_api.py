"""What a caller's telephone says: consent, positions, prepared answers, words. One small JSON object each.

The secret of the link stands in the body, never in an address: addresses end in the logs of proxies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from batola_desk.domain.location_link import LinkState, digest_of, is_secret
from batola_desk.domain.procedures import LinkAnswer
from batola_desk.interop.intake.requests import (
    RefusedError,
    address_of,
    number_of,
    read_object,
    words_of,
)
from batola_desk.interop.intake.store import IntakeStore, LinkRow
from batola_desk.interop.rates import Rate, RateTable

BODY_BYTES_MAX: Final = 4_096  # LIMIT: 500 characters and their frame
# Thousands of telephones may share one address of their network, so the measure of a person is his link.
PER_ADDRESS: Final = Rate(20.0, 200.0)
PER_LINK: Final = Rate(1.0, 30.0)  # LIMIT: the page asks every four seconds
WRONG: Final = Rate(0.5, 30.0)  # secrets that are none, by address
ACCURACY_M_MAX: Final = 100_000.0
_NONCE: Final = re.compile(r"[0-9]{1,15}-[0-9]{1,6}")


class CallerApi:
    """Answers the page.

    Args:
        centre: name of the centre, as the page shows it.
        answers: what may be tapped; the caller reads ``label``, the desk ``text``.
    """

    def __init__(
        self,
        store: IntakeStore,
        centre: str,
        answers: tuple[LinkAnswer, ...],
        now_us: Callable[[], int],
        mono_s: Callable[[], float],
        on_news: Callable[[], None],
    ) -> None:
        self._store = store
        self._centre = centre
        self._answers = {answer.code: answer for answer in answers}
        self._now_us = now_us
        self._on_news = on_news
        self._by_address = RateTable(PER_ADDRESS, mono_s)
        self._by_link = RateTable(PER_LINK, mono_s)
        self._wrong = RateTable(WRONG, mono_s)
        self._takers: Mapping[str, Callable[[LinkRow, dict[str, Any], str], None]] = {
            "consent": self._consent,
            "decline": self._decline,
            "position": self._position,
            "text": self._text,
            "answer": self._answer,
        }

    async def post(self, request: Request) -> Response:
        """Take one thing that a telephone says, and answer with what the desk wrote."""
        address = address_of(request)
        if not self._by_address.take(address):
            raise RefusedError(429, "too_often")
        content = await read_object(request, BODY_BYTES_MAX)
        link = self._link(content.get("t"), address)
        if not self._by_link.take(link.link_id):
            raise RefusedError(429, "too_often")
        kind = content.get("k")
        more: dict[str, object] = {}
        if kind == "open":
            self._store.reach(link, LinkState.OPENED)
            self._on_news()
            more = self._beginning(link)
        elif kind != "ask":
            taker = self._takers.get(kind) if isinstance(kind, str) else None
            nonce = content.get("n")
            if taker is None or not isinstance(nonce, str) or not _NONCE.fullmatch(nonce):
                raise RefusedError(422, "kind_unknown")
            taker(link, content, nonce)
            self._on_news()
        seen = number_of(content.get("a", 0), 0, 2**53) or 0
        texts = self._store.texts_after(link.link_id, int(seen))
        return JSONResponse({"texts": [{"n": text.number, "text": text.words} for text in texts], **more})

    def _link(self, secret: object, address: str) -> LinkRow:
        """The link of a secret that is one and has not ended. Raises: RefusedError 404, 410, 429."""
        link = None
        if isinstance(secret, str) and is_secret(secret):
            link = self._store.link_of(digest_of(secret))
        if link is None:
            raise RefusedError(404 if self._wrong.take(address) else 429, "link_unknown")
        if not self._store.is_open(link):
            raise RefusedError(410, "link_ended")
        return link

    def _beginning(self, link: LinkRow) -> dict[str, object]:
        return {
            "centre": self._centre,
            "left_s": max(0, (link.expires_us - self._now_us()) // 1_000_000),
            "answers": [{"code": one.code, "label": one.label} for one in self._answers.values()],
        }

    def _consent(self, link: LinkRow, _content: dict[str, Any], _nonce: str) -> None:
        self._store.reach(link, LinkState.CONSENTED)

    def _decline(self, link: LinkRow, _content: dict[str, Any], _nonce: str) -> None:
        self._store.reach(link, LinkState.DECLINED)

    def _position(self, link: LinkRow, content: dict[str, Any], nonce: str) -> None:
        latitude, longitude = number_of(content.get("lat"), -90, 90), number_of(content.get("lon"), -180, 180)
        if latitude is None or longitude is None:
            raise RefusedError(422, "position_unusable")
        at_ms = number_of(content.get("at"), 0, 2**53)
        position = {
            "lat": latitude,
            "lon": longitude,
            "accuracy_m": number_of(content.get("acc"), 0.01, ACCURACY_M_MAX),
            "at_us": int(at_ms * 1000) if at_ms is not None else None,
        }
        self._store.reach(link, LinkState.CONSENTED)  # sending is the stronger word
        self._store.tell("position", position, link=link, nonce=nonce)
        self._store.reach(link, LinkState.LOCATED)

    def _text(self, link: LinkRow, content: dict[str, Any], nonce: str) -> None:
        self._store.tell("text", {"text": words_of(content.get("text"))}, link=link, nonce=nonce)

    def _answer(self, link: LinkRow, content: dict[str, Any], nonce: str) -> None:
        code = content.get("code")
        answer = self._answers.get(code) if isinstance(code, str) else None
        if answer is None:
            raise RefusedError(422, "answer_unknown")
        self._store.tell("text", {"text": answer.text, "code": answer.code}, link=link, nonce=nonce)
