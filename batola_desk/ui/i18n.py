"""Screen language at run time. Source texts are Indonesian; English is a translation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from batola_desk.settings.paths import resource_path

LANGUAGES = ("id", "en")


@cache
def _read(path: Path) -> bytes:
    """Kept for good: Qt reads these bytes for as long as any translator of the application uses them."""
    return path.read_bytes()


class Translator:
    """Installs the translation of a language; widgets hear ``LanguageChange`` and say their texts again."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.language = "id"

    def use(self, language: str) -> None:
        """Switch the whole application.

        Raises:
            ValueError: no such language.
        """
        if language not in LANGUAGES:
            raise ValueError(language)
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        self.language = language
        QLocale.setDefault(QLocale("id_ID" if language == "id" else "en_GB"))
        if language == "en":
            self._install(resource_path("i18n", "en.qm"))
            qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(Path(qt_folder) / "qtbase_en.qm")
        else:
            self._install(resource_path("i18n", "qt_id.qm"))  # Qt ships none; ours covers what we show

    def _install(self, path: Path) -> None:
        """From memory: Qt would map the file, and dies when an update changes it under a running desk."""
        try:
            texts = _read(path)
        except OSError:
            return  # the screen says its Indonesian source texts
        translator = QTranslator(self._app)
        if translator.load(texts):
            self._app.installTranslator(translator)
            self._installed.append(translator)
