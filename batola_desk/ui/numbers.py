"""Numbers as the language of the screen writes them: ``1,3 km`` in Indonesian, ``1.3 km`` in English."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QLocale

_MINUS = "−"  # a hyphen is too short beside figures


@cache
def _locale(name: str) -> QLocale:
    locale = QLocale(name)
    locale.setNumberOptions(QLocale.NumberOption.RejectGroupSeparator)
    return locale


def screen_locale() -> QLocale:
    """The locale of the words on the screen; it comes with them, so a number never speaks another one."""
    return _locale(QCoreApplication.translate("numbers", "id_ID", "locale of numbers: en_GB"))


def decimal(value: float, places: int = 1) -> str:
    """A measured number with this many places: ``0,8``."""
    return _signed(f"{value:.{places}f}").replace("-", _MINUS)


def _signed(digits: str) -> str:
    return digits.replace(".", screen_locale().decimalPoint())


def plain(value: float) -> str:
    """A number that a person may write back: no more places than it needs, ``1,25`` or ``2``."""
    return _signed(f"{value:.6f}".rstrip("0").rstrip("."))


def whole(count: int) -> str:
    """A count with its thousands apart: ``12.345``."""
    return screen_locale().toString(count)


def kilometres(length_m: float) -> str:
    """A length that is told in kilometres: ``1,3 km``."""
    return f"{decimal(length_m / 1000)} km"
