"""Every key and word of the desk on paper, made from the command book: never out of date."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from batola_desk import __version__
from batola_desk.services.orders import vocabulary as v
from batola_desk.ui.command import MENUS, Command
from batola_desk.ui.command_book import CommandBook, command_text, key_text
from batola_desk.ui.keys_overlay import FORM_KEYS, is_later, series_words
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.print.paper import text

LINES = (
    (
        f"{v.NEW} kb01 @handil bakti rt 4 !p1 /…",
        QT_TRANSLATE_NOOP("KeyMap", "tiket baru: jenis, tempat, prioritas, catatan"),
    ),
    (f"{v.FILL} @… #0812… pelapor:…", QT_TRANSLATE_NOOP("KeyMap", "isi tiket di formulir")),
    (
        f"{v.SEND} damkar,bpk lewat:radio",
        QT_TRANSLATE_NOOP("KeyMap", "kirim ke instansi, lewat saluran bila disebut"),
    ),
    (f"{v.ASSIGN} BPK-3", QT_TRANSLATE_NOOP("KeyMap", "tugaskan satuan ke tiket ini")),
    (f"{v.UNIT} BPK-3 tiba", QT_TRANSLATE_NOOP("KeyMap", "catat laporan satuan")),
    (f"{v.REPLAY} 20", QT_TRANSLATE_NOOP("KeyMap", "dengar 20 detik terakhir lagi")),
)

TABLE = "<table width='100%' cellspacing='0'>"


def key_map_body(book: CommandBook) -> str:
    """The pages as marked-up text, in the language of the screen."""
    parts = [f"<h1>{text(_said('Tombol dan perintah'))}</h1>"]
    for menu, title in MENUS.items():
        commands = [command for command in book if command.menu == menu and not is_later(command)]
        parts += _table(
            QCoreApplication.translate("commands", title), (_row(command) for command in commands)
        )
    forms = ((keys, QCoreApplication.translate("KeysOverlay", words), "") for keys, words in FORM_KEYS)
    parts += _table(_said("Di formulir"), forms)
    lines = ((line, QCoreApplication.translate("KeyMap", words), "") for line, words in LINES)
    parts += _table(_said("Baris perintah (Ctrl+K): satu baris, satu perintah utuh"), lines)
    return "".join(parts)


def title() -> str:
    """What the file is called inside."""
    return f"{_said('Tombol dan perintah')} · Batola Desk {__version__}"


def _said(words: str) -> str:
    return QCoreApplication.translate("KeyMap", words)


def _row(command: Command) -> tuple[str, str, str]:
    key, words = series_words(command)
    return (
        key or (key_text(command.key) if command.key else ""),
        words or command_text(command),
        _word(command),
    )


def _word(command: Command) -> str:
    if not command.argument:
        return command.word
    return f"{command.word} ‹{QCoreApplication.translate('commands', command.argument)}›"


def _table(heading: str, rows: Iterable[tuple[str, str, str]]) -> list[str]:
    made = [f"<h2>{text(heading)}</h2>{TABLE}"]
    for key, words, word in rows:
        made.append(
            f"<tr><td width='20%' class='key'>{text(key)}</td><td width='44%'>{text(words)}</td>"
            f"<td width='36%' class='word'>{text(word)}</td></tr>"
        )
    made.append("</table>")
    return made


_TEXTS = (
    QT_TRANSLATE_NOOP("KeyMap", "Tombol dan perintah"),
    QT_TRANSLATE_NOOP("KeyMap", "Di formulir"),
    QT_TRANSLATE_NOOP("KeyMap", "Baris perintah (Ctrl+K): satu baris, satu perintah utuh"),
)
