"""What a value of a setting may be, and what is wrong with one, said in a code that every language has."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

TEXT_CHARS_MAX: Final = 4000  # LIMIT: of one value typed by hand; the longest kept (window layout) has 1 kB


class Kind(StrEnum):
    """Kinds of values, as TOML has them."""

    SWITCH = "switch"
    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    LIST = "list"  # of texts
    TABLE = "table"  # name = value

    @classmethod
    def of(cls, value: object) -> Kind:
        """Return the kind of a default."""
        if isinstance(value, bool):
            return cls.SWITCH
        if isinstance(value, Mapping):
            return cls.TABLE
        if isinstance(value, tuple | list):
            return cls.LIST
        return {int: cls.WHOLE, float: cls.NUMBER}.get(type(value), cls.TEXT)


class Rule(Protocol):
    """What is known of a setting's values."""

    @property
    def kind(self) -> Kind: ...

    @property
    def choices(self) -> tuple[str, ...]: ...

    @property
    def minimum(self) -> float | None: ...

    @property
    def maximum(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value does not fit.

    Attributes:
        code: ``switch``, ``whole``, ``number``, ``text``, ``list``, ``table``: that is what it must be;
            ``choice``, ``minimum``, ``maximum``: ``allowed`` says which; ``characters``: a NUL.
    """

    code: str
    allowed: str = ""

    def __str__(self) -> str:
        """Return what is allowed, in the configuration files' language."""
        return _ENGLISH[self.code].format(allowed=self.allowed)


_ENGLISH: Final[Mapping[str, str]] = {
    "switch": "true or false",
    "whole": "a whole number",
    "number": "a number",
    "text": "text in quotes",
    "list": "a list of texts",
    "table": "a table of name = value",
    "choice": "{allowed}",
    "minimum": "at least {allowed}",
    "maximum": "at most {allowed}",
    "characters": "text without control characters",
}
_PYTHON: Final[Mapping[Kind, type | tuple[type, ...]]] = {
    Kind.SWITCH: bool,
    Kind.WHOLE: int,
    Kind.NUMBER: (int, float),
    Kind.TEXT: str,
    Kind.LIST: (list, tuple),
    Kind.TABLE: Mapping,
}


def refusal(rule: Rule, value: object) -> Refusal | None:
    """Return why a value does not fit, None when it does."""
    kind = rule.kind
    fits = isinstance(value, _PYTHON[kind]) and isinstance(value, bool) == (kind is Kind.SWITCH)
    if fits and kind is Kind.NUMBER:
        fits = math.isfinite(float(str(value)))
    if not fits:
        return Refusal(kind.value)
    if isinstance(value, list | tuple):
        return _refusal_of_list(rule, value)
    if rule.choices and value not in rule.choices:
        return Refusal("choice", ", ".join(choice or '""' for choice in rule.choices))
    if isinstance(value, int | float) and not isinstance(value, bool):
        if rule.minimum is not None and value < rule.minimum:
            return Refusal("minimum", f"{rule.minimum:.10g}")
        if rule.maximum is not None and value > rule.maximum:
            return Refusal("maximum", f"{rule.maximum:.10g}")
    if isinstance(value, str) and "\x00" in value:
        return Refusal("characters")
    return None


def _refusal_of_list(rule: Rule, items: Sequence[object]) -> Refusal | None:
    if not all(isinstance(item, str) and "\x00" not in item for item in items):
        return Refusal("list")
    if rule.choices and not set(items) <= set(rule.choices):
        return Refusal("choice", ", ".join(rule.choices))
    return None


def read_text(rule: Rule, text: str) -> object:
    """Return the value that a text typed by hand, or one of a policy, means.

    A text that means no value of this kind comes back as it is, so that `refusal` says what is allowed.
    """
    text = text.strip()[:TEXT_CHARS_MAX]
    if rule.kind is Kind.SWITCH:
        return {"true": True, "1": True, "ya": True, "false": False, "0": False, "tidak": False}.get(
            text.casefold(), text
        )
    if rule.kind is Kind.LIST:
        return [part for item in text.split(",") if (part := item.strip())]
    if rule.kind is Kind.WHOLE:
        try:
            return int(text) if text.isascii() else text
        except ValueError:
            return text
    if rule.kind is Kind.NUMBER:
        try:
            return float(text.replace(",", ".")) if text.isascii() else text
        except ValueError:
            return text
    return text
