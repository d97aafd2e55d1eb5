"""What the operator reads when an incident or a call-back line is or becomes another desk's."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

OWNERSHIP_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "claim_taken": (
        QT_TRANSLATE_NOOP("labels", "Sedang diurus Meja {desk} ({operator})."),
        QT_TRANSLATE_NOOP("labels", "Nomor ini tidak dihubungi dua kali."),
        QT_TRANSLATE_NOOP("labels", "Pilih nomor lain; ketua regu bisa mengambilnya dengan Shift+Enter."),
    ),
    "claim_lost": (
        QT_TRANSLATE_NOOP("labels", "Sudah diambil Meja {desk} ({operator})."),
        QT_TRANSLATE_NOOP("labels", "Ruangan memberikannya kepada yang lebih cepat."),
        QT_TRANSLATE_NOOP("labels", "Pilih yang lain, atau hubungi meja itu."),
    ),
    "claim_denied": (
        QT_TRANSLATE_NOOP("labels", "Ruangan menolak: peran Anda di sekretariat belum boleh."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan panggilan tidak berubah."),
        QT_TRANSLATE_NOOP("labels", "Minta ketua regu, atau minta TI memeriksa peran Anda."),
    ),
    "nothing_chosen": (
        QT_TRANSLATE_NOOP("labels", "Belum ada kejadian yang dipilih."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buka tiketnya, atau pilih di papan regu (Spasi menandai)."),
    ),
    "too_many_chosen": (
        QT_TRANSLATE_NOOP("labels", "Terlalu banyak sekaligus: paling banyak {limit} kejadian."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang berubah."),
        QT_TRANSLATE_NOOP("labels", "Pilih lebih sedikit."),
    ),
    "receiver_may_not_see": (
        QT_TRANSLATE_NOOP(
            "labels", "Tiket rahasia tidak bisa diberikan kepada {operator}: perannya tidak menangani tiket."
        ),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap pada pemiliknya."),
        QT_TRANSLATE_NOOP("labels", "Pilih petugas penerima panggilan, pengirim, atau ketua regu."),
    ),
    "operator_unknown": (
        QT_TRANSLATE_NOOP("labels", "Petugas “{operator}” tidak dikenal di ruangan ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih dari papan regu, atau tulis huruf meja."),
    ),
    "operator_away": (
        QT_TRANSLATE_NOOP("labels", "{operator} tidak sedang bertugas di meja mana pun."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang berubah."),
        QT_TRANSLATE_NOOP("labels", "Pilih petugas yang bertugas, atau sebuah meja."),
    ),
    "owner_already": (
        QT_TRANSLATE_NOOP("labels", "{ticket} memang sudah di sana."),
        "",
        "",
    ),
    "wish_gone": (
        QT_TRANSLATE_NOOP("labels", "Permintaan itu sudah dijawab."),
        "",
        "",
    ),
}
