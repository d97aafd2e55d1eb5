"""How long certificates still hold: our own, those of authorities we trust, and what servers show us.

A certificate is read here to the end of its validity and no further; whether it is to be trusted is TLS's
business. Source: RFC 5280 §4.1.
"""

from __future__ import annotations

import datetime as dt
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from batola_desk.app.doctor.finding import Finding, warn
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.settings.paths import DeskPaths

CERTIFICATE_WARN_DAYS: Final = 30
ANSWER_LIMIT_S: Final = 4.0
_PEM: Final = re.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
_PEM_BYTES_MAX: Final = 4_000_000  # LIMIT: the bundle of a whole operating system is 300 kB
_SSL_REQUEST: Final = bytes.fromhex("0000000804d2162f")  # Source: PostgreSQL, Frontend/Backend Protocol


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when."""

    begin: dt.datetime
    end: dt.datetime


def certificate_findings(paths: DeskPaths, *, desk: str) -> Iterator[Finding]:
    """Judge the certificates of the telephone line and of the secretariat; without any there is no word."""
    now = dt.datetime.now(dt.UTC)
    for owner, file in _files(paths, desk):
        yield judge_file(owner, file, now)
    for owner, host, port, is_postgres in _servers(paths, desk):
        try:
            shown = _shown_by(host, port, is_postgres=is_postgres)
        except (OSError, ValueError) as fault:
            yield warn("server_certificate_unseen", owner=owner, detail=type(fault).__name__)
        else:
            yield judge(owner, shown, now)


def judge_file(owner: str, file: Path, now: dt.datetime) -> Finding:
    """Judge the certificate of a PEM file that ends first."""
    try:
        with file.open(encoding="ascii", errors="replace") as opened:
            blocks = _PEM.findall(opened.read(_PEM_BYTES_MAX))
        held = [validity_of(ssl.PEM_cert_to_DER_cert(block)) for block in blocks]
        if not held:
            raise ValueError("NO_START_LINE")
    except OSError as fault:
        detail = fault.strerror or type(fault).__name__
        return warn("certificate_unreadable", owner=owner, file=str(file), detail=detail)
    except ValueError:
        return warn("certificate_unreadable", owner=owner, file=str(file), detail="PEM")
    return judge(owner, min(held, key=lambda validity: validity.end), now)


def judge(owner: str, validity: Validity, now: dt.datetime) -> Finding:
    """Say how long it still holds."""
    days = (validity.end - now).days
    values = {"owner": owner, "days": days, "until": f"{validity.end:%Y-%m-%d}"}
    if now >= validity.end:
        return Finding("certificate_expired", "warn", values)
    if now < validity.begin:
        return warn("certificate_early", owner=owner, until=f"{validity.begin:%Y-%m-%d %H:%M} UTC")
    if days <= CERTIFICATE_WARN_DAYS:
        return Finding("certificate_soon", "warn", values)
    return Finding("certificate_valid", "ok", values)


def validity_of(der: bytes) -> Validity:
    """Return from when to when a certificate holds.

    Raises:
        ValueError: these bytes are no certificate.
    """
    body = _content(_content(der, 0, 0x30), 0, 0x30)
    place = 0
    if body[:1] == b"\xa0":  # the version, left out in version 1
        place = _after(body, place)
    for _ in range(3):  # serial number, signature algorithm, issuer
        place = _after(body, place)
    validity = _content(body, place, 0x30)
    return Validity(_time(validity, 0), _time(validity, _after(validity, 0)))


def _header(data: bytes, place: int) -> tuple[int, int]:
    """Return where the content of an element begins and ends. Source: X.690 §8.1.3."""
    if place + 2 > len(data):
        raise ValueError("cut off")
    length, begin = data[place + 1], place + 2
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[begin : begin + size], "big")
        begin += size
    if begin + length > len(data):
        raise ValueError("cut off")
    return begin, begin + length


def _after(data: bytes, place: int) -> int:
    return _header(data, place)[1]


def _content(data: bytes, place: int, tag: int) -> bytes:
    begin, end = _header(data, place)
    if data[place] != tag:
        raise ValueError("no certificate")
    return data[begin:end]


def _time(data: bytes, place: int) -> dt.datetime:
    """UTCTime or GeneralizedTime, both with seconds and Z. Source: RFC 5280 §4.1.2.5."""
    begin, end = _header(data, place)
    text = data[begin:end].decode("ascii")
    if data[place] == 0x17:
        text = ("19" if text[:2] >= "50" else "20") + text
    return dt.datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=dt.UTC)


def _files(paths: DeskPaths, desk: str) -> Iterator[tuple[str, Path]]:
    """Every certificate that a configuration file names, once; one that cannot be read is told elsewhere."""
    from batola_desk.site_policy import load_line, site_files

    told: set[str] = set()
    try:
        config = load_line(paths).line_config()
    except EnvironmentFault:
        config = None
    for policy in () if config is None else (config.tls, *(account.tls for account in config.accounts)):
        for owner, file in (("SIP TLS", policy.certificate_file), ("SIP CA", policy.ca_file)):
            if file and file not in told:
                told.add(file)
                yield owner, Path(file)
    try:
        room = site_files(paths).room(desk=desk)
    except EnvironmentFault:
        return
    if room is not None and room.address.authority is not None:
        yield "PostgreSQL CA", room.address.authority


def _servers(paths: DeskPaths, desk: str) -> Iterator[tuple[str, str, int, bool]]:
    """Servers that show a certificate: owner, host, port, whether TLS is to be asked for first."""
    from batola_desk.app.doctor.line import tls_servers
    from batola_desk.site_policy import site_files

    for host, port in tls_servers(paths):
        yield f"SIP {host}:{port}", host, port, False
    try:
        room = site_files(paths).room(desk=desk)
        hosts = () if room is None else room.address.hosts
        for host_ in hosts:
            if room is not None and room.address.tls_for(host_):
                yield f"PostgreSQL {host_.name}:{host_.port}", host_.name, host_.port, True
    except EnvironmentFault:
        return


def _shown_by(host: str, port: int, *, is_postgres: bool) -> Validity:
    """Return what a server shows, trusted or not: an expired one is what is looked for.

    Raises:
        OSError: it does not answer, or not with TLS.
        ValueError: it shows nothing that could be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((host, port), ANSWER_LIMIT_S) as plain:
        if is_postgres:
            plain.sendall(_SSL_REQUEST)
            if plain.recv(1) != b"S":
                raise ConnectionError("no TLS")
        with context.wrap_socket(plain, server_hostname=host) as secure:
            return validity_of(secure.getpeercert(binary_form=True) or b"")
