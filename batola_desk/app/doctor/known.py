"""What this desk knows of people and keeps secret: the words that a support bundle must not hold."""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.secrets import SecretFault, reveal

_SECRET_KEY: Final = re.compile(r"(?i)pass|secret|token|access_key|\bkey\b")
_PERSONAL_KEY: Final = re.compile(
    r"(?i)name|number|text|note|label|place|address|reason|operator|caller|contact"
)
_SECRET_FILE_BYTES_MAX: Final = 4096
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def known_people(paths: DeskPaths) -> frozenset[str]:
    """Return the words of everything that somebody is called or wrote: journal, people, settings.

    Only single words are kept, in small letters: a journal of years has some ten thousand.
    """
    found: set[str] = set()
    for text in (*_journal_texts(paths.journal), *_people_texts(paths.people), *_config_texts(paths)):
        found.update(word.casefold() for word in _WORD.findall(text))
    return frozenset(found)


def known_secrets(paths: DeskPaths) -> frozenset[str]:
    """Return passwords, tokens and keys of the configuration, and of the files that it names for them."""
    found: set[str] = set()
    for file, document in _documents(paths):
        for key, text in _strings("", document):
            if not _SECRET_KEY.search(key):
                continue
            found.add(text)
            with suppress(SecretFault, ValueError):
                found.add(reveal(text))
            with suppress(OSError, UnicodeDecodeError, ValueError):
                kept = file.parent / text
                if kept.is_file() and kept.stat().st_size <= _SECRET_FILE_BYTES_MAX:
                    found.update(line.strip() for line in kept.read_text(encoding="utf-8").splitlines())
    return frozenset(found)


def _journal_texts(journal: Path) -> Iterator[str]:
    """Yield what people wrote into facts; codes of the program stand there under other keys."""
    if not journal.exists():
        return
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True, timeout=2)) as file,
    ):
        for (actor,) in file.execute("select distinct actor from journal"):
            yield str(actor)
        for (body,) in file.execute("select body from journal"):
            with suppress(ValueError, RecursionError):
                for key, text in _strings("", json.loads(body)):
                    if " " in text or _PERSONAL_KEY.search(key):
                        yield text


def _people_texts(people: Path) -> Iterator[str]:
    with suppress(OSError, ValueError, RecursionError):
        for key, text in _strings("", json.loads(people.read_bytes())):
            if _PERSONAL_KEY.search(key) or "login" in key:
                yield text


def _config_texts(paths: DeskPaths) -> Iterator[str]:
    for _, document in _documents(paths):
        for key, text in _strings("", document):
            if key.endswith(("name", "login", "contact")):
                yield text


def _documents(paths: DeskPaths) -> Iterator[tuple[Path, dict[str, Any]]]:
    for folder in dict.fromkeys((paths.config, paths.choices, paths.config / "catalog")):
        for file in sorted(folder.glob("*.toml")):
            with suppress(OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
                yield file, tomllib.loads(file.read_text(encoding="utf-8"))


def _strings(key: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield every text with the key it stands under."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _strings(str(name), item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(key, item)
    elif isinstance(value, str) and value:
        yield key, value
