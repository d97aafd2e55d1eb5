"""The signs of a silent call and its answers by keys, in words. Source: domain.md §12.1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.call import Call
from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.domain.procedures import SilentRule
from batola_desk.domain.silent_rules import PressedAnswer, Sign, link_answers
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import local_time, priority_words
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONTEXT = "silent_words"
ANSWERS_SHOWN = 6

SIGNS: Mapping[str, str] = {
    Sign.KEY: QT_TRANSLATE_NOOP("silent_words", "penelepon menekan tombol atau menjawab"),
    Sign.MISTAKE_KEY: QT_TRANSLATE_NOOP("silent_words", "penelepon hanya menyatakan salah pencet"),
    Sign.DANGER_SOUND: QT_TRANSLATE_NOOP("silent_words", "terdengar tanda bahaya"),
    Sign.SENSITIVE_NUMBER: QT_TRANSLATE_NOOP("silent_words", "nomor ini pernah melapor secara rahasia"),
    Sign.LINK_DECLINED: QT_TRANSLATE_NOOP("silent_words", "tautan lokasi ditolak, lalu terputus"),
    Sign.POSITION: QT_TRANSLATE_NOOP("silent_words", "lokasi diketahui, tanpa tanda lain"),
    Sign.NOTHING: QT_TRANSLATE_NOOP("silent_words", "tidak ada tanda apa pun"),
}


def sign_words(rule: SilentRule) -> str:
    """The sign that decided."""
    return QCoreApplication.translate(CONTEXT, SIGNS.get(rule.sign, rule.sign))


def answer_words(call: Call, catalog: Catalog) -> str:
    """``TIDAK BISA BICARA 16:03:11 · di kamar 16:03:40``: what he tapped or wrote on the page of his link."""
    offset_min = catalog.centre.utc_offset_min
    told = link_answers(call)[-ANSWERS_SHOWN:]
    return " · ".join(f"{line.text} {local_time(line.at_us, offset_min)}" for line in told)


def decision_words(rule: SilentRule, catalog: Catalog, language: str) -> str:
    """What the rule asks for: a ticket with its priority, or a class."""
    kind, known = catalog.types.get(rule.type_code), catalog.classes.get(rule.call_class)
    if kind is not None:
        return f"{kind.code}  {priority_words(catalog, kind.priority, language, short=True)}"
    return f"{rule.call_class} {label_of(known, language)}" if known is not None else rule.call_class


def pressed_words(answers: Sequence[PressedAnswer], catalog: Catalog) -> str:
    """``YA 16:03:11 · TIDAK 16:03:20``; pressed more than twice is shown as it came."""
    offset_min = catalog.centre.utc_offset_min
    words = []
    for answer in answers[-ANSWERS_SHOWN:]:
        said = labels.word(labels.TRIAGE_ANSWERS, answer.code) if answer.count <= 2 else f"{answer.count}×"
        words.append(f"{said.upper()} {local_time(answer.at_us, offset_min)}")
    return " · ".join(words)
