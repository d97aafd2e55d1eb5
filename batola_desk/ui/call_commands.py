"""Commands of calls and of those who take part in them, beside those of ``ui.commands``."""

from __future__ import annotations

from batola_desk.ui.command import Command
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

HELD_KEYS = 9
SPEED_DIAL_KEYS = 9


_HELD = tuple(
    Command(
        command_id=f"take_held_{number}",
        key=f"Ctrl+{number}",
        text=QT_TRANSLATE_NOOP("commands", "Ambil panggilan ditahan ke-{number}"),
        menu="call",
    )
    for number in range(1, HELD_KEYS + 1)
)

_SPEED_DIALS = tuple(
    Command(
        command_id=f"speed_dial_{number}",
        key=f"Shift+F{number}",
        text=QT_TRANSLATE_NOOP("commands", "Hubungi instansi atau meja ke-{number}"),
        menu="parties",
    )
    for number in range(1, SPEED_DIAL_KEYS + 1)
)
_PARTIES: tuple[Command, ...] = (
    *_SPEED_DIALS,
    Command(
        command_id="targets",
        key="Ctrl+I",
        text=QT_TRANSLATE_NOOP("commands", "Hubungi untuk penelepon (daftar)"),
        word="alihkan",
        argument=QT_TRANSLATE_NOOP("commands", "instansi atau nomor"),
        menu="parties",
    ),
    Command(
        command_id="join",
        key="Ctrl+G",
        text=QT_TRANSLATE_NOOP("commands", "Gabung: semua saling mendengar"),
        word="gabung",
        menu="parties",
    ),
    Command(
        command_id="hand_over",
        key="Ctrl+S",
        text=QT_TRANSLATE_NOOP("commands", "Serahkan dan keluar dari percakapan"),
        word="serahkan",
        argument=QT_TRANSLATE_NOOP("commands", "alasan"),
        menu="parties",
    ),
    Command(
        command_id="swap",
        key="Ctrl+W",
        text=QT_TRANSLATE_NOOP("commands", "Ganti: bicara dengan pihak lain"),
        word="ganti",
        menu="parties",
    ),
    Command(
        command_id="back",
        key="Ctrl+E",
        text=QT_TRANSLATE_NOOP("commands", "Kembali ke penelepon"),
        word="kembali",
        menu="parties",
    ),
    Command(
        command_id="members",
        key="Ctrl+Shift+G",
        text=QT_TRANSLATE_NOOP("commands", "Ke daftar pihak (bisukan, lepas)"),
        word="pihak",
        menu="parties",
    ),
    Command(
        command_id="redial",
        key="Ctrl+Shift+D",
        text=QT_TRANSLATE_NOOP("commands", "Telepon lagi nomor terakhir"),
        word="ulang",
        menu="parties",
    ),
    Command(
        command_id="supervise",
        key="Ctrl+M",
        text=QT_TRANSLATE_NOOP("commands", "Dampingi meja … (ketua regu)"),
        word="dampingi",
        argument=QT_TRANSLATE_NOOP("commands", "huruf meja, dengar/bisik/ikut"),
        menu="parties",
    ),
    Command(
        command_id="supervise_listen",
        key="Ctrl+F9",
        text=QT_TRANSLATE_NOOP("commands", "Mendampingi: dengar"),
        menu="parties",
    ),
    Command(
        command_id="supervise_whisper",
        key="Ctrl+F10",
        text=QT_TRANSLATE_NOOP("commands", "Mendampingi: bisik ke petugas"),
        menu="parties",
    ),
    Command(
        command_id="supervise_barge",
        key="Ctrl+F11",
        text=QT_TRANSLATE_NOOP("commands", "Mendampingi: ikut bicara"),
        menu="parties",
    ),
)

CALL_COMMANDS: tuple[Command, ...] = (
    Command(
        command_id="answer", key="F2", text=QT_TRANSLATE_NOOP("commands", "Jawab"), word="jawab", menu="call"
    ),
    Command(
        command_id="hold",
        key="F3",
        text=QT_TRANSLATE_NOOP("commands", "Tahan / lanjutkan"),
        word="tahan",
        menu="call",
    ),
    Command(
        command_id="hang_up",
        key="F4",
        text=QT_TRANSLATE_NOOP("commands", "Tutup telepon"),
        word="tutup",
        menu="call",
    ),
    Command(
        command_id="mute",
        key="F5",
        text=QT_TRANSLATE_NOOP("commands", "Bisukan mikrofon"),
        word="bisu",
        menu="call",
    ),
    Command(
        command_id="silent",
        key="F9",
        text=QT_TRANSLATE_NOOP("commands", "Prosedur senyap"),
        word="senyap",
        menu="call",
    ),
    Command(
        command_id="classify",
        key="F10",
        text=QT_TRANSLATE_NOOP("commands", "Klasifikasi (lalu satu huruf)"),
        word="kelas",
        argument=QT_TRANSLATE_NOOP("commands", "huruf"),
        menu="call",
    ),
    Command(
        command_id="dial",
        key="Ctrl+D",
        text=QT_TRANSLATE_NOOP("commands", "Telepon keluar"),
        word="telepon",
        argument=QT_TRANSLATE_NOOP("commands", "nomor"),
        menu="call",
    ),
    Command(
        command_id="call_back",
        key="Ctrl+Shift+B",
        text=QT_TRANSLATE_NOOP("commands", "Hubungi balik penelepon ini / yang teratas"),
        word="hubungi",
        menu="call",
    ),
    Command(
        command_id="digits",
        key="Ctrl+T",
        text=QT_TRANSLATE_NOOP("commands", "Kirim nada tombol"),
        word="nada",
        argument=QT_TRANSLATE_NOOP("commands", "tombol"),
        menu="call",
    ),
    Command(
        command_id="text",
        key="Ctrl+P",
        text=QT_TRANSLATE_NOOP("commands", "Tulis teks ke penelepon"),
        word="teks",
        argument=QT_TRANSLATE_NOOP("commands", "teks"),
        menu="call",
    ),
    Command(
        command_id="location_link",
        key="Alt+O",
        text=QT_TRANSLATE_NOOP("commands", "Kirim tautan lokasi ke penelepon"),
        word="tautan",
        argument=QT_TRANSLATE_NOOP("commands", "sms, wa atau salin"),
        menu="call",
    ),
    Command(
        command_id="replay",
        key="Ctrl+O",
        text=QT_TRANSLATE_NOOP("commands", "Dengar ulang 60 detik / kembali"),
        word="putar",
        argument=QT_TRANSLATE_NOOP("commands", "detik"),
        menu="call",
    ),
    Command(
        command_id="replay_back",
        key="Alt+Left",
        text=QT_TRANSLATE_NOOP("commands", "Ulangan: mundur 5 detik"),
        menu="call",
    ),
    Command(
        command_id="replay_forward",
        key="Alt+Right",
        text=QT_TRANSLATE_NOOP("commands", "Ulangan: maju 5 detik"),
        menu="call",
    ),
    Command(
        command_id="replay_slow",
        key="Alt+Down",
        text=QT_TRANSLATE_NOOP("commands", "Ulangan: pelan 0,8× / biasa"),
        menu="call",
    ),
    Command(
        command_id="recording",
        key="Ctrl+Shift+R",
        text=QT_TRANSLATE_NOOP("commands", "Gelombang rekaman panggilan ini"),
        word="rekaman",
        menu="call",
    ),
    Command(
        command_id="silence_ringing",
        key="Ctrl+R",
        text=QT_TRANSLATE_NOOP("commands", "Pelankan dering (30 detik)"),
        word="pelan",
        menu="call",
    ),
    Command(
        command_id="number_history",
        key="Ctrl+H",
        text=QT_TRANSLATE_NOOP("commands", "Riwayat nomor ini"),
        word="riwayat",
        menu="call",
    ),
    Command(
        command_id="sip_trace",
        text=QT_TRANSLATE_NOOP("commands", "Simpan jejak SIP (untuk TI; hasil cari: J)"),
        word="jejak",
        menu="call",
    ),
    *_HELD,
    *_PARTIES,
)
