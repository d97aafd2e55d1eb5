"""Every text of the screen exists in both languages and changes while the desk runs."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QLabel

from batola_desk.settings.paths import resource_path
from batola_desk.ui import labels
from batola_desk.ui.i18n import LANGUAGES, Translator
from tools import translations


@pytest.fixture
def translator(qapp: QApplication) -> Iterator[Translator]:
    locale = QLocale()
    made = Translator(qapp)
    yield made
    QLocale.setDefault(locale)


def test_every_text_is_extracted_translated_and_compiled() -> None:
    assert translations.gaps() == []


def test_reading_the_texts_again_keeps_every_form_of_a_count(tmp_path: Path) -> None:
    copy = tmp_path / "en.ts"
    copy.write_bytes(translations.SOURCE.read_bytes())
    translations.update(copy)
    assert list(translations.messages(copy)) == list(translations.messages(translations.SOURCE))


def test_a_translation_keeps_every_gap_of_its_source() -> None:
    wrong = []
    for context, source, text, _ in translations.messages(translations.SOURCE):
        if text and _gaps(source) != _gaps(text):
            wrong.append(f"{context}: {source!r} -> {text!r}")
    assert wrong == []


def test_a_translation_keeps_line_breaks_and_outer_spaces() -> None:
    wrong = [
        source
        for _, source, text, _ in translations.messages(translations.SOURCE)
        if text
        and (source.count("\n"), source[:1] == " ", source[-1:] == " ")
        != (text.count("\n"), text[:1] == " ", text[-1:] == " ")
    ]
    assert wrong == []


def test_the_language_changes_while_the_desk_runs(translator: Translator) -> None:
    translator.use("id")
    assert labels.word(labels.CALL_STATES, "on_hold") == "Ditahan"
    translator.use("en")
    assert labels.word(labels.CALL_STATES, "on_hold") == "On hold"
    translator.use("id")
    assert labels.word(labels.CALL_STATES, "on_hold") == "Ditahan"


def test_widgets_hear_of_a_new_language(translator: Translator, qtbot: object) -> None:
    class Sign(QLabel):
        def __init__(self) -> None:
            super().__init__()
            self.heard = 0

        def changeEvent(self, qt_event: object) -> None:
            self.heard += qt_event.type() == qt_event.Type.LanguageChange  # type: ignore[attr-defined]

    sign = Sign()
    qtbot.addWidget(sign)  # type: ignore[attr-defined]
    translator.use("en")
    QApplication.sendPostedEvents()
    assert sign.heard


def test_qts_own_menus_speak_indonesian(translator: Translator) -> None:
    translator.use("id")
    assert QCoreApplication.translate("QLineEdit", "&Copy") == "&Salin"
    translator.use("en")
    assert QCoreApplication.translate("QLineEdit", "&Copy") == "&Copy"


def test_an_update_of_the_file_does_not_reach_the_running_desk(
    translator: Translator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt would map the file: emptied in place, it takes the whole process along."""
    copy = tmp_path / "en.qm"
    copy.write_bytes(resource_path("i18n", "en.qm").read_bytes())
    monkeypatch.setattr("batola_desk.ui.i18n.resource_path", lambda *_: copy)
    translator.use("en")
    if Path("/proc/self/maps").exists():
        assert str(copy) not in Path("/proc/self/maps").read_text()
    copy.write_bytes(b"")
    assert labels.word(labels.CALL_STATES, "on_hold") == "On hold"


def test_an_unknown_language_is_refused(translator: Translator) -> None:
    with pytest.raises(ValueError, match="xx"):
        translator.use("xx")
    assert set(LANGUAGES) == {"id", "en"}


def test_no_text_is_put_together_before_it_is_translated() -> None:
    found = []
    for path in translations.sources():
        tree = ast.parse((translations.ROOT / path).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _translates(node):
                where = node.args[0] if _name(node.func) == "tr" else node.args[1]
                if isinstance(where, ast.JoinedStr | ast.BinOp | ast.Call):
                    found.append(f"{path}:{node.lineno}")
    assert found == []


def test_no_text_hides_from_the_extraction() -> None:
    """lupdate does not look into f-strings: a text there would never be translated."""
    known = {source for _, source, _, _ in translations.messages(translations.SOURCE)}
    hidden = []
    for path in translations.sources():
        tree = ast.parse((translations.ROOT / path).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _translates(node):
                where = node.args[0] if _name(node.func) == "tr" else node.args[1]
                if isinstance(where, ast.Constant) and where.value not in known:
                    hidden.append(f"{path}:{node.lineno}: {where.value}")
    assert hidden == []


def _translates(node: ast.Call) -> bool:
    if _name(node.func) == "tr":
        return True
    return _name(node.func) == "translate" and _is_text(node.args[0]) and len(node.args) > 1


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _gaps(text: str) -> set[str]:
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return named | {f"%{number}" for number in range(1, 10) if f"%{number}" in text}
