"""Every command of the desk, declared once: its key, its words, its menu, its word on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QCoreApplication, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from batola_desk.ui.command import Command
from batola_desk.ui.map_commands import MAP_COMMANDS
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

_ROOM: tuple[Command, ...] = (
    Command(
        command_id="room_board",
        key="Ctrl+Shift+S",
        text=QT_TRANSLATE_NOOP("commands", "Papan regu (meja, petugas, pemilik kejadian)"),
        word="regu",
        menu="view",
    ),
    Command(
        command_id="pass_on",
        key="Ctrl+Shift+O",
        text=QT_TRANSLATE_NOOP("commands", "Limpahkan kejadian ke meja atau petugas"),
        word="limpahkan",
        argument=QT_TRANSLATE_NOOP("commands", "meja atau petugas, alasan"),
        menu="ticket",
    ),
    Command(
        command_id="take_over",
        key="Ctrl+Shift+A",
        text=QT_TRANSLATE_NOOP("commands", "Ambil alih kejadian"),
        word="ambil",
        argument=QT_TRANSLATE_NOOP("commands", "alasan"),
        menu="ticket",
    ),
)
_PEOPLE: tuple[Command, ...] = (
    Command(
        command_id="sign_on",
        key="Ctrl+Shift+N",
        text=QT_TRANSLATE_NOOP("commands", "Masuk / ganti petugas"),
        word="masuk",
        menu="desk",
    ),
    Command(
        command_id="without_login",
        key="Alt+D",
        text=QT_TRANSLATE_NOOP("commands", "Bekerja tanpa login (darurat)"),
        word="darurat",
        menu="desk",
    ),
    Command(
        command_id="sign_off",
        key="Ctrl+Shift+K",
        text=QT_TRANSLATE_NOOP("commands", "Selesai dinas: tinggalkan meja"),
        word="selesai",
        menu="desk",
    ),
    Command(
        command_id="take_role",
        key="Ctrl+Shift+P",
        text=QT_TRANSLATE_NOOP("commands", "Peran sementara / kembalikan (ketua regu)"),
        word="peran",
        menu="desk",
    ),
    Command(
        command_id="other_room",
        key="Ctrl+Shift+Y",
        text=QT_TRANSLATE_NOOP("commands", "Server lain menjawab: sahkan ruangnya"),
        word="sahkan-ruang",
        menu="desk",
    ),
)

COMMANDS: tuple[Command, ...] = (
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
        command_id="replay",
        key="Ctrl+O",
        text=QT_TRANSLATE_NOOP("commands", "Dengar ulang 60 detik / kembali"),
        word="putar",
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
    Command(
        command_id="ticket",
        key="F6",
        text=QT_TRANSLATE_NOOP("commands", "Tiket baru / ke formulir"),
        word="tiket",
        menu="ticket",
    ),
    Command(
        command_id="send",
        key="F7",
        text=QT_TRANSLATE_NOOP("commands", "Kirim ke instansi"),
        word="kirim",
        menu="ticket",
    ),
    Command(
        command_id="units",
        key="F8",
        text=QT_TRANSLATE_NOOP("commands", "Satuan"),
        word="satuan",
        menu="ticket",
    ),
    Command(
        command_id="undo",
        key="Ctrl+Z",
        text=QT_TRANSLATE_NOOP("commands", "Batalkan langkah terakhir"),
        word="batal",
        menu="ticket",
    ),
    Command(
        command_id="search",
        key="Ctrl+F",
        text=QT_TRANSLATE_NOOP("commands", "Cari tiket dan panggilan"),
        word="cari",
        argument=QT_TRANSLATE_NOOP("commands", "teks"),
        menu="ticket",
    ),
    Command(
        command_id="boards",
        key="F11",
        text=QT_TRANSLATE_NOOP("commands", "Papan (tiket, satuan, instansi)"),
        word="papan",
        menu="view",
    ),
    Command(
        command_id="map", key="F12", text=QT_TRANSLATE_NOOP("commands", "Peta"), word="peta", menu="view"
    ),
    Command(
        command_id="map_pack",
        key="Ctrl+Shift+F12",
        text=QT_TRANSLATE_NOOP("commands", "Data peta: impor, ganti, hapus"),
        word="data-peta",
        menu="desk",
    ),
    Command(
        command_id="queue",
        key="Ctrl+Q",
        text=QT_TRANSLATE_NOOP("commands", "Ke antrean"),
        word="antrean",
        menu="view",
    ),
    Command(
        command_id="callbacks",
        key="Ctrl+B",
        text=QT_TRANSLATE_NOOP("commands", "Ke daftar hubungi balik"),
        word="balik",
        menu="view",
    ),
    Command(
        command_id="unclassified",
        key="Ctrl+U",
        text=QT_TRANSLATE_NOOP("commands", "Ke daftar belum diklasifikasi"),
        word="belum",
        menu="view",
    ),
    Command(
        command_id="conflicts",
        key="Ctrl+Shift+X",
        text=QT_TRANSLATE_NOOP("commands", "Konflik antara meja"),
        word="konflik",
        menu="view",
    ),
    Command(
        command_id="alarms",
        key="Ctrl+L",
        text=QT_TRANSLATE_NOOP("commands", "Daftar peringatan"),
        word="peringatan",
        menu="view",
    ),
    Command(
        command_id="acknowledge",
        key="Ctrl+Space",
        text=QT_TRANSLATE_NOOP("commands", "Tandai peringatan terlihat"),
        word="terlihat",
        menu="desk",
    ),
    Command(
        command_id="announcements",
        key="Ctrl+Shift+I",
        text=QT_TRANSLATE_NOOP("commands", "Pengumuman: daftar dan tulis"),
        word="pengumuman",
        argument=QT_TRANSLATE_NOOP("commands", "teks"),
        menu="view",
    ),
    Command(
        command_id="announcement_read",
        key="Ctrl+Shift+M",
        text=QT_TRANSLATE_NOOP("commands", "Pengumuman sudah saya baca"),
        word="dibaca",
        menu="desk",
    ),
    Command(
        command_id="command_line",
        key="Ctrl+K",
        text=QT_TRANSLATE_NOOP("commands", "Baris perintah"),
        menu="view",
    ),
    Command(
        command_id="keys",
        key="F1",
        text=QT_TRANSLATE_NOOP("commands", "Semua tombol"),
        word="bantuan",
        menu="desk",
    ),
    Command(
        command_id="settings",
        key="Ctrl+,",
        text=QT_TRANSLATE_NOOP("commands", "Pengaturan"),
        word="atur",
        menu="desk",
    ),
    Command(
        command_id="theme",
        key="Ctrl+Shift+T",
        text=QT_TRANSLATE_NOOP("commands", "Tema terang / gelap"),
        word="tema",
        menu="desk",
    ),
    Command(
        command_id="language",
        key="Ctrl+Shift+L",
        text=QT_TRANSLATE_NOOP("commands", "Bahasa Indonesia / Inggris"),
        word="bahasa",
        menu="desk",
    ),
    Command(
        command_id="pause",
        key="Ctrl+J",
        text=QT_TRANSLATE_NOOP("commands", "Jeda / siap lagi"),
        word="jeda",
        argument=QT_TRANSLATE_NOOP("commands", "alasan"),
        menu="desk",
    ),
    *MAP_COMMANDS,
    *_ROOM,
    *_PEOPLE,
    Command(
        command_id="reset_layout",
        text=QT_TRANSLATE_NOOP("commands", "Atur ulang tata letak"),
        word="tata-letak",
        menu="view",
    ),
    Command(
        command_id="close", text=QT_TRANSLATE_NOOP("commands", "Tutup jendela"), word="keluar", menu="desk"
    ),
)


def command_text(command: Command) -> str:
    """The command in the operator's language."""
    text = QCoreApplication.translate("commands", command.text)
    return text.replace("{number}", command.key.rpartition("+")[2].lstrip("F"))


def key_text(key: str) -> str:
    """A key as it is written on the keyboard: arrows as arrows, the space bar in the screen's language."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    *held, last = text.split("+") if not text.endswith("+") else [text]
    signs = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    signs["Space"] = QCoreApplication.translate("commands", "Spasi")
    return "+".join((*held, signs.get(last, last)))


class CommandBook(QObject):
    """One ``QAction`` per command, all on the main window, so that a key works wherever the focus is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._handlers: dict[str, Callable[[], object]] = {}
        self._by_id = {command.command_id: command for command in COMMANDS}
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(f"command_{command.command_id}")
            action.setData(command.command_id)
            if command.key:
                action.setShortcut(QKeySequence(command.key))
                action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
            action.setAutoRepeat(False)
            window.addAction(action)
            self._actions[command.command_id] = action
        self.retranslate()

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def __iter__(self) -> Iterator[Command]:
        return iter(COMMANDS)

    def command(self, command_id: str) -> Command:
        """The declaration of a command."""
        return self._by_id[command_id]

    def connect_all(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Give every command its handler.

        Raises:
            KeyError: a command without a handler would be a dead key.
        """
        self._handlers = {command.command_id: handlers[command.command_id] for command in COMMANDS}
        for action in self._actions.values():
            action.triggered.connect(self._on_triggered)

    @Slot()
    def _on_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._handlers[str(action.data())]()

    def retranslate(self) -> None:
        """Say all texts again."""
        for command in COMMANDS:
            self._actions[command.command_id].setText(command_text(command))

    def by_word(self, word: str) -> Command | None:
        """The command of a word on the command line."""
        typed = word.casefold()
        return next((command for command in COMMANDS if command.word and command.word == typed), None)
