"""An extract of a recording as a package that proves itself: sound, letter, hashes. Source: domain.md §15.

The package is a ZIP of three files; the letter (``sampul.txt``) says in Indonesian what it is, where it comes
from and how anybody can check it. It is for courts and police, so its language is not the screen's.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_CHUNK_BYTES = 1 << 18
COVER_NAME = "sampul.txt"

Progress = Callable[[float], bool]
"""Told the share that is done; False stops the work."""


class ExportCancelledError(Exception):
    """A person stopped it; nothing is left behind."""


class ExportAlteredError(Exception):
    """The original is not what the journal sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What the letter says.

    Attributes:
        source: the recording on this desk; source_sha256: as the journal knows it.
        started_us: wall time of its first sample.
        chain_head: number and hash of the newest fact, which seals all before it.
    """

    source: Path
    source_name: str
    source_sha256: str
    started_us: int
    from_s: float
    to_s: float
    call_key: str
    number: str
    direction: str
    person: str
    role: str
    witness: str
    reason: str
    exported_us: int
    chain_head: tuple[int, str]
    centre: str
    desk: str
    utc_offset_min: int
    time_zone: str
    marks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    package: Path
    extract_sha256: str
    duration_s: float


def write_package(order: ExportOrder, target: Path, progress: Progress) -> Exported:
    """Check the original against its seal and write the package. Thread: a worker.

    Raises:
        ExportAlteredError: see there; nothing is written.
        ExportCancelledError: ``progress`` said so.
        OSError, ValueError: a file cannot be read or written.
    """
    total = max(1, order.source.stat().st_size)
    _check_seal(order, lambda done: progress(0.6 * done / total))
    part = target.with_name(target.name + ".part")
    extract_name = f"potongan-{Path(order.source_name).stem}.wav"
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as package:
            sha256, duration_s = _write_extract(
                order, package, extract_name, lambda share: progress(0.6 + 0.4 * share)
            )
            package.writestr(COVER_NAME, cover_text(order, extract_name, sha256, duration_s))
            package.writestr("SHA256SUMS", f"{sha256}  {extract_name}\n")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Exported(target, sha256, duration_s)


def _check_seal(order: ExportOrder, progress: Progress) -> None:
    digest, done = hashlib.sha256(), 0
    with order.source.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            done += len(chunk)
            if not progress(done):
                raise ExportCancelledError
    if digest.hexdigest() != order.source_sha256:
        raise ExportAlteredError(order.source_name)


def _write_extract(
    order: ExportOrder, package: zipfile.ZipFile, name: str, progress: Progress
) -> tuple[str, float]:
    with order.source.open("rb") as file:
        fields = _HEADER.unpack(file.read(_HEADER.size))
        if fields[0] != b"RIFF" or fields[11] != b"data":
            raise ValueError(order.source_name)
        rate_hz, block_bytes, data_bytes = fields[7], fields[9], fields[12]
        first = min(int(order.from_s * rate_hz) * block_bytes, data_bytes)
        size = min(int(order.to_s * rate_hz) * block_bytes, data_bytes) - first
        if size <= 0:
            raise ValueError(order.source_name)
        header = _HEADER.pack(*fields[:1], _HEADER.size - 8 + size, *fields[2:12], size)
        digest = hashlib.sha256(header)
        file.seek(_HEADER.size + first)
        with package.open(name, "w", force_zip64=True) as extract:
            extract.write(header)
            left = size
            while left > 0:
                chunk = file.read(min(_CHUNK_BYTES, left))
                if not chunk:
                    raise ValueError(order.source_name)
                extract.write(chunk)
                digest.update(chunk)
                left -= len(chunk)
                if not progress(1 - left / size):
                    raise ExportCancelledError
    return digest.hexdigest(), size / block_bytes / rate_hz


def cover_text(order: ExportOrder, extract_name: str, extract_sha256: str, duration_s: float) -> str:
    """The letter."""

    def at(seconds: float) -> str:
        return _local(order.started_us + int(seconds * 1e6), order)

    begun, ended = at(order.from_s), at(order.from_s + duration_s)
    marks = "".join(f"  {at(at_s)}  {text}\n" for at_s, text in order.marks)
    return f"""SURAT PENGANTAR POTONGAN REKAMAN PANGGILAN DARURAT

Pusat              : {order.centre}, meja {order.desk}
Nomor panggilan    : {order.call_key}
Arah dan nomor     : {"dari" if order.direction == "inbound" else "ke"} {order.number or "nomor tersembunyi"}
Rekaman asli       : {order.source_name}
Awal potongan      : {begun}
Akhir potongan     : {ended}
Lama potongan      : {duration_s:.1f} detik (detik {order.from_s:.1f} sampai {order.from_s + duration_s:.1f})
Saluran            : kiri penelepon, kanan petugas

Diekspor oleh      : {order.person} ({order.role})
Disaksikan oleh    : {order.witness}
Waktu ekspor       : {_local(order.exported_us, order)}
Alasan             : {order.reason}

SHA-256 potongan   : {extract_sha256}
SHA-256 asli       : {order.source_sha256}
Kepala rantai jurnal saat ekspor: fakta ke-{order.chain_head[0]}
                     {order.chain_head[1]}

Kejadian selama potongan ini:
{marks or "  (tidak ada tanda)"}

CARA MEMERIKSA
1. Hitung SHA-256 berkas {extract_name}
   (Windows: certutil -hashfile "{extract_name}" SHA256; Linux: sha256sum "{extract_name}").
   Hasilnya harus sama dengan "SHA-256 potongan" di atas; bila berbeda, potongan ini sudah diubah.
2. Rekaman asli disegel dengan "SHA-256 asli" di jurnal meja pada saat panggilan berakhir. Jurnal adalah
   rantai hash: mengubah satu catatan mengubah semua hash sesudahnya. Di meja:
   batola-desk verify-recordings  dan  batola-desk verify.
3. Ekspor ini sendiri tercatat di jurnal dengan nama, saksi, alasan dan SHA-256 potongan.
"""


def _local(at_us: int, order: ExportOrder) -> str:
    zone = timezone(timedelta(minutes=order.utc_offset_min))
    moment = datetime.fromtimestamp(at_us / 1e6, zone)
    return f"{moment:%d-%m-%Y %H:%M:%S} {order.time_zone}"
