"""Takes AML messages over HTTP(S): a form, JSON, or an SMS that a gateway passes on.

Source: ETSI TS 103 625 §6.3 (HTTPS). ``POST /aml`` with ``application/x-www-form-urlencoded`` or JSON.
Thread: the listener's; what arrives is handed on, nothing is waited for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl

from batola_desk.domain.aml import AmlReport, is_aml_text, read_aml_form
from batola_desk.interop.http_answers import Response, Route
from batola_desk.interop.http_listener import HttpListener, ListenerConfig
from batola_desk.interop.http_request import Request

PATH: Final = "/aml"
BODY_BYTES_MAX: Final = 8_192  # LIMIT: the longest form of the standard has about 1 kB
FIELDS_MAX: Final = 64
_JSON_DEPTH_MAX: Final = 8

_TAKEN: Final = Response(200, b"ok\n")
_NO_POSITION: Final = Response(422, b"no position in it\n")
_UNREADABLE: Final = Response(400, b"a form or a JSON object, please\n")


class AmlReceiver:
    """Listens while it is started.

    Args:
        take: gets each report; called on the listener's thread.
    """

    def __init__(self, config: ListenerConfig, take: Callable[[AmlReport, str], None]) -> None:
        self._take = take
        route = Route(
            path=PATH, methods=frozenset({"POST"}), handler=self._on_request, body_bytes_max=BODY_BYTES_MAX
        )
        self._listener = HttpListener(config, [route], name="batola-aml")

    def start(self) -> tuple[str, int]:
        """Listen; returns address and port. Raises: ListenerFault."""
        return self._listener.start()

    def stop(self) -> None:
        """Hang up and end."""
        self._listener.stop()

    def _on_request(self, request: Request) -> Response:
        fields = read_fields(request.body)
        if fields is None:
            return _UNREADABLE
        reports = read_aml_form(fields)
        usable = [report for report in reports if report.area is not None]
        for report in usable:
            self._take(report, "aml_sms" if is_aml_text(report.raw) else "aml_https")
        return _TAKEN if usable else _NO_POSITION


def read_fields(body: bytes) -> dict[str, str] | None:
    """Names and texts of a form or a flat JSON object, whatever the sender calls it; None = neither."""
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("{"):
        return _of_json(text)
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX)
    except ValueError:
        return None
    return dict(reversed(pairs)) or None  # the first of several of one name counts


def _of_json(text: str) -> dict[str, str] | None:
    if max(text.count("{"), text.count("[")) > _JSON_DEPTH_MAX:  # deep nesting costs the reader its stack
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or len(content) > FIELDS_MAX:
        return None
    return {str(name): str(value) for name, value in content.items() if isinstance(value, str | int | float)}
