"""What an update says of itself, and the signature that makes it believable.

A package is three files in one folder::

    batola-desk.update.json   product, version, who may take it, hash of the installer, notes
    batola-desk.update.sig    64 bytes, base64: Ed25519 over MARK and the exact bytes of the file above
    BatolaDesk-0.2.0-x64.exe  the installer

Only the first is signed; the hash in it binds the third.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

import msgspec

from batola_desk.updates.ed25519 import is_signed
from batola_desk.updates.faults import UpdateFault

MANIFEST_NAME: Final = "batola-desk.update.json"
SIGNATURE_NAME: Final = "batola-desk.update.sig"
MANIFEST_BYTES_MAX: Final = 65_536
INSTALLER_BYTES_MAX: Final = 400_000_000  # LIMIT: six times what an installer may have; ends a hostile source
MARK: Final = b"batola-desk update 1\n"
"""Signed before the manifest: a signature of the same key over something else is none of ours."""
PRODUCT: Final = "BatolaDesk"
_VERSION: Final = r"^[0-9]{1,5}\.[0-9]{1,5}\.[0-9]{1,5}$"
_INSTALLER: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.exe$"

_Version = Annotated[str, msgspec.Meta(pattern=_VERSION)]


class Notes(msgspec.Struct, frozen=True):
    """What is new, in operators' words."""

    id: Annotated[str, msgspec.Meta(max_length=8000)]
    en: Annotated[str, msgspec.Meta(max_length=8000)] = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The signed words.

    Attributes:
        minimum: oldest version that may be upgraded in one step.
        installer: file name beside the manifest; never a path.
        expires: after that a package is refused: an old one cannot be passed off as news for ever.
        schema: journal revision that the new version writes; the version before may not read it.
    """

    product: str
    version: _Version
    minimum: _Version
    installer: Annotated[str, msgspec.Meta(pattern=_INSTALLER)]
    bytes: Annotated[int, msgspec.Meta(ge=1, le=INSTALLER_BYTES_MAX)]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    expires: Annotated[datetime, msgspec.Meta(tz=True)]
    schema: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}$")]
    notes: Notes


def version_key(version: str) -> tuple[int, ...]:
    """Return a version in an order: 0.10.0 is newer than 0.9.3."""
    return tuple(int(part) for part in version.split("."))


def read_manifest(words: bytes, signature: bytes, keys: Iterable[bytes]) -> Manifest:
    """Return what was signed; before the signature is known to be good not a word of it is read.

    Raises:
        UpdateFault: ``update_unsigned``, ``update_damaged``, ``update_product``.
    """
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except binascii.Error as fault:
        raise UpdateFault("update_unsigned") from fault
    if len(words) > MANIFEST_BYTES_MAX or not any(is_signed(MARK + words, raw, key) for key in keys):
        raise UpdateFault("update_unsigned")
    try:
        manifest = msgspec.json.decode(words, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise UpdateFault("update_damaged", file=MANIFEST_NAME, why=str(fault)) from fault
    if manifest.product != PRODUCT:
        raise UpdateFault("update_product", product=manifest.product[:40])
    return manifest


def refuse_unfit(manifest: Manifest, *, installed: str, now: datetime) -> None:
    """Raise where this desk must not take it.

    Raises:
        UpdateFault: ``update_same``, ``update_older``, ``update_too_far``, ``update_expired``.
    """
    known = {"version": manifest.version, "installed": installed}
    if version_key(manifest.version) == version_key(installed):
        raise UpdateFault("update_same", **known)
    if version_key(manifest.version) < version_key(installed):
        raise UpdateFault("update_older", **known)
    if version_key(installed) < version_key(manifest.minimum):
        raise UpdateFault("update_too_far", **known, minimum=manifest.minimum)
    if now > manifest.expires:
        raise UpdateFault("update_expired", **known, expires=manifest.expires.date().isoformat())
