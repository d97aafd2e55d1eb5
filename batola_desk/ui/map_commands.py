"""Commands of the map, beside those of ``ui.commands``."""

from __future__ import annotations

from batola_desk.ui.command import Command
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

PICK_KEY = "Alt+Shift+M"

_MAP: tuple[Command, ...] = (
    Command(
        command_id="map", key="F12", text=QT_TRANSLATE_NOOP("commands", "Peta"), word="peta", menu="view"
    ),
    Command(
        command_id="map_pick",
        key=PICK_KEY,
        text=QT_TRANSLATE_NOOP("commands", "Tunjuk lokasi tiket di peta"),
        word="tunjuk",
        menu="map",
    ),
    Command(
        command_id="map_pack",
        key="Ctrl+Shift+F12",
        text=QT_TRANSLATE_NOOP("commands", "Data peta: impor, ganti, hapus"),
        word="data-peta",
        menu="desk",
    ),
)

_DRAWN: tuple[Command, ...] = (
    Command(
        command_id="map_add",
        key="Ctrl+Shift+E",
        text=QT_TRANSLATE_NOOP("commands", "Tambah objek di peta"),
        word="tambah",
        argument=QT_TRANSLATE_NOOP("commands", "jenis"),
        menu="map",
    ),
    Command(
        command_id="map_features",
        key="Ctrl+Shift+F",
        text=QT_TRANSLATE_NOOP("commands", "Daftar objek peta"),
        word="objek",
        argument=QT_TRANSLATE_NOOP("commands", "nama"),
        menu="map",
    ),
    Command(
        command_id="danger_zone",
        key="Ctrl+Shift+H",
        text=QT_TRANSLATE_NOOP("commands", "Zona bahaya di tiket ini"),
        word="zona",
        argument=QT_TRANSLATE_NOOP("commands", "meter"),
        menu="map",
    ),
    Command(
        command_id="close_road",
        key="Ctrl+Shift+J",
        text=QT_TRANSLATE_NOOP("commands", "Jalan ditutup untuk tiket ini"),
        word="tutup-jalan",
        menu="map",
    ),
    Command(
        command_id="map_tidy",
        key="Alt+Shift+H",
        text=QT_TRANSLATE_NOOP("commands", "Hapus objek tiket yang sudah selesai"),
        word="bersihkan",
        menu="map",
    ),
    Command(
        command_id="map_keep",
        key="Alt+Shift+B",
        text=QT_TRANSLATE_NOOP("commands", "Biarkan objek tiket yang sudah selesai"),
        word="biarkan",
        menu="map",
    ),
    Command(
        command_id="map_undo",
        key="Alt+Z",
        text=QT_TRANSLATE_NOOP("commands", "Urungkan di peta"),
        word="urung",
        menu="map",
    ),
)

_REACH: tuple[Command, ...] = (
    Command(
        command_id="dispatch_advised",
        key="Alt+R",
        text=QT_TRANSLATE_NOOP("commands", "Kirim satuan yang disarankan"),
        word="kirim-saran",
        menu="ticket",
    ),
    Command(
        command_id="reach",
        key="Alt+J",
        text=QT_TRANSLATE_NOOP("commands", "Jangkauan satuan (5, 10, 15, 30 menit)"),
        word="jangkauan",
        argument=QT_TRANSLATE_NOOP("commands", "satuan atau pos"),
        menu="map",
    ),
    Command(
        command_id="tide",
        text=QT_TRANSLATE_NOOP("commands", "Pasang surut sekarang"),
        word="pasang",
        menu="map",
    ),
)

_UNITS: tuple[Command, ...] = (
    Command(
        command_id="unit_follow",
        key="Alt+U",
        text=QT_TRANSLATE_NOOP("commands", "Ikuti satuan di peta"),
        word="ikuti",
        argument=QT_TRANSLATE_NOOP("commands", "satuan"),
        menu="map",
    ),
    Command(
        command_id="unit_place",
        key="Alt+G",
        text=QT_TRANSLATE_NOOP("commands", "Letakkan satuan di peta"),
        word="letakkan",
        menu="map",
    ),
    Command(
        command_id="unit_place_undo",
        key="Alt+Shift+G",
        text=QT_TRANSLATE_NOOP("commands", "Batalkan letak satuan"),
        word="batal-letak",
        menu="map",
    ),
    Command(
        command_id="unit_place_file",
        text=QT_TRANSLATE_NOOP("commands", "Posisi satuan dari berkas GPX atau NMEA"),
        word="posisi-berkas",
        argument=QT_TRANSLATE_NOOP("commands", "berkas"),
        menu="map",
    ),
    Command(
        command_id="unit_devices",
        key="Ctrl+Shift+U",
        text=QT_TRANSLATE_NOOP("commands", "Perangkat satuan: ponsel dan pelacak"),
        word="perangkat",
        menu="map",
    ),
)

_FIND: tuple[Command, ...] = (
    Command(
        command_id="find_place",
        key="Ctrl+Shift+C",
        text=QT_TRANSLATE_NOOP("commands", "Cari tempat di peta"),
        word="tempat",
        argument=QT_TRANSLATE_NOOP("commands", "nama, koordinat, tautan"),
        menu="map",
    ),
)

MAP_COMMANDS: tuple[Command, ...] = (*_MAP, *_FIND, *_DRAWN, *_REACH, *_UNITS)
