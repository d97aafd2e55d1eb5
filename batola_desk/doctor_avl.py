"""What the doctor says of the program of positions: off, running, open to strangers, devices of nobody."""

from __future__ import annotations

from collections.abc import Iterator

from batola_desk.doctor import Finding
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.avl.config import CONFIG_NAME, load_avl_settings
from batola_desk.interop.avl.feed import is_running
from batola_desk.interop.avl.program import TROUBLES_NAME, read_troubles
from batola_desk.settings.paths import DeskPaths

SUBJECT = "posisi satuan"
_KINDS = {
    "unknown_device": "perangkat tidak dikenal",
    "future": "perangkat dengan jam terlalu cepat",
    "encrypted": "perangkat dengan pesan tersandi",
}


def avl_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Look at ``avl.toml``, at the program and at its list of devices."""
    try:
        settings = load_avl_settings(paths.config / CONFIG_NAME)
    except EnvironmentFault as fault:
        told = fault.values
        text = (
            f"{CONFIG_NAME} baris {told['line']}: {told['key']} = {told['found']}; boleh: {told['allowed']}"
        )
        yield Finding(SUBJECT, "warn", text)
        return
    if not settings.enabled:
        yield Finding(SUBJECT, "ok", "penerima posisi mati (avl.toml: enabled = true menyalakan)")
        return
    listener = settings.listener
    runs = is_running(paths.runtime)
    state = "berjalan" if runs else "TIDAK berjalan: jalankan batola-desk avl"
    yield Finding(SUBJECT, "ok" if runs else "warn", f"{listener.host}:{listener.port}, {state}")
    if not listener.is_loopback and listener.certificate is None:
        yield Finding(SUBJECT, "warn", "tanpa TLS: token dan posisi terbaca; isi certificate dan key")
    if not listener.tokens:
        yield Finding(SUBJECT, "warn", "tanpa token: batola-desk avl token membuat satu")
    counts: dict[str, int] = {}
    for trouble in read_troubles(paths.data / TROUBLES_NAME):
        counts[trouble.kind] = counts.get(trouble.kind, 0) + 1
    for kind, count in counts.items():
        yield Finding(SUBJECT, "warn", f"{count} {_KINDS.get(kind, kind)}: batola-desk avl devices")
