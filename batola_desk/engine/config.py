"""What the engine needs to know: defaults, ``line.toml`` of the configuration folder, the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from batola_desk.audio.config import AudioConfig, SoundProcessing
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.account_config import read_accounts, read_tls
from batola_desk.engine.supervision import SECRET_MIN_CHARS
from batola_desk.engine.volumes import DEFAULT_VOLUMES, audio_volumes
from batola_desk.interop.recording_store.config import StoreSettings, read_store_settings
from batola_desk.settings.secrets import SecretFault, reveal_all
from batola_desk.telephony.config import Account, KeepAliveKind, LineConfig, TLSPolicy
from batola_desk.telephony.media_policy import DEFAULT_CODECS, HoldManner, SrtpPolicy

CONFIG_NAME = "line.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettings:
    """Choices of one desk's line.

    Attributes:
        accounts: identities at PBXs from ``[[account]]``; empty = one, made of ``user`` to ``expires_s``.
        tls: certificates for listening, and for accounts without some of their own.
        offers_late: dial without a description of our media (some trunks want to describe theirs first).
        accept_transfers_from: addresses or networks of exchanges that may send our calls elsewhere (REFER).
        supervision_secret: the same at all desks of the site, at least 16 characters; empty = a shift lead
            can neither take part in calls of this desk nor from it.
        supervision_desk: letter of this desk, as the others know it.
        supervision_tone: a short sign in the operator's ear when a lead comes.
        codecs, srtp, accepts_text, offers_text: media of the one account without ``[[account]]``.
        training_peer: ``host:port`` of the training caller; numbers of the training range are dialled there.
        volumes: gains 0..1 by role (headset, ring, alerts, sidetone).
        headset_dba_full_scale: sound level in the ear for a full-scale signal, by the headset's maker; for
            the noise dose.
        automatic_gain: callers come near one level for the ear; ``microphone_gain`` does the same for the
            operator towards callers.
        noise_gate: the microphone is turned down while the operator is silent.
        comfort_noise: holes in a caller's sound are filled with his own background.
        silence_floor_dbfs: a caller below this is not speaking, whatever the line's noise.
    """

    sip_host: str = "::"
    sip_port: int = 5060
    dns_servers: tuple[str, ...] = ()
    keep_alive_s: float = 30.0
    keep_alive_udp: str = KeepAliveKind.OPTIONS.value
    accounts: tuple[Account, ...] = ()
    tls: TLSPolicy = field(default_factory=TLSPolicy)
    tls_port: int = 5061
    tls_require_certificate: bool = False
    user: str = "112"
    display_name: str = ""
    registrar: str = ""
    auth_user: str = ""
    password: str = field(default="", repr=False)
    outbound_proxy: str = ""
    expires_s: int = 300
    is_shared: bool = False
    codecs: tuple[str, ...] = DEFAULT_CODECS
    srtp: str = SrtpPolicy.OFF.value
    accepts_text: bool = True
    offers_text: bool = False
    hold: str = HoldManner.SENDONLY.value
    ringing_max: int = 300
    call_key_header: str = ""
    dial_limit_s: float = 180.0
    ring_limit_s: float = 900.0
    silence_probe_s: float = 30.0
    lost_after_s: float = 300.0
    rtp_port_first: int = 20_000
    rtp_port_last: int = 29_998
    symmetric_rtp: bool = False
    accept_transfers_from: tuple[str, ...] = ()
    offers_late: bool = False
    headset: str = ""
    microphone: str = ""
    loudspeaker: str = ""
    second_headset: str = ""
    second_microphone: str = ""
    second_microphone_on: bool = False
    headset_dba_full_scale: float = 105.0
    use_devices: bool = True
    volumes: dict[str, float] = field(default_factory=lambda: dict(DEFAULT_VOLUMES))
    silence_floor_dbfs: float = -50.0
    automatic_gain: bool = True
    microphone_gain: bool = False
    noise_gate: bool = False
    comfort_noise: bool = True
    supervision_secret: str = field(default="", repr=False)
    supervision_desk: str = ""
    supervision_tone: bool = True
    training: bool = False
    training_peer: str = ""
    store: StoreSettings = field(default_factory=StoreSettings)

    def line_config(self) -> LineConfig:
        """Return what the telephony room wants to know. Raises ValueError for impossible values."""
        return LineConfig(
            bind_host=self.sip_host,
            bind_port=self.sip_port,
            rtp_port_first=self.rtp_port_first,
            rtp_port_last=self.rtp_port_last,
            accounts=self.accounts,
            user=self.user,
            display_name=self.display_name,
            registrar_uri=self.registrar or None,
            auth_user=self.auth_user,
            password=self.password,
            outbound_proxy_uri=self.outbound_proxy or None,
            expires_s=self.expires_s,
            is_shared=self.is_shared,
            codecs=self.codecs,
            srtp=SrtpPolicy(self.srtp),
            accepts_text=self.accepts_text,
            offers_text=self.offers_text,
            hold=HoldManner(self.hold),
            dns_servers=self.dns_servers,
            keep_alive_s=self.keep_alive_s,
            keep_alive_udp=KeepAliveKind(self.keep_alive_udp),
            tls=self.tls,
            tls_port=self.tls_port,
            tls_require_certificate=self.tls_require_certificate,
            ringing_max=self.ringing_max,
            call_key_header=self.call_key_header or None,
            dial_limit_s=self.dial_limit_s,
            ring_limit_s=self.ring_limit_s,
            silence_probe_s=self.silence_probe_s,
            lost_after_s=self.lost_after_s,
            symmetric_rtp=self.symmetric_rtp,
            accept_transfers_from=self.accept_transfers_from,
            offers_late=self.offers_late,
        )

    def audio_config(self) -> AudioConfig:
        """Return what the audio room wants to know."""
        return AudioConfig(
            headset_name=self.headset,
            microphone_name=self.microphone,
            loudspeaker_name=self.loudspeaker,
            second_headset_name=self.second_headset,
            second_microphone_name=self.second_microphone,
            second_microphone_on=self.second_microphone_on,
            use_devices=self.use_devices,
            speech_floor_dbfs=self.silence_floor_dbfs,
            volumes=audio_volumes(self.volumes),
            processing=SoundProcessing(
                automatic_gain=self.automatic_gain,
                microphone_gain=self.microphone_gain,
                noise_gate=self.noise_gate,
                comfort_noise=self.comfort_noise,
            ),
        )


SECTIONS = {
    "sip": [
        "sip_host",
        "sip_port",
        "dns_servers",
        "keep_alive_s",
        "keep_alive_udp",
        "user",
        "display_name",
        "registrar",
        "auth_user",
        "password",
        "outbound_proxy",
        "expires_s",
        "is_shared",
        "codecs",
        "srtp",
        "accepts_text",
        "offers_text",
        "hold",
        "ringing_max",
        "call_key_header",
        "dial_limit_s",
        "ring_limit_s",
        "silence_probe_s",
        "lost_after_s",
        "accept_transfers_from",
        "offers_late",
    ],
    "rtp": ["rtp_port_first", "rtp_port_last", "symmetric_rtp"],
    "audio": [
        "headset",
        "microphone",
        "loudspeaker",
        "second_headset",
        "second_microphone",
        "second_microphone_on",
        "headset_dba_full_scale",
        "use_devices",
        "silence_floor_dbfs",
        "automatic_gain",
        "microphone_gain",
        "noise_gate",
        "comfort_noise",
    ],
    "supervision": ["supervision_secret", "supervision_desk", "supervision_tone"],
    "training": ["training", "training_peer"],
}


_ACCOUNT_SECTIONS = ("tls", "account")


def load_settings(
    path: Path, *, policy: Mapping[str, object] | None = None, **overrides: Any
) -> LineSettings:
    """Read ``line.toml`` if it is there and put the command line's values on top (None = not given).

    Args:
        policy: ``section.key`` → value that counts before the file (``settings.policy``).

    Raises:
        EnvironmentFault: ``line_config_unusable`` with ``file``, ``key`` and ``allowed``.
    """
    values = _read(path, policy or {}) if path.exists() or policy else {}
    values |= {name: value for name, value in overrides.items() if value is not None}
    if overrides.get("registrar") is not None:
        values.pop("accounts", None)  # whoever names a registrar by hand wants that one
    settings = replace(LineSettings(), **values)
    try:
        settings.line_config()
    except ValueError as fault:
        raise _unusable(path, "sip", str(fault)) from fault
    _check_supervision(path, settings)
    return settings


def _check_supervision(path: Path, settings: LineSettings) -> None:
    """A secret that protects nothing, or a desk nobody can name, must not look like a protection."""
    secret, desk = settings.supervision_secret, settings.supervision_desk
    if secret and len(secret) < SECRET_MIN_CHARS:
        raise _unusable(path, "supervision.supervision_secret", f"at least {SECRET_MIN_CHARS} characters")
    if (secret or desk) and not (len(desk) == 1 and desk.isupper()):
        raise _unusable(path, "supervision.supervision_desk", "one capital letter, as in desks.toml")


def _read(path: Path, policy: Mapping[str, object]) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        document = reveal_all(tomllib.loads(text))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, SecretFault) as fault:
        raise _unusable(path, "", str(fault)) from fault
    for shown, value in policy.items():
        section, _, key = shown.rpartition(".")
        if isinstance(document.setdefault(section, {}), dict):  # anything else is refused below
            document[section][key] = value
    values: dict[str, Any] = _read_accounts(path, document)
    for section, content in document.items():
        if section in _ACCOUNT_SECTIONS:
            continue
        if section == "recording_store":
            values["store"] = _store(path, content)
            continue
        if section == "volumes":
            values["volumes"] = dict(DEFAULT_VOLUMES) | _volumes(path, content)
            continue
        if section not in SECTIONS or not isinstance(content, dict):
            allowed = [*SECTIONS, *_ACCOUNT_SECTIONS, "recording_store", "volumes"]
            raise _unusable(path, section, f"sections: {', '.join(allowed)}")
        for key, value in content.items():
            if key not in SECTIONS[section]:
                raise _unusable(path, f"{section}.{key}", ", ".join(SECTIONS[section]))
            values[key] = _checked(path, f"{section}.{key}", key, value)
    return values


def _read_accounts(path: Path, document: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    tls = TLSPolicy()
    try:
        if "tls" in document:
            tls, values = read_tls(document["tls"], path.parent)
            values["tls"] = tls
        if "account" in document:
            values["accounts"] = read_accounts(document["account"], tls, path.parent)
    except ValueError as fault:
        key, allowed = fault.args
        raise _unusable(path, key, allowed) from fault
    return values


def _checked(path: Path, shown: str, key: str, value: object) -> object:
    default = next(item.default for item in fields(LineSettings) if item.name == key)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if type(value) is not type(default):
        raise _unusable(path, shown, type(default).__name__)
    return value


def _volumes(path: Path, content: object) -> dict[str, float]:
    if not isinstance(content, dict):
        raise _unusable(path, "volumes", ", ".join(DEFAULT_VOLUMES))
    for role, gain in content.items():
        is_gain = isinstance(gain, int | float) and not isinstance(gain, bool) and 0.0 <= gain <= 1.0
        if role not in DEFAULT_VOLUMES or not is_gain:
            raise _unusable(path, f"volumes.{role}", f"{', '.join(DEFAULT_VOLUMES)}: 0.0 to 1.0")
    return {role: float(gain) for role, gain in content.items()}


def _store(path: Path, content: object) -> StoreSettings:
    try:
        return read_store_settings(content)
    except ValueError as fault:
        key, allowed = fault.args
        raise _unusable(path, f"recording_store.{key}".rstrip("."), allowed) from fault


def _unusable(path: Path, key: str, allowed: str) -> EnvironmentFault:
    return EnvironmentFault("line_config_unusable", file=str(path), key=key, allowed=allowed)
