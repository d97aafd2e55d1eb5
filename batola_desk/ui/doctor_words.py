"""Sentences of what the doctor found, from its codes, for window, command line and docs/it/doctor.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from batola_desk.ui import labels
from batola_desk.ui.doctor_backup_texts import DOCTOR_BACKUP_TEXTS
from batola_desk.ui.doctor_line_texts import LINE_TEXTS
from batola_desk.ui.doctor_texts import MACHINE_TEXTS
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.numbers import decimal, plain, whole

DOCTOR_TEXTS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    **MACHINE_TEXTS,
    **DOCTOR_BACKUP_TEXTS,
    **LINE_TEXTS,
}
_COUNTS: Final = frozenset({"count", "seq", "mb_per_s"})
_OTHER: Final = QT_TRANSLATE_NOOP("labels", "lain-lain")
# Codes of other rooms keep their sentences there; only what they are about is said here.
_SUBJECTS: Final[Mapping[str, str]] = {
    "secretariat_": QT_TRANSLATE_NOOP("labels", "sekretariat"),
    "copy_": QT_TRANSLATE_NOOP("labels", "salinan"),
    "neighbour_": QT_TRANSLATE_NOOP("labels", "salinan"),
    "map_": QT_TRANSLATE_NOOP("labels", "peta"),
}


class FindingWords(NamedTuple):
    """What it is about, what was found, what still works, what to do; the last two may be empty."""

    subject: str
    what: str
    works: str
    remedy: str


def finding_words(code: str, values: Mapping[str, object]) -> FindingWords:
    """Return the sentences of one finding in the language of the screen."""
    texts = DOCTOR_TEXTS.get(code)
    if texts is not None:
        told = {name: _figure(name, value) for name, value in values.items()}
        if "why" in told:  # the code of a failure that has its own sentences
            what, _, advice = labels.error_words(str(told["why"]), values)
            told |= {"why": what, "advice": advice}
        if "problem" in told:
            told["problem"] = labels.word(labels.AUDIO_PROBLEMS, str(told["problem"]))
        if "age_s" in values:
            told["age"] = _age(values["age_s"])
        return FindingWords(*labels.sentences(texts, code, told))
    subject = next((name for start, name in _SUBJECTS.items() if code.startswith(start)), _OTHER)
    return FindingWords(labels.translated(subject), *labels.error_words(code, values))


def _figure(name: str, value: object) -> object:
    """A measured or counted number as the language writes it; a port is no count."""
    if name == "off_s" and isinstance(value, float):
        return ("+" if value >= 0 else "") + decimal(value)
    if isinstance(value, float):
        return plain(value)
    return whole(value) if isinstance(value, int) and name in _COUNTS else value


def _age(seconds: object) -> str:
    whole = int(seconds) if isinstance(seconds, int | float) else 0
    for size, text in (
        (86_400, QT_TRANSLATE_NOOP("labels", "{count} hari")),
        (3_600, QT_TRANSLATE_NOOP("labels", "{count} jam")),
        (60, QT_TRANSLATE_NOOP("labels", "{count} menit")),
    ):
        if whole >= size:
            return labels.translated(text).format(count=whole // size)
    return labels.translated(QT_TRANSLATE_NOOP("labels", "{count} detik")).format(count=whole)
