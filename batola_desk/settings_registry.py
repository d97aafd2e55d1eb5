"""All settings of a desk, in one list: what may stand in which file, with kind, default, limits and meaning.

Keys, kinds and defaults come from the parsers' own tables and dataclasses, so they cannot differ; words come
from ``resources/settings``, and a key without words is a fault that tests find. From here come the settings
window, the policy of a group and ``docs/it/configuration.md``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, Final

from batola_desk.domain.catalog import Centre
from batola_desk.domain.ministry_report import DECIMALS, DELIMITERS, ReportForm
from batola_desk.domain.routing import Travel
from batola_desk.engine.account_config import ACCOUNT_KEYS, TLS_KEYS, TRANSPORTS
from batola_desk.engine.config import CONFIG_NAME as LINE
from batola_desk.engine.config import SECTIONS, LineSettings
from batola_desk.engine.volumes import DEFAULT_VOLUMES
from batola_desk.interop.avl.config import CONFIG_NAME as AVL
from batola_desk.interop.avl.config import DEFAULT_PORT as AVL_PORT
from batola_desk.interop.cap.config import ALARM_CHOICES
from batola_desk.interop.cap.config import CONFIG_NAME as WEATHER
from batola_desk.interop.cap.config import TABLES as WEATHER_TABLES
from batola_desk.interop.intake.config import CHANNELS as LINK_CHANNELS
from batola_desk.interop.intake.config import CONFIG_NAME as INTAKE
from batola_desk.interop.intake.config import WAYS as LINK_WAYS
from batola_desk.interop.intake.config import SenderSettings, ServiceSettings
from batola_desk.interop.mail.config import CONFIG_NAME as MAIL
from batola_desk.interop.mail.config import LIMIT_S as MAIL_LIMIT_S
from batola_desk.interop.mail.config import PORTS as MAIL_WAYS
from batola_desk.interop.position_config import CONFIG_NAME as POSITIONS
from batola_desk.interop.recording_store.config import KINDS, StoreSettings
from batola_desk.settings.catalog import LIMIT_SECTIONS, SECTIONS_OF_POINTS
from batola_desk.settings.entry import Effect, Entry, Who, Words, read_words, unit_of
from batola_desk.settings.paths import SETTINGS_NAME, resource_path
from batola_desk.settings.schema import SETTINGS, Setting
from batola_desk.settings.toml_file import read_toml
from batola_desk.settings.value_rules import Kind
from batola_desk.sync.address import DEFAULT_PORT as ROOM_PORT
from batola_desk.sync.address import TLS_MODES
from batola_desk.sync.config import CONFIG_NAME as SECRETARIAT
from batola_desk.sync.config import COPY_LIMIT_MB
from batola_desk.telephony.config import Account, KeepAliveKind, TLSPolicy
from batola_desk.telephony.media_policy import KNOWN_CODECS, HoldManner, SrtpPolicy
from batola_desk.updates.config import CONFIG_NAME as UPDATE

CATALOG_FOLDER: Final = "catalog"
SECRET_NAMES: Final = frozenset(
    {"password", "supervision_secret", "secret_key", "token", "header"}
    | {"desk_token", "aml_token", "referral_token"}
)
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "sip.keep_alive_udp": tuple(KeepAliveKind),
    "account.codecs": tuple(KNOWN_CODECS),
    "account.srtp": tuple(SrtpPolicy),
    "account.hold": tuple(HoldManner),
    "account.transport": ("", *TRANSPORTS),
    "recording_store.kind": KINDS,
}
# Hand-written parsers that know their keys only; a test compares both lists of keys.
_ROOM: Final[Mapping[str, object]] = {
    "secretariat.hosts": (),
    "secretariat.port": ROOM_PORT,
    "secretariat.database": "",
    "secretariat.login": "",
    "secretariat.password_file": "",
    "tls.ca": "",
    "tls.verify": "",
    "safe_copy.folder": "",
    "safe_copy.limit_mb": COPY_LIMIT_MB,
    "safe_copy.same_disk": False,
    "neighbours.listen": "",
    "neighbours.certificate": "",
    "neighbours.key": "",
    "neighbours.desks": {},
}
_POSITIONS: Final[Mapping[str, object]] = {
    "aml.listen": "",
    "aml.token": "",
    "aml.certificate": "",
    "aml.key": "",
    "held.hosts": (),
    "held.limit_s": 5.0,
    "held.authority": "",
}
_MAIL: Final[Mapping[str, object]] = {
    "mail.host": "",
    "mail.port": 0,
    "mail.security": "starttls",
    "mail.sender": "",
    "mail.login": "",
    "mail.password": "",
    "mail.authority": "",
    "mail.limit_s": MAIL_LIMIT_S,
}
_UPDATE: Final[Mapping[str, object]] = {"update.public_keys": (), "update.source": ""}
_AVL: Final[Mapping[str, object]] = {
    "avl.enabled": False,
    "avl.host": "127.0.0.1",
    "avl.port": AVL_PORT,
    "avl.token": "",
    "avl.certificate": "",
    "avl.key": "",
    "avl.room": True,
}

_INTAKE: Final[Mapping[str, object]] = {
    **{
        f"service.{item.name}": ""
        if item.name in {"certificate", "key"}
        else getattr(ServiceSettings(), item.name)
        for item in dataclasses.fields(ServiceSettings)
    },
    "desk.service": "",
    "desk.page": "",
    "desk.token": "",
    "desk.authority": "",
    **{
        f"{channel}.{item.name}": getattr(SenderSettings(), item.name)
        for channel in LINK_CHANNELS
        for item in dataclasses.fields(SenderSettings)
    },
}
_WEATHER: Final[Mapping[str, object]] = {
    f"{table}.{item.name}": item.default
    for table, shape in WEATHER_TABLES.items()
    for item in dataclasses.fields(shape)
}


def build_registry() -> tuple[Entry, ...]:
    """Return all settings, file by file.

    Raises:
        ConfigError: shipped words are broken.
        KeyError: a setting has no words.
    """
    return (
        *(_desk_entry(setting, words) for setting, words in _with_words(SETTINGS_NAME, SETTINGS)),
        *_entries(LINE, _line(), Effect.LINE),
        *_entries(SECRETARIAT, _ROOM, Effect.SCREEN, {"tls.verify": ("", *TLS_MODES)}),
        *_entries(POSITIONS, _POSITIONS, Effect.SCREEN),
        *_entries(AVL, _AVL, Effect.AVL),
        *(
            dataclasses.replace(entry, effect=Effect.INTAKE if entry.section == "service" else entry.effect)
            for entry in _entries(
                INTAKE, _INTAKE, choices={f"{name}.way": LINK_WAYS for name in LINK_CHANNELS}
            )
        ),
        *_entries(MAIL, _MAIL, choices={"mail.security": tuple(MAIL_WAYS)}),
        *_entries(UPDATE, _UPDATE, Effect.NOW),
        *_entries(WEATHER, _WEATHER, choices={"show.alarm_from": ALARM_CHOICES}),
        *_entries(f"{CATALOG_FOLDER}/centre.toml", _shipped("centre.toml", {"centre": Centre})),
        *map(_not_negative, _entries(f"{CATALOG_FOLDER}/limits.toml", _limits())),
        *_entries(f"{CATALOG_FOLDER}/routing.toml", _shipped("routing.toml", {"travel": Travel})),
        *_entries(
            f"{CATALOG_FOLDER}/ministry_report.toml",
            _shipped("ministry_report.toml", {"report": ReportForm}),
            choices={"report.delimiter": DELIMITERS, "report.decimal": DECIMALS},
        ),
    )


def _with_words(file: str, settings: Mapping[str, Setting]) -> Iterator[tuple[Setting, Words]]:
    words = read_words(file)
    return ((setting, words[key]) for key, setting in settings.items())


def _desk_entry(setting: Setting, words: Words) -> Entry:
    """A desk's own settings have their name where they are declared; the words are the meaning alone."""
    return Entry(
        file=SETTINGS_NAME,
        key=setting.key,
        kind=setting.kind,
        default=setting.default,
        name=setting.label,
        name_en=setting.label_en,
        meaning=f"{words.name}. {words.meaning}".strip(),
        meaning_en=f"{words.name_en}. {words.meaning_en}".strip(),
        choices=setting.choices,
        minimum=setting.minimum,
        maximum=setting.maximum,
        unit=setting.unit,
        who=Who(setting.who or {"site": "lead"}.get(setting.scope, "operator")),
        effect=Effect.SCREEN if setting.restart else Effect.NOW,
    )


def _entries(
    file: str,
    defaults: Mapping[str, object],
    effect: Effect = Effect.SCREEN,
    choices: Mapping[str, tuple[str, ...]] = _CHOICES,
) -> Iterator[Entry]:
    words = read_words(file.removeprefix(f"{CATALOG_FOLDER}/"))
    for key, default in defaults.items():
        name = key.rpartition(".")[2]
        said = words[key] if key in words else words[_general(key)]
        yield Entry(
            file=file,
            key=key,
            kind=Kind.of(default),
            default=default,
            name=said.name,
            name_en=said.name_en,
            meaning=said.meaning,
            meaning_en=said.meaning_en,
            choices=choices.get(key, choices.get(_general(key), ())),
            minimum=said.minimum,
            maximum=said.maximum,
            unit=unit_of(key),
            effect=effect,
            secret=name in SECRET_NAMES,
        )


def _general(key: str) -> str:
    """Return where words stand that several sections share: an account is described once."""
    return f"account.{key.rpartition('.')[2].removeprefix('tls_')}"


def _line() -> dict[str, object]:
    line, tls, account, store = LineSettings(), TLSPolicy(), Account(), StoreSettings()
    found: dict[str, object] = {
        f"{section}.{key}": getattr(line, key) for section, keys in SECTIONS.items() for key in keys
    }
    own = {"port": line.tls_port, "require_certificate": line.tls_require_certificate}
    found |= {f"tls.{key}": own[key] if key in own else getattr(tls, key) for key in TLS_KEYS}
    renamed: dict[str, object] = {"registrar": (), "proxy": (), "transport": ""}
    for key in ACCOUNT_KEYS:
        if key.startswith("tls_"):
            found[f"account.{key}"] = getattr(tls, key.removeprefix("tls_"))
        else:
            found[f"account.{key}"] = renamed[key] if key in renamed else getattr(account, key)
    found |= {f"volumes.{role}": gain for role, gain in DEFAULT_VOLUMES.items()}
    found |= {f"recording_store.{item.name}": getattr(store, item.name) for item in dataclasses.fields(store)}
    return found


def _limits() -> dict[str, object]:
    shipped = _shipped("limits.toml", LIMIT_SECTIONS)
    return {**shipped, "on_scene_s": read_toml(resource_path("config", "limits.toml")).data["on_scene_s"]}


def _not_negative(entry: Entry) -> Entry:
    """Only points may be taken away (``settings.catalog``)."""
    is_open = entry.minimum is None and entry.kind in {Kind.WHOLE, Kind.NUMBER}
    is_free = entry.section in SECTIONS_OF_POINTS
    return dataclasses.replace(entry, minimum=0) if is_open and not is_free else entry


def _shipped(file: str, sections: Mapping[str, type[Any]]) -> dict[str, object]:
    """Return what the shipped file says, or the program where the file says nothing."""
    data = read_toml(resource_path("config", file)).data
    return {
        f"{section}.{item.name}": data.get(section, {}).get(item.name, _default(item))
        for section, shape in sections.items()
        for item in dataclasses.fields(shape)
    }


def _default(item: dataclasses.Field[Any]) -> object:
    return None if item.default is dataclasses.MISSING else item.default
