"""What the doctor says of location links: off, the service here, whether it answers this desk."""

from __future__ import annotations

import http.client
from collections.abc import Iterator

from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.intake.client import IntakeClient, IntakeFault
from batola_desk.interop.intake.config import (
    CONFIG_NAME,
    DeskLinkSettings,
    ServiceSettings,
    TextSenders,
)
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files

_LIMIT_S = 3.0


def link_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Look at ``intake.toml``, at the service on this machine, and ask the one that this desk uses."""
    try:
        settings = site_files(paths).intake()
    except EnvironmentFault as fault:
        told = fault.values
        text = f"{CONFIG_NAME}:{told['line']}: {told['key']} = {told['found']}; {told['allowed']}."
        yield warn("intake_config_wrong", detail=text)
        return
    if settings.service.enabled:
        yield _service_finding(settings.service)
    if settings.desk is not None:
        yield _desk_finding(settings.desk, settings.senders)
    elif not settings.service.enabled:
        yield ok("links_off")


def _service_finding(service: ServiceSettings) -> Finding:
    place = f"{service.host}:{service.port}"
    missing = [path for path in (service.certificate, service.key) if path is not None and not path.is_file()]
    if missing:
        return warn("intake_file_missing", place=place, file=str(missing[0]))
    if service.certificate is not None:
        return ok("intake_set_up", place=place)  # its own certificate says another name than this address
    asking = http.client.HTTPConnection(service.host, service.port, timeout=_LIMIT_S)
    try:
        asking.request("GET", "/health")
        is_there = asking.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        is_there = False
    finally:
        asking.close()
    return ok("intake_runs", place=place) if is_there else warn("intake_not_running", place=place)


def _desk_finding(settings: DeskLinkSettings, senders: TextSenders) -> Finding:
    try:
        IntakeClient(settings).hello()
    except IntakeFault as fault:
        return warn("links_fail", place=settings.service, why=fault.code, **fault.values)
    return ok("links_work", place=settings.service, sms=senders.sms.way, whatsapp=senders.whatsapp.way)
