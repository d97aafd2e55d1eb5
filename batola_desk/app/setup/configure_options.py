"""The words of a silent installation, read and put where they belong.

``/WORKSTATION=B /SIPUSER=112b`` and a file (``/CONFIG=meja-b.toml``) say the same things; what stands on the
command line counts before the file. Nothing is checked here against the program's rules
(``configure_command``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.toml_file import TomlFile, read_toml
from batola_desk.sync.address import Address, parse_address
from batola_desk.sync.faults import SecretariatFault

DOCUMENTS = ("settings", "line", "secretariat")
"""The files that an answer may fill: ``settings.toml``, ``line.toml``, ``secretariat.toml``."""

_WORD = re.compile(
    r"""\s*(?:"(?P<quoted>/[^"]*)"|(?P<name>/[A-Za-z]+)(?:=(?:"(?P<text>[^"]*)"|(?P<bare>\S*)))?)(?=\s|$)"""
)
_FOR_THE_INSTALLER = {"S", "CLOSE", "AUTOSTART", "FIREWALL", "DESKTOP", "LOG", "NCRC"}
_SWITCHES = {"CLOSE", "AUTOSTART", "FIREWALL", "DESKTOP"}
_PLACES: Mapping[str, tuple[str, str, str]] = {
    "WORKSTATION": ("settings", "desk", "letter"),
    "SIPUSER": ("line", "sip", "user"),
    "SIPAUTHUSER": ("line", "sip", "auth_user"),
    "SIPPASSWORD": ("line", "sip", "password"),
    "SIPREGISTRAR": ("line", "sip", "registrar"),
    "SIPPROXY": ("line", "sip", "outbound_proxy"),
    "SIPPORT": ("line", "sip", "sip_port"),
}
OPTIONS = (
    *sorted(_FOR_THE_INSTALLER - {"NCRC"}),
    "CONFIG",
    "DATA",
    "OPERATORS",
    "DSN",
    "DSNPASSWORD",
    *_PLACES,
)


class OptionError(ValueError):
    """A word on the command line that means nothing, or not that."""


@dataclass(slots=True)
class Answers:
    """What IT said, by file.

    Attributes:
        documents: tables for each of ``DOCUMENTS``; a document nobody spoke of is not in it.
        source: the answer file, for messages.
        data: where journal and recordings shall lie; None = as before.
        operators: account or group of the people at the desk; None = as before.
    """

    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    source: TomlFile | None = None
    data: str | None = None
    operators: str | None = None

    def put(self, document: str, section: str, key: str, value: object) -> None:
        """Set one value."""
        self.documents.setdefault(document, {}).setdefault(section, {})[key] = value


def read_words(line: str) -> dict[str, str]:
    """Return the options of a command line by name.

    Raises:
        OptionError: an unknown word, or one given twice.
    """
    words: dict[str, str] = {}
    at = 0
    line = line.strip()
    while at < len(line):
        match = _WORD.match(line, at)
        if match is None:
            # The word itself may be the rest of a password: it is not repeated.
            raise OptionError(
                'setiap pilihan ditulis /NAMA=nilai; nilai dengan spasi: /NAMA="nilai dengan spasi"'
            )
        at = match.end()
        if match["quoted"] is not None:
            name, _, value = match["quoted"].partition("=")
        else:
            name, value = match["name"], match["text"] if match["text"] is not None else match["bare"] or ""
        name = name[1:].upper()
        if name not in OPTIONS and name != "NCRC":
            raise OptionError(
                f"tidak dikenal: /{name}; yang ada: {', '.join('/' + known for known in OPTIONS)}"
            )
        if name in words:
            raise OptionError(f"dua kali: /{name}")
        if name in _SWITCHES and value not in {"0", "1"}:
            raise OptionError(f"/{name}={value}: 0 atau 1")
        words[name] = value
    return words


def read_answers(words: Mapping[str, str], folder: Path) -> Answers:
    """Return what the options and the file they name say.

    Args:
        folder: a relative name of the file is meant from here.

    Raises:
        OptionError: a value that cannot be meant.
        ConfigError: the file is not what it should be.
    """
    answers = Answers()
    if words.get("CONFIG"):
        _read_file(folder / words["CONFIG"], answers)
    for name, (document, section, key) in _PLACES.items():
        if name in words:
            answers.put(
                document, section, key, _number(name, words[name]) if name == "SIPPORT" else words[name]
            )
    if "DSN" in words:
        _read_address(words["DSN"], answers)
    if "DSNPASSWORD" in words:
        answers.put("secretariat", "secretariat", "password", words["DSNPASSWORD"])
    answers.data = words.get("DATA") or answers.data
    answers.operators = words.get("OPERATORS") or answers.operators
    return answers


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise OptionError(f"/{name}={text}: angka")
    return int(text)


def _read_file(path: Path, answers: Answers) -> None:
    file = read_toml(path)
    answers.source = file
    for name, value in file.data.items():
        if name in {"data", "operators"} and isinstance(value, str) and value:
            setattr(answers, name, value)
        elif name in DOCUMENTS and isinstance(value, dict):
            answers.documents[name] = value
        else:
            allowed = ", ".join(['data = "…"', 'operators = "…"', *(f"[{each}.…]" for each in DOCUMENTS)])
            raise ConfigError(
                path, file.line_of(name, key=name), name, found=type(value).__name__, allowed=allowed
            )


def _read_address(text: str, answers: Answers) -> None:
    try:
        address = parse_address(text)
    except SecretariatFault as fault:
        why = fault.values.get("why", "")
        raise OptionError(
            f"/DSN: {why}; contoh: postgresql://db1,db2:5433/ruang?sslmode=verify-full"
        ) from fault
    answers.put("secretariat", "secretariat", "hosts", _hosts(address))
    answers.put("secretariat", "secretariat", "database", address.database)
    if address.user:
        answers.put("secretariat", "secretariat", "login", address.user)
    if address.tls_mode:
        answers.put("secretariat", "tls", "verify", address.tls_mode)
    if address.authority:
        answers.put("secretariat", "tls", "ca", str(address.authority))


def _hosts(address: Address) -> list[str]:
    return [
        f"[{host.name}]:{host.port}" if ":" in host.name else f"{host.name}:{host.port}"
        for host in address.hosts
    ]
