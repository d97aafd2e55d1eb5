"""The service's addresses, and what every answer carries. Source: decision 0039."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from batola_desk.domain.procedures import LinkAnswer
from batola_desk.interop.intake.caller_api import CallerApi
from batola_desk.interop.intake.config import ServiceSettings
from batola_desk.interop.intake.desk_api import DeskApi
from batola_desk.interop.intake.machine_api import MachineApi
from batola_desk.interop.intake.requests import RefusedError
from batola_desk.interop.intake.store import FullError, IntakeStore

log = logging.getLogger("batola.interop")

PAGE: Final = Path(__file__).parent / "page"
_FILES: Final = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
_HEADERS: Final = {
    # Nothing but our own three files; no frame, no form, no foreign address, whatever somebody writes.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
Endpoint = Callable[[Request], Awaitable[Response]]


class IntakeApp:
    """The service put together.

    Args:
        centre: what the page calls the centre.
        answers: what callers may tap.
    """

    def __init__(
        self,
        store: IntakeStore,
        settings: ServiceSettings,
        *,
        centre: str,
        answers: tuple[LinkAnswer, ...],
        now_us: Callable[[], int],
        mono_s: Callable[[], float],
    ) -> None:
        self._desks = desks = DeskApi(store, settings.desk_token, now_us, mono_s)
        callers = CallerApi(store, centre, answers, now_us, mono_s, desks.wake)
        machines = MachineApi(
            store,
            aml_token=settings.aml_token,
            referral_token=settings.referral_token,
            mono_s=mono_s,
            on_news=desks.wake,
        )
        routes = [Route(path, _file(name, kind), methods=["GET"]) for path, (name, kind) in _FILES.items()]
        routes += [
            Route("/p", _guarded(callers.post), methods=["POST"]),
            Route("/desk/hello", _guarded(desks.hello), methods=["GET"]),
            Route("/desk/links", _guarded(desks.links), methods=["POST"]),
            Route("/desk/texts", _guarded(desks.texts), methods=["POST"]),
            Route("/desk/news", _guarded(desks.news), methods=["GET"]),
            Route("/aml", _guarded(machines.aml), methods=["POST"]),
            Route("/referral", _guarded(machines.referral), methods=["POST"]),
            Route("/health", _health, methods=["GET"]),
        ]
        self._app = Starlette(routes=routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, as ASGI has it; every answer carries our headers, also one that the library makes."""

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with)

    def release(self) -> None:
        """Whoever waits for news is answered now: the service ends. Thread: the loop."""
        self._desks.release()


def _guarded(endpoint: Endpoint) -> Endpoint:
    """Every refusal is a short answer; a fault of ours costs one request and quotes nothing that was sent."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except RefusedError as refusal:
            return refusal.response()
        except FullError:
            return RefusedError(503, "full").response()
        except Exception as fault:  # noqa: BLE001  SAFETY: our bug; the service lives
            stack = "".join(traceback.format_tb(fault.__traceback__))
            log.error(  # noqa: TRY400 - the exception's own words may quote what was sent
                "an answer of the service broke", extra={"fault": type(fault).__name__, "stack": stack}
            )
            return RefusedError(500, "fault").response()

    return answer


def _file(name: str, kind: str) -> Endpoint:
    content = (PAGE / name).read_bytes()

    async def answer(_request: Request) -> Response:
        return Response(content, media_type=kind)

    return answer


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok\n")
