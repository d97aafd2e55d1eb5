"""What desks ask of the service: make a link, say words to its caller, take what is new; with one token."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from batola_desk.domain.ids import is_id
from batola_desk.interop.intake.requests import (
    RefusedError,
    address_of,
    number_of,
    read_object,
    shows,
    words_of,
)
from batola_desk.interop.intake.store import IntakeStore, LinkRow
from batola_desk.interop.rates import Rate, RateTable

BODY_BYTES_MAX: Final = 8_192
WAIT_S_MAX: Final = 25.0  # LIMIT: proxies end a silent request after thirty or sixty seconds
LIFE_S_MAX: Final = 24 * 3_600  # LIMIT: of a link, whatever a desk says
CALL_CHARS_MAX: Final = 512  # LIMIT: exchanges name a call with some dozen letters
WAITING_MAX: Final = 64  # LIMIT: of desks that wait at once
STRANGERS: Final = Rate(0.5, 10.0)  # wrong tokens, by address
_DESK: Final = re.compile(r"[A-Z]{1,2}[0-9]{0,3}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class DeskApi:
    """Answers desks. Thread: the loop."""

    def __init__(
        self, store: IntakeStore, token: str, now_us: Callable[[], int], mono_s: Callable[[], float]
    ) -> None:
        self._store = store
        self._token = token
        self._now_us = now_us
        self._strangers = RateTable(STRANGERS, mono_s)
        self._waiting: set[asyncio.Event] = set()
        self._is_ending = False

    def wake(self) -> None:
        """There is news: whoever waits looks."""
        for event in self._waiting:
            event.set()

    def release(self) -> None:
        """Nobody waits any longer."""
        self._is_ending = True
        self.wake()

    async def hello(self, request: Request) -> Response:
        """Whether a desk's token is right; nothing else."""
        self._know(request)
        return JSONResponse({})

    async def links(self, request: Request) -> Response:
        """Make a link."""
        self._know(request)
        content = await read_object(request, BODY_BYTES_MAX)
        link_id, digest, desk, call = (content.get(name) for name in ("link", "digest", "desk", "call"))
        is_named = isinstance(link_id, str) and is_id(link_id) and isinstance(desk, str)
        is_named = is_named and isinstance(call, str) and 0 < len(call) <= CALL_CHARS_MAX
        life_s = number_of(content.get("life_s"), 1, LIFE_S_MAX)
        if not is_named or not isinstance(digest, str) or not _DIGEST.fullmatch(digest) or life_s is None:
            raise RefusedError(422, "link_unusable")
        if not _DESK.fullmatch(str(desk)):
            raise RefusedError(422, "desk_unusable")
        expires_us = self._now_us() + int(life_s * 1_000_000)
        self._store.open_link(LinkRow(str(link_id), str(desk), str(call), expires_us), digest)
        return JSONResponse({}, 201)

    async def texts(self, request: Request) -> Response:
        """Say words to the caller of a link."""
        self._know(request)
        content = await read_object(request, BODY_BYTES_MAX)
        link_id, text_id = content.get("link"), content.get("id")
        if not isinstance(link_id, str) or not isinstance(text_id, str) or not is_id(text_id):
            raise RefusedError(422, "link_unusable")
        if not self._store.say(link_id, text_id, words_of(content.get("text"))):
            raise RefusedError(410, "link_ended")
        return JSONResponse({})

    async def news(self, request: Request) -> Response:
        """What is new; waits for it when there is nothing yet."""
        self._know(request)
        query = request.query_params
        desk, epoch = query.get("desk", ""), query.get("epoch", "")
        after = query.get("after", "0")
        if not _DESK.fullmatch(desk) or not (after.isascii() and after.isdigit() and len(after) < 18):
            raise RefusedError(422, "desk_unusable")
        found = self._store.news_for(desk, epoch, int(after))
        if not found and len(self._waiting) < WAITING_MAX:
            wait_s = _seconds(query.get("wait", "0"))
            await self._wait(desk, wait_s)
            found = self._store.news_for(desk, epoch, int(after))
        return JSONResponse({"epoch": self._store.epoch, "news": found})

    async def _wait(self, desk: str, wait_s: float) -> None:
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(wait_s):
                while not self._is_ending:
                    await event.wait()
                    event.clear()
                    if self._store.has_news(desk):
                        return
        except TimeoutError:
            return
        finally:
            self._waiting.discard(event)

    def _know(self, request: Request) -> None:
        """Raises: RefusedError 401 or 429; nothing of the body has been read."""
        if not shows(request, self._token):
            raise RefusedError(401 if self._strangers.take(address_of(request)) else 429, "token_wrong")


def _seconds(text: str) -> float:
    try:
        value = number_of(float(text[:8]), 0, WAIT_S_MAX)
    except ValueError:
        value = None
    return 0.0 if value is None else value
