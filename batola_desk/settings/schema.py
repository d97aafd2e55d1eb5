"""Every setting of a desk, declared once: key, kind, default, meaning, who may change it, restart or not."""

from __future__ import annotations

from dataclasses import dataclass

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
        secret: never shown, never logged.
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
    secret: bool = False


_LIST = (
    Setting(
        key="desk.letter",
        default="A",
        label="Huruf meja (bagian nomor tiket)",
        label_en="Desk letter (part of ticket numbers)",
        choices=tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        restart=True,
    ),
    Setting(
        key="operator.login",
        default="petugas",
        label="Nama masuk petugas",
        label_en="Operator's login",
        scope="operator",
        restart=True,
    ),
    Setting(
        key="operator.name",
        default="Petugas",
        label="Nama petugas",
        label_en="Operator's name",
        scope="operator",
    ),
    Setting(
        key="operator.role",
        default="KS",
        label="Peran petugas",
        label_en="Operator's role",
        choices=("PT", "DS", "PTDS", "KS"),
        scope="operator",
        restart=True,
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
    Setting(key="screen.layout", default="", label="Tata letak jendela", label_en="Window layout"),
    Setting(key="screen.map", default="", label="Tampilan peta", label_en="Look of the map"),
    Setting(
        key="screen.room_board",
        default="",
        label="Tata letak papan regu",
        label_en="Supervision board layout",
    ),
    Setting(
        key="map.pack_folder",
        default="",
        label="Folder paket peta bersama (diperiksa saat mulai)",
        label_en="Shared folder of map packs (looked at when starting)",
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
)

SETTINGS: dict[str, Setting] = {setting.key: setting for setting in _LIST}


def complaint(setting: Setting, value: object) -> str:
    """Return what is allowed when a value does not fit, empty when it does."""
    kind = type(setting.default)
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        return {str: "text in quotes", bool: "true or false", int: "a whole number"}.get(kind, "a number")
    if setting.choices and value not in setting.choices:
        return ", ".join(setting.choices)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if setting.minimum is not None and value < setting.minimum:
            return f"at least {setting.minimum}"
        if setting.maximum is not None and value > setting.maximum:
            return f"at most {setting.maximum}"
    if isinstance(value, str) and "\x00" in value:
        return "text without control characters"
    return ""
