"""What the doctor says of callers' positions beside the calls: off, heard where, asked whom."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.http_listener import ListenerConfig
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files


def caller_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Look at ``caller_positions.toml``, at the port and at the files it names."""
    try:
        settings = site_files(paths).positions()
    except EnvironmentFault as fault:
        yield warn("caller_config_wrong", detail=f"{fault}.")
        return
    if settings.aml is None:
        yield ok("aml_off")
    else:
        yield _listener_finding(settings.aml)
    if settings.held is not None:
        hosts = ", ".join(sorted(settings.held.hosts))
        yield ok("held_hosts", hosts=hosts, limit_s=f"{settings.held.limit_s:g}")


def _listener_finding(config: ListenerConfig) -> Finding:
    place = f"{config.host}:{config.port}"
    missing = [path for path in (config.certificate, config.key) if path is not None and not path.is_file()]
    if missing:
        return warn("aml_file_missing", place=place, file=str(missing[0]))
    way = "TLS" if config.certificate is not None else "TCP"
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.bind((config.host, config.port))
    except OSError:
        return warn("aml_port_used", place=place, way=way)
    return ok("aml_port_free", place=place, way=way)
