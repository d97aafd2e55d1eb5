"""Copies in an S3-compatible store (MinIO, Ceph, a cloud), also behind a private certificate authority."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store as Bucket

from batola_desk.interop.recording_store.port import Pace, StoreFault, hash_of

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_PART_BYTES = 5 * 1024 * 1024
_TIMEOUT = timedelta(seconds=60)  # LIMIT: one part of 5 MB must pass within it (0.7 Mbit/s)
_NO_PERMISSION = re.compile(
    r"\bstatus(?: code)?:? 40[13]\b"
)  # never the digits alone: ports and keys have them too


class S3Store:
    """Objects below a prefix of one bucket. An upload is whole or not there: S3 promises that itself."""

    def __init__(
        self,
        *,
        endpoint: str,
        bucket: str,
        prefix: str,
        region: str,
        access_key: str,
        secret_key: str,
        ca_pem: bytes | None,
    ) -> None:
        client: ClientConfig = {
            "allow_http": endpoint.startswith("http://"),
            "timeout": _TIMEOUT,
            "connect_timeout": timedelta(seconds=10),
        }
        if ca_pem is not None:
            client["root_certificate"] = ca_pem
        retry: RetryConfig = {
            "max_retries": 2,
            "retry_timeout": timedelta(seconds=30),
        }  # the queue waits longer
        self._prefix = prefix.strip("/")
        self._id = f"s3:{bucket}/{self._prefix}".rstrip("/")
        self._bucket = Bucket(
            bucket,
            endpoint=endpoint,
            region=region,
            access_key_id=access_key,
            secret_access_key=secret_key,
            virtual_hosted_style_request=False,
            client_options=client,
            retry_config=retry,
        )

    @property
    def store_id(self) -> str:
        return self._id

    def put(self, key: str, source: Path, sha256: str, pace: Pace) -> None:
        if self.sha256_of(key, pace) == sha256:
            return
        try:
            obstore.put(self._bucket, self._key(key), source, chunk_size=_PART_BYTES, max_concurrency=1)
        except FileNotFoundError as fault:
            if not source.exists():
                raise
            raise StoreFault("store_not_there", self._id) from fault  # the bucket
        except (BaseError, OSError) as fault:
            raise _as_fault(fault) from fault
        if self.sha256_of(key, pace) != sha256:
            raise StoreFault("store_copy_differs", key)

    def sha256_of(self, key: str, pace: Pace) -> str | None:
        try:
            return hash_of(self._read(key), pace)
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as fault:
            raise _as_fault(fault) from fault

    def fetch(self, key: str, target: Path, pace: Pace) -> str:
        with target.open("wb") as written:
            try:
                return hash_of(self._read_into(key, written.write), pace)
            except FileNotFoundError as fault:
                raise StoreFault("store_not_there", key) from fault
            except BaseError as fault:
                raise _as_fault(fault) from fault

    def _read(self, key: str) -> Iterator[bytes]:
        for chunk in obstore.get(self._bucket, self._key(key)).stream():
            yield bytes(chunk)

    def _read_into(self, key: str, write: object) -> Iterator[bytes]:
        assert callable(write)
        for chunk in self._read(key):
            write(chunk)
            yield chunk

    def _key(self, key: str) -> str:
        return f"{self._prefix}/{key}" if self._prefix else key


def _as_fault(fault: Exception) -> StoreFault:
    words = str(fault)
    name = type(fault).__name__
    if name in {"PermissionDeniedError", "UnauthenticatedError"} or _NO_PERMISSION.search(words):
        return StoreFault("store_no_permission")
    if "certificate" in words.casefold():
        return StoreFault("store_certificate")
    if name == "NotFoundError" or "NoSuchBucket" in words:
        return StoreFault("store_not_there")
    return StoreFault("store_unreachable", name)
