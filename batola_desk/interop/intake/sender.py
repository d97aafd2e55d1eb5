"""Sends a text to a telephone, as IT has configured it: a program, or a gateway on the network.

No shell reads the words; the number is one, or nothing is sent. Thread: any; ``send_text`` blocks.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
import subprocess
import sys
from typing import Final
from urllib.parse import quote_plus, urlsplit

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.intake.config import NUMBER, TEXT, SenderSettings

LIMIT_S: Final = 15.0  # LIMIT: a modem needs five to ten seconds for one SMS
_NUMBER: Final = re.compile(r"\+?[0-9]{3,20}")
_NO_WINDOW: Final = 0x0800_0000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW


class SendFault(EnvironmentFault):
    """The text did not go out.

    ``code``: send_number_unusable, send_program_missing, send_program_failed (``status``), send_late,
    send_unreachable, send_refused (``status``).
    """


def plain_number(number: str) -> str:
    """The digits of a number as gateways want them. Raises: SendFault."""
    plain = re.sub(r"[\s\-().]", "", number)
    if not _NUMBER.fullmatch(plain):
        raise SendFault("send_number_unusable")
    return plain


def send_text(settings: SenderSettings, number: str, text: str) -> None:
    """Send it. Raises: SendFault."""
    plain = plain_number(number)
    if settings.way == "command":
        _run(settings, plain, text)
    elif settings.way == "gateway":
        _post(settings, plain, text)
    else:
        raise ValueError(settings.way)


def _run(settings: SenderSettings, number: str, text: str) -> None:
    words = [word.replace(NUMBER, number).replace(TEXT, text) for word in settings.command]
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=False,
            creationflags=_NO_WINDOW,
        )
    except subprocess.TimeoutExpired as fault:
        raise SendFault("send_late") from fault
    except (OSError, ValueError) as fault:
        raise SendFault("send_program_missing") from fault
    if done.returncode != 0:
        raise SendFault("send_program_failed", status=done.returncode)


def _post(settings: SenderSettings, number: str, text: str) -> None:
    """A body that is JSON is filled as JSON, every other one as a form: nothing in a text ends a field."""
    is_json = settings.body.lstrip().startswith("{")
    escape = (lambda words: json.dumps(words)[1:-1]) if is_json else quote_plus
    body = settings.body.replace(NUMBER, escape(number)).replace(TEXT, escape(text))
    headers = {"Content-Type": "application/json" if is_json else "application/x-www-form-urlencoded"}
    name, colon, value = settings.header.partition(":")
    if colon:
        headers[name.strip()] = value.strip()
    parts = urlsplit(settings.url)
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    asking: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        asking = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=LIMIT_S, context=context
        )
    else:
        asking = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=LIMIT_S)
    try:
        asking.request("POST", path, body.encode("utf-8"), headers)
        status = asking.getresponse().status
    except TimeoutError as fault:
        raise SendFault("send_late") from fault
    except (OSError, http.client.HTTPException) as fault:
        raise SendFault("send_unreachable") from fault
    finally:
        asking.close()
    if not 200 <= status < 300:
        raise SendFault("send_refused", status=status)
