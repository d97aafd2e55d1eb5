"""What operating systems and TLS libraries say in English, in the language of the screen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

SYSTEM_WORDS: Mapping[str, str] = {
    "No such file or directory": QT_TRANSLATE_NOOP("system_words", "berkas atau folder itu tidak ada"),
    "Permission denied": QT_TRANSLATE_NOOP("system_words", "tidak ada hak untuk membukanya"),
    "Is a directory": QT_TRANSLATE_NOOP("system_words", "itu folder, bukan berkas"),
    "Not a directory": QT_TRANSLATE_NOOP("system_words", "itu bukan folder"),
    "No space left on device": QT_TRANSLATE_NOOP("system_words", "disk penuh"),
    "Read-only file system": QT_TRANSLATE_NOOP("system_words", "disk hanya bisa dibaca"),
    "Input/output error": QT_TRANSLATE_NOOP("system_words", "disk rusak atau terlepas"),
    "Connection refused": QT_TRANSLATE_NOOP("system_words", "sambungan ditolak"),
    "Connection timed out": QT_TRANSLATE_NOOP("system_words", "tidak ada jawaban"),
    "Network is unreachable": QT_TRANSLATE_NOOP("system_words", "jaringan tidak terjangkau"),
    "KEY_VALUES_MISMATCH": QT_TRANSLATE_NOOP("system_words", "kunci ini bukan milik sertifikatnya"),
    "NO_CERTIFICATE_OR_CRL_FOUND": QT_TRANSLATE_NOOP("system_words", "tidak ada sertifikat di dalamnya"),
    "NO_START_LINE": QT_TRANSLATE_NOOP("system_words", "isinya bukan PEM"),
    "PEM lib": QT_TRANSLATE_NOOP("system_words", "isinya bukan PEM"),
}  # what stands here only is replaced; anything else goes through as it came: IT may search for it


def in_own_words(text: str) -> str:
    """The text with the known phrases in the language of the screen."""
    for phrase, words in SYSTEM_WORDS.items():
        if phrase in text:
            text = text.replace(phrase, QCoreApplication.translate("system_words", words))
    return text
