"""The store as ``line.toml`` names it, and building it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from batola_desk.interop.recording_store.folder_store import FolderStore
from batola_desk.interop.recording_store.port import RecordingStore, StoreFault
from batola_desk.interop.recording_store.s3_store import S3Store

KINDS = ("none", "folder", "s3")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """Section ``[recording_store]``.

    Attributes:
        kind: ``none`` (recordings stay on this desk only), ``folder`` or ``s3``.
        folder: path, mount point, or UNC path of a share.
        endpoint: ``https://…`` of the S3 service; ``http://`` only inside a closed network.
        ca_file: certificate authority (PEM) that signs the endpoint's certificate; empty = the system's.
    """

    kind: str = "none"
    folder: str = ""
    endpoint: str = ""
    bucket: str = ""
    prefix: str = ""
    region: str = "us-east-1"
    access_key: str = ""
    secret_key: str = field(default="", repr=False)
    ca_file: str = ""


def read_store_settings(content: object) -> StoreSettings:
    """Check a section.

    Raises:
        ValueError: (key, what is allowed).
    """
    if not isinstance(content, dict):
        raise ValueError("", "a table")  # noqa: TRY004 - one kind of fault for all values of the file
    known = {item.name for item in fields(StoreSettings)}
    values: dict[str, Any] = {}
    for key, value in content.items():
        if key not in known:
            raise ValueError(key, ", ".join(sorted(known)))
        if not isinstance(value, str):
            raise ValueError(key, "text")  # noqa: TRY004
        values[key] = value
    settings = StoreSettings(**values)
    if settings.kind not in KINDS:
        raise ValueError("kind", ", ".join(KINDS))
    needed = {"folder": ("folder",), "s3": ("endpoint", "bucket", "access_key", "secret_key")}
    for key in needed.get(settings.kind, ()):
        if not getattr(settings, key):
            raise ValueError(key, f"not empty with kind = {settings.kind!r}")
    if settings.kind == "s3" and not _is_endpoint(settings.endpoint):
        raise ValueError("endpoint", "https://host[:port]")
    return settings


def _is_endpoint(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return has_host and parts.scheme in {"https", "http"} and not any(char <= " " for char in url)


def build_store(settings: StoreSettings, *, may_prepare: bool) -> RecordingStore | None:
    """Make the store; None for ``none``.

    Args:
        may_prepare: see `FolderStore`.

    Raises:
        StoreFault: ``store_certificate``: the authority's file cannot be used now. It may have gone since
            somebody wrote its name, so it is no reason for a line not to start.
    """
    if settings.kind == "folder":
        return FolderStore(Path(settings.folder), may_prepare=may_prepare)
    if settings.kind == "s3":
        try:
            return S3Store(
                endpoint=settings.endpoint,
                bucket=settings.bucket,
                prefix=settings.prefix,
                region=settings.region,
                access_key=settings.access_key,
                secret_key=settings.secret_key,
                ca_pem=Path(settings.ca_file).read_bytes() if settings.ca_file else None,
            )
        except (OSError, ValueError) as fault:
            raise StoreFault("store_certificate", settings.ca_file) from fault
    return None
