"""What the doctor says of the program of positions: off, running, open to strangers, devices of nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.avl.config import CONFIG_NAME
from batola_desk.interop.avl.feed import is_running
from batola_desk.interop.avl.heard import HEARING_NAME, read_hearing
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files

_TOLD = frozenset({"unknown_device", "future", "encrypted"})
_REASONS = frozenset({"wrong_token", "too_often", "bad", "hung_up"})


def avl_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Look at ``avl.toml``, at the program and at its list of devices."""
    try:
        settings = site_files(paths).avl()
    except EnvironmentFault as fault:
        told = fault.values
        text = f"{CONFIG_NAME}:{told['line']}: {told['key']} = {told['found']}; {told['allowed']}."
        yield warn("avl_config_wrong", detail=text)
        return
    if not settings.enabled:
        yield ok("avl_off")
        return
    listener = settings.listener
    place = f"{listener.host}:{listener.port}"
    yield ok("avl_runs", place=place) if is_running(paths.runtime) else warn("avl_not_running", place=place)
    if not listener.is_loopback and listener.certificate is None:
        yield warn("avl_in_clear")
    if not listener.tokens:
        yield warn("avl_no_token")
    hearing = read_hearing(paths.data / HEARING_NAME)
    if hearing is None:
        return
    counts = Counter(heard.kind for heard in hearing.devices if heard.is_trouble)
    for kind, count in counts.items():
        if kind in _TOLD:
            yield warn(f"avl_{kind}", count=count)
    for reason, count in hearing.refused.items():
        if count and reason in _REASONS:
            yield warn(f"avl_refused_{reason}", count=count)
