"""Every setting of a desk, declared once: key, kind, default, meaning, who may change it, restart or not."""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.settings.value_rules import Kind, refusal

Value = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting.

    Attributes:
        key: ``section.name`` as it stands in ``settings.toml``.
        default: its type is the setting's type.
        choices: allowed values; empty = any of the type.
        minimum / maximum: for numbers.
        scope: ``desk`` (this workstation), ``site`` (the centre) or ``operator`` (the person).
        unit: unit of a number, for the screen.
        restart: takes effect at the next start.
        who: who may change it in the settings window (``entry.Who``); empty = by its scope.
    """

    key: str
    default: Value
    label: str
    label_en: str
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    scope: str = "desk"
    unit: str = ""
    restart: bool = False
    who: str = ""

    @property
    def kind(self) -> Kind:
        """The kind of its values."""
        return Kind.of(self.default)


_LIST = (
    Setting(
        key="desk.letter",
        default="A",
        label="Huruf meja (bagian nomor tiket)",
        label_en="Desk letter (part of ticket numbers)",
        choices=tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        restart=True,
        who="it",
    ),
    Setting(
        key="operator.login",
        default="petugas",
        label="Nama masuk petugas",
        label_en="Operator's login",
        scope="operator",
        restart=True,
        who="it",
    ),
    Setting(
        key="operator.name",
        default="Petugas",
        label="Nama petugas",
        label_en="Operator's name",
        scope="operator",
        restart=True,
        who="it",
    ),
    Setting(
        key="operator.role",
        default="KS",
        label="Peran petugas",
        label_en="Operator's role",
        choices=("PT", "DS", "PTDS", "KS"),
        scope="operator",
        restart=True,
        who="it",
    ),
    Setting(
        key="screen.language",
        default="id",
        label="Bahasa layar",
        label_en="Screen language",
        choices=("id", "en"),
        scope="operator",
    ),
    Setting(
        key="screen.theme",
        default="dark",
        label="Tema",
        label_en="Theme",
        choices=("dark", "light"),
        scope="operator",
    ),
    Setting(
        key="screen.text_percent",
        default=100,
        label="Ukuran huruf",
        label_en="Text size",
        minimum=80,
        maximum=150,
        unit="%",
        scope="operator",
    ),
    Setting(
        key="screen.layout", default="", label="Tata letak jendela", label_en="Window layout", who="program"
    ),
    Setting(key="screen.map", default="", label="Tampilan peta", label_en="Look of the map", who="program"),
    Setting(
        key="screen.room_board",
        default="",
        label="Tata letak papan regu",
        label_en="Supervision board layout",
        who="program",
    ),
    Setting(
        key="print.printer",
        default="",
        label="Pencetak yang terakhir dipakai",
        label_en="Printer that was used last",
        who="program",
    ),
    Setting(
        key="map.pack_folder",
        default="",
        label="Folder paket peta bersama (diperiksa saat mulai)",
        label_en="Shared folder of map packs (looked at when starting)",
        scope="site",
        restart=True,
    ),
    Setting(
        key="map.room_packs",
        default="auto",
        label="Paket peta baru dari sekretariat (auto: diambil sendiri, ask: setelah dipilih, off: tidak)",
        label_en="New map packs from the secretariat (auto: taken, ask: when chosen, off: never)",
        choices=("auto", "ask", "off"),
        scope="site",
        restart=True,
    ),
    Setting(
        key="map.room_kb_per_s",
        default=1000,
        label="Kecepatan mengambil paket peta dari sekretariat",
        label_en="Speed at which map packs are fetched from the secretariat",
        minimum=20,
        maximum=100_000,
        unit="kB/s",
        scope="site",
        restart=True,
    ),
    Setting(key="audio.headset_output", default="", label="Headset (dengar)", label_en="Headset (listening)"),
    Setting(
        key="audio.headset_input", default="", label="Headset (mikrofon)", label_en="Headset (microphone)"
    ),
    Setting(key="audio.loudspeaker", default="", label="Pengeras suara", label_en="Loudspeaker"),
    Setting(
        key="audio.second_headset",
        default="",
        label="Headset kedua (dengar)",
        label_en="Second headset (listening)",
    ),
    Setting(
        key="audio.second_microphone",
        default="",
        label="Headset kedua (mikrofon)",
        label_en="Second headset (microphone)",
    ),
    Setting(
        key="audio.second_microphone_on",
        default=False,
        label="Mikrofon headset kedua terdengar penelepon",
        label_en="The caller hears the second microphone",
    ),
    Setting(
        key="silent.auto_prompts",
        default=False,
        label="Kalimat panggilan senyap diputar otomatis",
        label_en="Sentences of a silent call are played by themselves",
        scope="site",
        who="operator",
    ),
    Setting(
        key="doctor.echo_number",
        default="",
        label="Nomor gema PBX untuk panggilan uji (kosong: tanpa panggilan uji)",
        label_en="Echo number of the PBX for the doctor's test call (empty: no test call)",
        scope="site",
        who="it",
    ),
    Setting(
        key="audio.headset_volume",
        default=0.8,
        label="Volume headset",
        label_en="Headset volume",
        minimum=0.05,
        maximum=1.0,
    ),
    Setting(
        key="audio.ring_volume",
        default=0.8,
        label="Volume dering",
        label_en="Ring volume",
        minimum=0.1,
        maximum=1.0,
    ),
    Setting(
        key="audio.alert_volume",
        default=0.8,
        label="Volume peringatan",
        label_en="Alert volume",
        minimum=0.1,
        maximum=1.0,
    ),
    Setting(
        key="log.file_mb",
        default=5,
        label="Ukuran satu berkas log",
        label_en="Size of one log file",
        minimum=1,
        maximum=1000,
        unit="MB",
        restart=True,
        who="it",
    ),
    Setting(
        key="log.files_kept",
        default=5,
        label="Berkas log lama yang disimpan",
        label_en="Old log files that are kept",
        minimum=1,
        maximum=100,
        restart=True,
        who="it",
    ),
    Setting(
        key="backup.folder",
        default="",
        label="Folder cadangan harian meja",
        label_en="Folder of the desk's daily backups",
        restart=True,
        who="it",
    ),
    Setting(
        key="backup.hour",
        default=3,
        label="Jam cadangan harian",
        label_en="Hour of the daily backup",
        minimum=0,
        maximum=23,
        unit="h",
        restart=True,
        who="it",
    ),
    Setting(
        key="backup.keep_count",
        default=14,
        label="Cadangan harian yang disimpan",
        label_en="Daily backups that are kept",
        minimum=2,
        maximum=400,
        restart=True,
        who="it",
    ),
    Setting(
        key="backup.age_warn_days",
        default=3,
        label="Umur cadangan terakhir yang diperingatkan",
        label_en="Age of the last backup that is warned of",
        minimum=1,
        maximum=365,
        unit="d",
        who="it",
    ),
    Setting(
        key="backup.drill_warn_days",
        default=45,
        label="Umur pembuktian cadangan yang diperingatkan",
        label_en="Age of the last proof of a backup that is warned of",
        minimum=1,
        maximum=3650,
        unit="d",
        who="it",
    ),
)

SETTINGS: dict[str, Setting] = {setting.key: setting for setting in _LIST}


def complaint(setting: Setting, value: object) -> str:
    """Return what is allowed when a value does not fit, empty when it does."""
    return str(refusal(setting, value) or "")
