"""Takes what could be about a person out of texts: what is not known to be the program's own word goes.

Not a list of bad words but of good ones: the words that stand in the program itself. A name, a street, a
password is not among them; one that happens to be is taken out all the same if the journal knows it as a
person's. Numbers stay while they are too short to phone or to find a house with.
"""

from __future__ import annotations

import errno
import functools
import importlib.util
import os
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType
from typing import Any, Final

import batola_desk

GONE: Final = "‹…›"
NUMBER_MAX: Final = 99_999  # ports, counts, process ids; the shortest telephone numbers of people have six
DEPTH_MAX: Final = 8
TEXTS_KEPT: Final = 4096
_MEASURES: Final = (
    "_s",
    "_ms",
    "_mb",
    "_gb",
    "_db",
    "_dbfs",
    "_percent",
    "_count",
    "_max",
    "_px",
    "_hz",
    "volume",
)
_UNSPOKEN: Final = re.compile(
    r"(?i)(?:sips?|tel|urn|mailto|https?|postgres(?:ql)?|s3|file):\S+"  # addresses of any kind
    r"|\S+@\S+"
    r"|(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,}(?![\w:])"  # IPv6, and clocks
    r"|[+(]?\d[\d\s().,/_-]{4,}\d"  # telephone numbers as people write them, IPv4, dates, positions
    r"|\d{6,}"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_TOKEN: Final = re.compile(r"‹…›|\w+|[^\w\s]|\s+")
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,60}")
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_FRAME: Final = re.compile(
    r'\s*File ".*?((?:batola_desk|site-packages|python3\.\d+)[\w./\\-]*)", line (\d+), in (\S+)'
)
_TYPE: Final = re.compile(r"([A-Za-z_][\w.]*)(?::.*)?")
_LEVELS: Final = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})
# What stands behind such a key is nobody's business, however harmless it looks.
_PRIVATE_KEY: Final = re.compile(
    r"(?i)pass|secret|token|key|user|login|name|number|phone|contact|address|host|text|note|label|place"
    r"|domain|registrar|proxy|prefix|peer|operator|headset|microphone|speaker|file|folder|path|database"
)


class Scrubber:
    """Knows the program's words.

    Args:
        people: what people are called or wrote, in any writing; none of these words stays.
        secrets: texts that must not stand anywhere, whole.
    """

    def __init__(self, people: Iterable[str] = (), secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted({text for text in secrets if len(text) > 3}, key=len, reverse=True)
        named = {word.casefold() for name in people for word in _WORD.findall(name) if len(word) > 1}
        self._words = program_words() - named
        self._again = functools.lru_cache(TEXTS_KEPT)(self._scrubbed)  # a log says the same things all day

    def text(self, text: str) -> str:
        """Return a sentence without what is not the program's."""
        return self._again(text)

    def _scrubbed(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, GONE)
        text = _UNSPOKEN.sub(GONE, text)
        kept = "".join(self._token(token) for token in _TOKEN.findall(text))
        return re.sub(rf"(?:{GONE}[\s'\"]*)+{GONE}", GONE, kept)

    def _token(self, token: str) -> str:
        if token.isdecimal():
            return token if int(token) <= NUMBER_MAX else GONE
        words = _WORD.findall(token)
        return token if all(word.casefold() in self._words for word in words) else GONE

    def value(self, name: str, value: object, depth: int = 0) -> object:
        """Return a value of a log line, a finding or a configuration file; what is not known is taken out."""
        if value is None or isinstance(value, bool):
            return value
        if depth > DEPTH_MAX:
            return GONE
        if isinstance(value, Mapping):
            return self.table(value, depth + 1)
        if isinstance(value, list | tuple):
            return [self.value(name, item, depth + 1) for item in value]
        if _PRIVATE_KEY.search(name):
            return GONE
        if isinstance(value, int):
            return value if abs(value) <= NUMBER_MAX else GONE
        if isinstance(value, float):
            return value if name.endswith(_MEASURES) else GONE
        text = str(value)
        return self.text(text) if _CODE.fullmatch(text) else GONE

    def table(self, table: Mapping[Any, Any], depth: int = 0) -> dict[str, object]:
        """Return a table; a key that is not the program's word loses its name."""
        kept: dict[str, object] = {}
        for number, (key, value) in enumerate(table.items()):
            name = self.text(str(key))
            kept[name if GONE not in name else f"{GONE}{number}"] = self.value(str(key), value, depth)
        return kept

    def log_line(self, line: Mapping[str, Any]) -> dict[str, object]:
        """Return a line of a log (``settings.log_setup.JsonLines``)."""
        kept: dict[str, object] = {}
        for name, value in line.items():
            match name:
                case "at":
                    kept[name] = value if _STAMP.fullmatch(str(value)) else GONE
                case "level":
                    kept[name] = value if value in _LEVELS else GONE
                case "logger" | "message":
                    kept[name] = self.text(str(value))
                case "exception":
                    kept[name] = list(self._frames(str(value)))
                case _:
                    kept |= self.table({name: value})
        return kept

    def _frames(self, traceback: str) -> Iterator[str]:
        """Yield where it broke and the kind of exception; its words may be anybody's."""
        for line in traceback.splitlines():
            if frame := _FRAME.match(line):
                yield self.text(f"{frame[1].replace(chr(92), '/')} {frame[2]} {frame[3]}")
            elif line[:1].isalpha() and (kind := _TYPE.fullmatch(line)):
                yield self.text(kind[1])

    def holds_secret(self, text: str) -> bool:
        """Whether a text that was made holds one of the secrets after all."""
        return any(secret in text for secret in self._secrets)


@functools.cache
def program_words() -> frozenset[str]:
    """Return every word that stands in the program, and the system's errors, in small letters."""
    found: set[str] = set()
    for text in (*map(os.strerror, errno.errorcode), "Traceback", "Python", "Qt"):
        found.update(word.casefold() for word in _WORD.findall(text))
    for name in _modules():
        try:
            spec = importlib.util.find_spec(name)
            code = spec.loader.get_code(name) if spec is not None and spec.loader is not None else None  # type: ignore[attr-defined]
        except (ImportError, AttributeError, SyntaxError):
            continue  # a module of another system
        if code is not None:
            for text in _texts(code):
                found.update(word.casefold() for word in _WORD.findall(text))
    return frozenset(found)


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(batola_desk.__path__, "batola_desk.", onerror=lambda _name: None):
        yield module.name


def _texts(code: CodeType) -> Iterator[str]:
    """Yield names and texts of compiled code; nothing is run, and no source is needed."""
    yield from (code.co_name, *code.co_names, *code.co_varnames)
    for constant in code.co_consts:
        yield from _constant(constant)


def _constant(constant: object) -> Iterator[str]:
    if isinstance(constant, str):
        yield constant
    elif isinstance(constant, CodeType):
        yield from _texts(constant)
    elif isinstance(constant, tuple | frozenset):
        for item in constant:
            yield from _constant(item)
