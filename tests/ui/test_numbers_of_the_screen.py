"""Numbers and counts speak the language of the words around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from batola_desk.ui import numbers
from batola_desk.ui.i18n import Translator
from batola_desk.ui.incident.parts import distance_text
from tools import translations

UI = Path(numbers.__file__).parent
# A count stands before a word for many: such a text needs %n, unless the count is never one.
MANY = re.compile(r"\{(count|total|known|number)\} [a-z]{3,}s\b")
NEVER_ONE = {"labels", "OtherRoomSheet"}  # limits and thousands of facts


@pytest.fixture
def translator(qapp: QApplication) -> Iterator[Translator]:
    locale = QLocale()
    yield Translator(qapp)
    QLocale.setDefault(locale)


def test_the_decimal_sign_is_that_of_the_language(translator: Translator) -> None:
    translator.use("id")
    assert [distance_text(1840.0), numbers.decimal(-0.4), numbers.plain(0.8)] == ["1,8 km", "−0,4", "0,8"]
    assert numbers.whole(18342) == "18.342"
    translator.use("en")
    assert [distance_text(1840.0), numbers.decimal(-0.4), numbers.plain(0.8)] == ["1.8 km", "−0.4", "0.8"]
    assert numbers.whole(18342) == "18,342"


def test_a_number_to_be_changed_has_no_needless_places(translator: Translator) -> None:
    translator.use("id")
    assert [numbers.plain(value) for value in (0.0, 2.0, 1.25, -0.5, 10.0)] == [
        "0",
        "2",
        "1,25",
        "-0,5",
        "10",
    ]


def test_without_a_translation_numbers_are_indonesian() -> None:
    assert numbers.decimal(1.5) == "1,5"


@pytest.mark.parametrize(
    ("context", "text", "one", "many"),
    [
        ("StatusStrip", "%n peringatan", "1 alert", "2 alerts"),
        ("queue_words", "%n panggilan", "1 call", "2 calls"),
        ("AnnouncementModel", "%n orang", "1 person", "2 people"),
        ("labels", "%Ln penyeberangan", "1 ferry", "2 ferries"),
        ("room", "▲ %n konflik", "▲ 1 conflict", "▲ 2 conflicts"),
    ],
)
def test_one_is_not_many_in_english(
    translator: Translator, context: str, text: str, one: str, many: str
) -> None:
    translator.use("en")
    assert QCoreApplication.translate(context, text, "", 1) == one
    assert QCoreApplication.translate(context, text, "", 2) == many
    translator.use("id")
    assert QCoreApplication.translate(context, text, "", 2) == re.sub("%L?n", "2", text)


def test_every_counted_text_has_a_form_for_one_and_one_for_many() -> None:
    forms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for context, source, text, _ in translations.messages(translations.SOURCE):
        if translations.COUNT.search(source):
            forms[context, source].append(text)
    assert forms
    assert {source: found for source, found in forms.items() if len(found) != 2 or not all(found)} == {}


def test_no_english_text_puts_a_bare_number_before_a_plural() -> None:
    wrong = [
        text
        for context, _, text, _ in translations.messages(translations.SOURCE)
        if MANY.search(text) and context not in NEVER_ONE
    ]
    assert wrong == []


def test_no_module_writes_a_decimal_comma_of_its_own() -> None:
    own = re.compile(r"""replace\(["']\.["'], ["'],["']\)|:,\}|:,d\}""")
    found = [
        f"{path.relative_to(UI)}:{number}"
        for path in sorted(UI.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if own.search(line)
    ]
    assert found == []
