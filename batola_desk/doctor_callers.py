"""What the doctor says of callers' positions beside the calls: off, heard where, asked whom."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from batola_desk.doctor import Finding
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.http_listener import ListenerConfig
from batola_desk.interop.position_config import CONFIG_NAME, load_position_settings
from batola_desk.settings.paths import DeskPaths

SUBJECT = "posisi penelepon"


def caller_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Look at ``caller_positions.toml``, at the port and at the files it names."""
    try:
        settings = load_position_settings(paths.config / CONFIG_NAME)
    except EnvironmentFault as fault:
        yield Finding(SUBJECT, "warn", str(fault))
        return
    if settings.aml is None:
        yield Finding(SUBJECT, "ok", f"AML tidak diterima di meja ini ({CONFIG_NAME}: [aml])")
    else:
        yield _listener_finding(settings.aml)
    if settings.held is not None:
        hosts = ", ".join(sorted(settings.held.hosts))
        yield Finding(
            SUBJECT, "ok", f"posisi boleh diminta dari {hosts} (paling lama {settings.held.limit_s:g} s)"
        )


def _listener_finding(config: ListenerConfig) -> Finding:
    place = f"{config.host}:{config.port}"
    missing = [path for path in (config.certificate, config.key) if path is not None and not path.is_file()]
    if missing:
        return Finding(SUBJECT, "warn", f"AML {place}: {missing[0]} tidak ada; AML tidak akan diterima")
    way = "TLS" if config.certificate is not None else "tanpa TLS, hanya komputer ini"
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.bind((config.host, config.port))
    except OSError:
        return Finding(SUBJECT, "warn", f"AML {place} ({way}): port sedang dipakai (meja ini terbuka?)")
    return Finding(SUBJECT, "ok", f"AML {place} ({way}), port bebas")
