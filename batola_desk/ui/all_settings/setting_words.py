"""Settings in words: what a value is, where it comes from, when it counts, who may change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from batola_desk.settings.book import SettingRow
from batola_desk.settings.entry import Effect, Entry, Who
from batola_desk.settings.store import Origin
from batola_desk.settings.value_rules import Kind, Refusal
from batola_desk.ui.labels import translated
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.numbers import screen_locale

SUBJECTS: Final[Mapping[str, str]] = {
    "desk": QT_TRANSLATE_NOOP("labels", "Meja"),
    "screen": QT_TRANSLATE_NOOP("labels", "Layar"),
    "sound": QT_TRANSLATE_NOOP("labels", "Suara"),
    "line": QT_TRANSLATE_NOOP("labels", "Saluran telepon"),
    "supervision": QT_TRANSLATE_NOOP("labels", "Pengawasan dan latihan"),
    "recording": QT_TRANSLATE_NOOP("labels", "Rekaman"),
    "map": QT_TRANSLATE_NOOP("labels", "Peta dan perjalanan"),
    "position": QT_TRANSLATE_NOOP("labels", "Posisi"),
    "secretariat": QT_TRANSLATE_NOOP("labels", "Sekretariat"),
    "centre": QT_TRANSLATE_NOOP("labels", "Pusat layanan"),
    "weather": QT_TRANSLATE_NOOP("labels", "Peringatan cuaca"),
    "limits": QT_TRANSLATE_NOOP("labels", "Batas waktu"),
}
_OF_FILE: Final[Mapping[str, str]] = {
    "settings.toml": "desk",
    "line.toml": "line",
    "secretariat.toml": "secretariat",
    "caller_positions.toml": "position",
    "avl.toml": "position",
    "intake.toml": "position",
    "mail.toml": "centre",
    "update.toml": "desk",
    "weather.toml": "weather",
    "catalog/centre.toml": "centre",
    "catalog/limits.toml": "limits",
    "catalog/routing.toml": "map",
    "catalog/ministry_report.toml": "centre",
}
_OF_SECTION: Final[Mapping[str, str]] = {
    "screen": "screen",
    "audio": "sound",
    "silent": "sound",
    "volumes": "sound",
    "map": "map",
    "supervision": "supervision",
    "training": "supervision",
    "recording_store": "recording",
    "recording": "recording",
}
_ORIGINS: Final[Mapping[Origin, str]] = {
    Origin.POLICY: QT_TRANSLATE_NOOP("labels", "Kebijakan, terkunci"),
    Origin.CHOICE: QT_TRANSLATE_NOOP("labels", "Meja ini"),
    Origin.FILE: QT_TRANSLATE_NOOP("labels", "Berkas TI"),
    Origin.DEFAULT: QT_TRANSLATE_NOOP("labels", "Bawaan"),
}
_EFFECTS: Final[Mapping[Effect, str]] = {
    Effect.NOW: QT_TRANSLATE_NOOP("labels", "Berlaku langsung."),
    Effect.SCREEN: QT_TRANSLATE_NOOP("labels", "Berlaku setelah jendela ditutup dan dibuka lagi."),
    Effect.LINE: QT_TRANSLATE_NOOP(
        "labels",
        "Berlaku setelah saluran telepon dimulai lagi; panggilan yang berjalan tidak diputus untuk itu.",
    ),
    Effect.AVL: QT_TRANSLATE_NOOP("labels", "Berlaku setelah penerima posisi satuan dimulai lagi."),
    Effect.INTAKE: QT_TRANSLATE_NOOP("labels", "Berlaku setelah batola-desk intake dimulai lagi."),
}
_WHO: Final[Mapping[Who, str]] = {
    Who.OPERATOR: QT_TRANSLATE_NOOP("labels", "Boleh diubah siapa pun di meja ini."),
    Who.LEAD: QT_TRANSLATE_NOOP("labels", "Boleh diubah ketua regu dan admin TI."),
    Who.IT: QT_TRANSLATE_NOOP("labels", "Boleh diubah admin TI."),
    Who.PROGRAM: QT_TRANSLATE_NOOP("labels", "Diisi sendiri oleh program."),
}
_REFUSALS: Final[Mapping[str, str]] = {
    "switch": QT_TRANSLATE_NOOP("labels", "Yang boleh: ya atau tidak."),
    "whole": QT_TRANSLATE_NOOP("labels", "Harus bilangan bulat."),
    "number": QT_TRANSLATE_NOOP("labels", "Harus angka."),
    "text": QT_TRANSLATE_NOOP("labels", "Harus teks."),
    "list": QT_TRANSLATE_NOOP("labels", "Harus daftar teks, dipisah koma."),
    "table": QT_TRANSLATE_NOOP("labels", "Harus daftar nama = nilai."),
    "choice": QT_TRANSLATE_NOOP("labels", "Yang boleh: {allowed}."),
    "minimum": QT_TRANSLATE_NOOP("labels", "Paling sedikit {allowed}."),
    "maximum": QT_TRANSLATE_NOOP("labels", "Paling banyak {allowed}."),
    "characters": QT_TRANSLATE_NOOP("labels", "Ada karakter yang tidak boleh."),
}
_YES: Final = QT_TRANSLATE_NOOP("labels", "Ya")
_NO: Final = QT_TRANSLATE_NOOP("labels", "Tidak")
_EMPTY: Final = QT_TRANSLATE_NOOP("labels", "kosong")
_STORED: Final = QT_TRANSLATE_NOOP("labels", "tersimpan, tidak ditampilkan")
_UNITS: Final[Mapping[str, str]] = {
    "s": QT_TRANSLATE_NOOP("setting_units", "detik"),
    "min": QT_TRANSLATE_NOOP("setting_units", "menit"),
    "h": QT_TRANSLATE_NOOP("setting_units", "jam"),
    "d": QT_TRANSLATE_NOOP("setting_units", "hari"),
    "km/h": QT_TRANSLATE_NOOP("setting_units", "km/jam"),
}


def subject_of(entry: Entry) -> str:
    """Return what a setting is about, a key of `SUBJECTS`."""
    if entry.file.startswith("catalog/") and entry.section != "recording":
        return _OF_FILE[entry.file]
    return _OF_SECTION.get(entry.section, _OF_FILE.get(entry.file, "desk"))


def name_of(entry: Entry, language: str) -> str:
    """The setting's name."""
    return entry.name_en if language == "en" else entry.name


def meaning_of(entry: Entry, language: str) -> str:
    """What the setting means, and which numbers it takes."""
    text = entry.meaning_en if language == "en" else entry.meaning
    return text if not text or text.endswith((".", ")")) else f"{text}."


def plain_words(entry: Entry, value: object) -> str:
    """A value as it is typed; empty when there is none."""
    if isinstance(value, bool):
        return translated(_YES) if value else translated(_NO)
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", screen_locale().decimalPoint())
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {one}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(plain_words(entry, one) for one in value)
    return "" if value is None else str(value)


def value_words(row: SettingRow) -> str:
    """The value that counts, with its unit; of a secret only whether there is one."""
    entry, value = row.entry, row.value
    if entry.secret:
        return translated(_STORED) if value else translated(_EMPTY)
    words = plain_words(entry, value)
    if not words:
        return translated(_EMPTY)
    unit = unit_words(entry)
    return f"{words} {unit}" if unit and not isinstance(value, str) else words


def default_words(entry: Entry) -> str:
    """What counts when nobody says anything."""
    words = plain_words(entry, entry.default)
    unit = unit_words(entry)
    return f"{words} {unit}".strip() if words else translated(_EMPTY)


def unit_words(entry: Entry) -> str:
    """The unit in the language of the screen."""
    if entry.unit not in _UNITS:
        return entry.unit
    return QCoreApplication.translate("setting_units", _UNITS[entry.unit])  # "jam" alone is also a clock


def limit_words(entry: Entry) -> str:
    """Which numbers are allowed, empty when all are."""
    if entry.kind not in {Kind.WHOLE, Kind.NUMBER}:
        return ""
    low, high = (
        None if limit is None else f"{limit:.10g}".replace(".", screen_locale().decimalPoint())
        for limit in (entry.minimum, entry.maximum)
    )
    if low is not None and high is not None:
        return f"{low} … {high}"
    return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else ""


def origin_words(origin: Origin) -> str:
    """Where a value comes from."""
    return translated(_ORIGINS[origin])


def effect_words(effect: Effect) -> str:
    """From when on a change counts."""
    return translated(_EFFECTS[effect])


def who_words(who: Who) -> str:
    """Who may change it."""
    return translated(_WHO[who])


def refusal_words(why: Refusal) -> str:
    """Why a typed value does not fit."""
    return translated(_REFUSALS[why.code]).format(allowed=why.allowed)


def matches(row: SettingRow, words: Sequence[str]) -> bool:
    """Whether every word stands in the key, the file, the names, the meanings or the unit of a setting."""
    entry = row.entry
    text = " ".join(
        (entry.file, entry.key, entry.name, entry.name_en, entry.meaning, entry.meaning_en)
    ).casefold()
    return all(word in text for word in words)
