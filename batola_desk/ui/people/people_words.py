"""Who sits here and what is not proved about it, in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.domain.operator import SeatMethod
from batola_desk.services.seat import KnownPerson, SeatView
from batola_desk.ui import labels
from batola_desk.ui.command_book import key_text
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONTEXT: Final = "people"
SIGN_ON_KEY: Final = "Ctrl+Shift+N"
ROLE_KEY: Final = "Ctrl+Shift+P"
_NOBODY: Final = QT_TRANSLATE_NOOP("people", "Belum masuk")
_UNPROVED: Final = QT_TRANSLATE_NOOP("people", "{name} (tanpa login)")
_EMPTY: Final = QT_TRANSLATE_NOOP(
    "people",
    "▲ Belum ada yang masuk di meja ini. {key}: masuk dengan nama dan sandi. Panggilan tetap dijawab (F2).",
)
_CALL: Final = QT_TRANSLATE_NOOP(
    "people",
    "✖ Panggilan dijawab tanpa nama; semua tercatat atas nama meja {desk}. {key}: sebut nama Anda, panggilan"
    " tidak terganggu.",
)
_EMERGENCY: Final = QT_TRANSLATE_NOOP(
    "people",
    "✖ Meja dipakai tanpa login sejak {time}: {name} ({reason}). {key}: masuk dengan nama dan sandi.",
)
_REFUSED: Final = QT_TRANSLATE_NOOP(
    "people",
    "✖ {why} Pekerjaan tetap jalan, tetapi tercatat atas kata meja ini saja. {key}: masuk lagi; {next}",
)
_ROLE: Final = QT_TRANSLATE_NOOP(
    "people", "▲ Peran sementara {role} sampai {time} ({reason}). {key}: kembalikan sekarang."
)
_SAT: Final = QT_TRANSLATE_NOOP("people", "Sekarang: {name}, {role}, sejak {time}.")
_BY_MEMORY: Final = QT_TRANSLATE_NOOP(
    "people", "{name} masuk dengan ingatan meja ini: {why} Sandi diperiksa lagi begitu server ada."
)
_SIGNED_ON: Final = QT_TRANSLATE_NOOP("people", "{name} masuk sebagai {role}.")


def said(text: str, **values: object) -> str:
    """Translate and fill a text of this context."""
    return QCoreApplication.translate(CONTEXT, text).format(**values)


def role_words(catalog: Catalog, role: str, language: str) -> str:
    """Name of a role."""
    known = catalog.roles.get(role)
    return label_of(known, language) if known is not None else role


def name_words(seat: SeatView) -> str:
    """Who sits here, short."""
    if seat.method is SeatMethod.EMPTY or (seat.method is SeatMethod.CALL and not seat.name):
        return said(_NOBODY)
    return seat.name if seat.method.is_proved else said(_UNPROVED, name=seat.name)


def known_words(person: KnownPerson) -> str:
    """One of the list of names."""
    has_name = person.name and person.name.casefold() != person.login
    return f"{person.login}  ·  {person.name}" if has_name else person.login


def banner_lines(seat: SeatView, catalog: Catalog, language: str, desk: str) -> list[tuple[str, str]]:
    """What stands under the strip, each line with its look; empty when all is proved."""
    offset_min, key = catalog.centre.utc_offset_min, key_text(SIGN_ON_KEY)
    since = local_time(seat.since_us, offset_min, "%H:%M") if seat.since_us is not None else ""
    lines: list[tuple[str, str]] = []
    if seat.method is SeatMethod.EMPTY:
        lines.append(("warn", said(_EMPTY, key=key)))
    elif seat.method is SeatMethod.CALL:
        lines.append(("late", said(_CALL, key=key, desk=desk)))
    elif seat.method is SeatMethod.EMERGENCY:
        lines.append(("late", said(_EMERGENCY, key=key, name=seat.name, reason=seat.reason, time=since)))
    elif is_refused(seat):
        why, _, next_step = labels.error_words(seat.code, seat.values)
        lines.append(("late", said(_REFUSED, why=why, key=key, next=_small(next_step))))
    if seat.acting_role and seat.acting_until_us is not None:
        role = role_words(catalog, seat.acting_role, language)
        until = local_time(seat.acting_until_us, offset_min, "%H:%M")
        text = said(_ROLE, role=role, time=until, reason=seat.acting_reason, key=key_text(ROLE_KEY))
        lines.append(("warn", text))
    return lines


def is_refused(seat: SeatView) -> bool:
    """Whether the server opens no session for who sits here; away is no refusal."""
    return seat.code in {"secretariat_password", "secretariat_disabled", "secretariat_no_role"}


def seat_words(seat: SeatView, catalog: Catalog, language: str) -> str:
    """Who sits here now, for the sheet; empty when nobody does."""
    if seat.method is SeatMethod.EMPTY or seat.since_us is None:
        return ""
    since = local_time(seat.since_us, catalog.centre.utc_offset_min, "%H:%M")
    return said(_SAT, name=name_words(seat), role=role_words(catalog, seat.role, language), time=since)


def welcome_words(seat: SeatView, catalog: Catalog, language: str) -> str:
    """What is said when somebody has signed on."""
    if seat.method is SeatMethod.OFFLINE and seat.code:
        why = labels.error_words(seat.code, seat.values)[0]
        return said(_BY_MEMORY, name=seat.name, why=why)
    return said(_SIGNED_ON, name=seat.name, role=role_words(catalog, seat.role, language))


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
