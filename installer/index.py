"""Gets one file from the package index that this machine's package client is set up with, as a plain file.

The client itself would run the ``setup.py`` of a source distribution to learn its name.
"""

from __future__ import annotations

import html.parser
import re
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

LIMIT_S = 180.0
BYTES_MAX = 200_000_000


class _Links(html.parser.HTMLParser):
    """The addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value for name, value in attrs if tag == "a" and name == "href" and value]


def download(requirement: str, file_name: str, sha256: str, target: Path) -> None:
    """Save ``file_name`` of a project (``name==version``) as ``target``, if its digest is right."""
    from installer.inputs import InputError, sha256_of

    project = re.sub(r"[-_.]+", "-", requirement.split("==", maxsplit=1)[0]).lower()
    options = _client_options()
    certificates = options.get("cert")
    context = ssl.create_default_context(cafile=certificates or None)
    for index in _indexes(options):
        page = f"{index.rstrip('/')}/{project}/"
        try:
            links = _Links()
            links.feed(_get(page, context).decode("utf-8", "replace"))
            for address in links.addresses:
                if urllib.parse.urlsplit(address).path.endswith(f"/{file_name}"):
                    data = _get(urllib.parse.urljoin(page, address), context)
                    if sha256_of(data) != sha256:
                        raise InputError(f"{file_name}: not the pinned file")
                    target.write_bytes(data)
                    return
        except OSError:
            continue  # the next index may have it
    raise InputError(
        f"{file_name}: no index has it; give an official embeddable Python with --python-zip instead"
    )


def _get(address: str, context: ssl.SSLContext) -> bytes:
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=LIMIT_S, context=context) as answer:
        data: bytes = answer.read(BYTES_MAX)
        return data


def _client_options() -> dict[str, str]:
    """What the client is told by its files and by the environment; the environment wins."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    ).stdout
    options: dict[str, str] = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        where, _, name = key.partition(".")
        if where in {"global", "download", ":env:"} and name:
            options[name] = value.strip().strip("'\"")
    return options


def _indexes(options: dict[str, str]) -> list[str]:
    from pip._internal.models.index import PyPI  # the client's own default, so that no host stands here

    places = [options.get("index-url") or PyPI.simple_url, *options.get("extra-index-url", "").split()]
    return [place for place in places if place.startswith("https://")]
