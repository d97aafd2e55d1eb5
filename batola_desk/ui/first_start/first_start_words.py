"""Words of the first start: pages, fields, verdicts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from batola_desk.services.first_start import (
    FIELDS,
    LETTER,
    LINE,
    MAP,
    ROOM,
    SOUND,
    Level,
    SetupDraft,
    Verdict,
)
from batola_desk.services.seat_views import SoundResultView
from batola_desk.ui import labels
from batola_desk.ui.first_start.sound_trial import RESULT
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.sound_words import result_words

SECRETS = frozenset({"room_password", "sip_password"})
SIGNS: Mapping[Level | None, str] = {
    Level.GOOD: "✓", Level.ODD: "▲", Level.BAD: "✕", Level.STOP: "■", None: "○",
}  # fmt: skip
ROLES: Mapping[Level | None, str] = {
    Level.GOOD: "ok", Level.ODD: "warn", Level.BAD: "late", Level.STOP: "late", None: "muted",
}  # fmt: skip
PAGE_NAMES: Mapping[str, str] = {
    LETTER: QT_TRANSLATE_NOOP("first_start", "Huruf meja"),
    ROOM: QT_TRANSLATE_NOOP("first_start", "Database"),
    LINE: QT_TRANSLATE_NOOP("first_start", "Telepon"),
    SOUND: QT_TRANSLATE_NOOP("first_start", "Headset"),
    MAP: QT_TRANSLATE_NOOP("first_start", "Peta"),
    "": QT_TRANSLATE_NOOP("first_start", "Simpan"),
}
INTROS: Mapping[str, str] = {
    LETTER: QT_TRANSLATE_NOOP(
        "first_start",
        "Meja ini sudah bisa bekerja sendiri sekarang juga. Di sini ia diberi tahu siapa dirinya dan dengan"
        " siapa ia bekerja; setiap halaman diuji sungguhan, dan baru Simpan di akhir yang menulis.\n\n"
        "Huruf meja menjadi bagian setiap nomor tiket; tidak boleh sama dengan meja lain di ruang ini.",
    ),
    ROOM: QT_TRANSLATE_NOOP(
        "first_start",
        "Database bersama semua meja (PostgreSQL). Login dan sandi mesin ini dibuat TI dengan"
        " batola-desk secretariat add-desk. Kosong: meja bekerja sendiri.",
    ),
    LINE: QT_TRANSLATE_NOOP(
        "first_start",
        "Akun meja ini di sentral telepon (SIP). Uji bertanya kepada sentral dengan akun dan sandi ini;"
        " pendaftaran yang sedang berjalan tidak tersentuh.",
    ),
    SOUND: QT_TRANSLATE_NOOP(
        "first_start",
        "Pilih headset dan pengeras suara, lalu Enter: bicaralah lima detik, kemudian dengarkan suara"
        " sendiri.",
    ),
    MAP: QT_TRANSLATE_NOOP(
        "first_start",
        "Paket peta (.btmap), atau folder bersama tempat paket baru ditaruh. Kosong: peta datang dari"
        " sekretariat bila ada, selain itu peta sederhana.",
    ),
    "": QT_TRANSLATE_NOOP("first_start", "Ini yang akan ditulis, dan bagaimana ujinya:"),
}
FIELD_NAMES: Mapping[str, str] = {
    "letter": QT_TRANSLATE_NOOP("first_start", "Huruf meja ini"),
    "room_hosts": QT_TRANSLATE_NOOP("first_start", "Server"),
    "room_database": QT_TRANSLATE_NOOP("first_start", "Nama database"),
    "room_login": QT_TRANSLATE_NOOP("first_start", "Login mesin"),
    "room_password": QT_TRANSLATE_NOOP("first_start", "Sandi mesin"),
    "room_ca": QT_TRANSLATE_NOOP("first_start", "Berkas CA"),
    "sip_registrar": QT_TRANSLATE_NOOP("first_start", "Sentral (registrar)"),
    "sip_user": QT_TRANSLATE_NOOP("first_start", "Nama akun"),
    "sip_auth_user": QT_TRANSLATE_NOOP("first_start", "Nama untuk sandi"),
    "sip_password": QT_TRANSLATE_NOOP("first_start", "Sandi"),
    "sip_proxy": QT_TRANSLATE_NOOP("first_start", "Proxy keluar"),
    "sip_port": QT_TRANSLATE_NOOP("first_start", "Port SIP meja ini"),
    "sip_ca": QT_TRANSLATE_NOOP("first_start", "Berkas CA"),
    "headset_output": QT_TRANSLATE_NOOP("first_start", "Headset (dengar)"),
    "headset_input": QT_TRANSLATE_NOOP("first_start", "Headset (mikrofon)"),
    "loudspeaker": QT_TRANSLATE_NOOP("first_start", "Pengeras suara"),
    "map_source": QT_TRANSLATE_NOOP("first_start", "Paket atau folder"),
}
EXAMPLES: Mapping[str, str] = {
    "room_hosts": QT_TRANSLATE_NOOP("first_start", "db1.112.batola, db2.112.batola:5433"),
    "room_database": QT_TRANSLATE_NOOP("first_start", "ruang"),
    "room_login": QT_TRANSLATE_NOOP("first_start", "kosong: meja_{letter}"),
    "room_ca": QT_TRANSLATE_NOOP("first_start", "kosong: yang dipercaya komputer ini"),
    "sip_registrar": QT_TRANSLATE_NOOP("first_start", "pbx.112.batola, atau pbx.112.batola;transport=tls"),
    "sip_user": QT_TRANSLATE_NOOP("first_start", "112b"),
    "sip_auth_user": QT_TRANSLATE_NOOP("first_start", "kosong: sama dengan nama akun"),
    "sip_proxy": QT_TRANSLATE_NOOP("first_start", "kosong: tanpa proxy"),
    "sip_port": QT_TRANSLATE_NOOP("first_start", "kosong: 5060"),
    "sip_ca": QT_TRANSLATE_NOOP("first_start", "kosong: yang dipercaya komputer ini"),
    "map_source": QT_TRANSLATE_NOOP("first_start", "D:\\Peta\\batola.btmap"),
}


def say(text: str) -> str:
    """A text of this room in the language of the screen."""
    return QCoreApplication.translate("first_start", text)


def verdict_words(verdict: Verdict) -> str:
    """One finding with its sign: what is so, and what to do."""
    result = verdict.values.get(RESULT)
    if isinstance(result, SoundResultView):
        return f"{SIGNS[verdict.level]} {result_words(result)}"
    happened, _works, next_step = labels.error_words(verdict.code, verdict.values)
    return f"{SIGNS[verdict.level]} " + " ".join(part for part in (happened, next_step) if part)


def typed_words(draft: SetupDraft, page: str) -> str:
    """What stands on a page, in one line; of a secret only that there is one."""
    parts = []
    for name in FIELDS[page]:
        value = getattr(draft, name)
        if value:
            parts.append(f"{say(FIELD_NAMES[name])}: {'••••••' if name in SECRETS else value}")
    return " · ".join(parts)
