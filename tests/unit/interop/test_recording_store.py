"""Stores of recordings: a real folder, and S3 on loopback, also over TLS of a private authority."""

import datetime
import hashlib
import ipaddress
import os
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from batola_desk.interop.recording_store.config import StoreSettings, build_store, read_store_settings
from batola_desk.interop.recording_store.folder_store import MARK_NAME, FolderStore
from batola_desk.interop.recording_store.port import RecordingStore, StoreFault, no_pause

KEY = "2026/03/04/call-20260304T050607089Z.wav"


@pytest.fixture
def recording(tmp_path: Path) -> tuple[Path, str]:
    file = tmp_path / "call.wav"
    file.write_bytes(os.urandom(11_000_000))  # three parts of a multipart upload
    return file, hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    path.mkdir()
    return path


def fault_of(store: RecordingStore, recording: tuple[Path, str]) -> str:
    with pytest.raises(StoreFault) as caught:
        store.put(KEY, *recording, no_pause)
    return caught.value.code


# -- folder


def test_a_copy_is_whole_read_back_and_can_be_fetched(folder: Path, recording: tuple[Path, str]) -> None:
    store = FolderStore(folder, may_prepare=True)
    store.put(KEY, *recording, no_pause)
    assert (folder / KEY).read_bytes() == recording[0].read_bytes()
    assert store.sha256_of(KEY, no_pause) == recording[1]
    assert store.sha256_of("2026/other.wav", no_pause) is None
    back = folder.parent / "back.wav"
    assert store.fetch(KEY, back, no_pause) == recording[1]
    assert back.read_bytes() == recording[0].read_bytes()
    assert [file.name for file in (folder / KEY).parent.iterdir()] == [Path(KEY).name]


def test_an_unmounted_share_is_told_from_the_store_and_nothing_lands_in_its_place(
    folder: Path, recording: tuple[Path, str]
) -> None:
    FolderStore(folder, may_prepare=True).put(KEY, *recording, no_pause)
    (folder / MARK_NAME).unlink()  # what an unmounted mount point looks like: a folder without our mark
    (folder / KEY).unlink()
    assert fault_of(FolderStore(folder, may_prepare=False), recording) == "store_not_there"
    assert not (folder / KEY).exists()
    assert fault_of(FolderStore(folder / "gone", may_prepare=True), recording) == "store_not_there"


def test_a_copy_that_the_disk_spoils_is_seen_and_not_kept(
    folder: Path, recording: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(folder, may_prepare=True)
    real = FolderStore._write

    def spoilt(self: FolderStore, source: Path, copy: Path, pace: object) -> None:
        real(self, source, copy, no_pause)
        with copy.open("r+b") as file:
            file.seek(5_000_000)
            file.write(b"\x00\x01")

    monkeypatch.setattr(FolderStore, "_write", spoilt)
    assert fault_of(store, recording) == "store_copy_differs"
    assert list((folder / KEY).parent.iterdir()) == []


def test_a_differing_file_under_the_key_is_set_aside_not_overwritten(
    folder: Path, recording: tuple[Path, str]
) -> None:
    store = FolderStore(folder, may_prepare=True)
    (folder / KEY).parent.mkdir(parents=True)
    (folder / KEY).write_bytes(b"something else")
    store.put(KEY, *recording, no_pause)
    assert store.sha256_of(KEY, no_pause) == recording[1]
    aside = [file for file in (folder / KEY).parent.iterdir() if ".differs-" in file.name]
    assert [file.read_bytes() for file in aside] == [b"something else"]


def test_what_a_killed_copy_left_is_removed_by_the_next(folder: Path, recording: tuple[Path, str]) -> None:
    store = FolderStore(folder, may_prepare=True)
    (folder / KEY).parent.mkdir(parents=True)
    torn = (folder / KEY).with_name(f".{Path(KEY).name}.0badf00d.copying")
    torn.write_bytes(b"half")
    store.put(KEY, *recording, no_pause)
    assert not torn.exists()


@pytest.mark.parametrize("key", ["../outside.wav", "/etc/outside.wav", ""])
def test_a_key_never_leads_out_of_the_store(folder: Path, recording: tuple[Path, str], key: str) -> None:
    store = FolderStore(folder, may_prepare=True)
    with pytest.raises(StoreFault, match="store_refused"):
        store.put(key, *recording, no_pause)


# -- S3


class S3Service:
    """moto's S3 in a thread."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        from moto.server import DomainDispatcherApplication, create_backend_app

        application = DomainDispatcherApplication(create_backend_app)
        self.server = make_server("127.0.0.1", 0, application, threaded=True, ssl_context=tls)
        self.endpoint = f"{'https' if tls else 'http'}://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def make_bucket(self, name: str) -> None:
        from moto.s3.models import s3_backends

        s3_backends["123456789012"]["aws"].create_bucket(name, "us-east-1")

    def spoil(self, bucket: str, key: str) -> None:
        from moto.s3.models import s3_backends

        backend = s3_backends["123456789012"]["aws"]
        data = bytearray(backend.get_object(bucket, key).value)
        data[1000] ^= 1
        backend.put_object(bucket, key, bytes(data))

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Service]:
    service = S3Service()
    service.make_bucket("rekaman")
    yield service
    service.stop()
    _reset_s3()


def _reset_s3() -> None:
    from moto.s3.models import s3_backends

    s3_backends["123456789012"]["aws"].reset()


def s3_settings(service: S3Service, **more: str) -> StoreSettings:
    values = {
        "kind": "s3",
        "endpoint": service.endpoint,
        "bucket": "rekaman",
        "prefix": "meja-A",
        "access_key": "key",
        "secret_key": "secret",
        **more,
    }
    return read_store_settings(values)


def built(settings: StoreSettings) -> RecordingStore:
    store = build_store(settings, may_prepare=True)
    assert store is not None
    return store


def test_s3_takes_reads_back_and_gives_again(s3: S3Service, recording: tuple[Path, str]) -> None:
    store = built(s3_settings(s3))
    assert store.store_id == "s3:rekaman/meja-A"
    assert store.sha256_of(KEY, no_pause) is None
    store.put(KEY, *recording, no_pause)
    assert store.sha256_of(KEY, no_pause) == recording[1]
    back = recording[0].with_name("back.wav")
    assert store.fetch(KEY, back, no_pause) == recording[1]
    s3.spoil("rekaman", f"meja-A/{KEY}")
    assert store.sha256_of(KEY, no_pause) not in {None, recording[1]}
    store.put(KEY, *recording, no_pause)  # sees the difference and uploads again
    assert store.sha256_of(KEY, no_pause) == recording[1]


def test_s3_faults_have_their_names(s3: S3Service, recording: tuple[Path, str]) -> None:
    assert fault_of(built(s3_settings(s3, bucket="tidak-ada")), recording) == "store_not_there"
    gone = s3_settings(s3, endpoint="http://127.0.0.1:1")
    assert fault_of(built(gone), recording) == "store_unreachable"


def test_s3_behind_a_private_authority_is_trusted_by_its_file_only(
    tmp_path: Path, recording: tuple[Path, str]
) -> None:
    ca_file, tls = private_authority(tmp_path)
    service = S3Service(tls)
    try:
        service.make_bucket("rekaman")
        store = built(s3_settings(service, ca_file=str(ca_file)))
        store.put(KEY, *recording, no_pause)
        assert store.sha256_of(KEY, no_pause) == recording[1]
        assert fault_of(built(s3_settings(service)), recording) in {"store_certificate", "store_unreachable"}
    finally:
        service.stop()
        _reset_s3()


def private_authority(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """An authority, and a server certificate of it for 127.0.0.1."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    now = datetime.datetime.now(datetime.UTC)

    def certificate(
        name: str,
        key: ec.EllipticCurvePrivateKey,
        issuer: str,
        signer: ec.EllipticCurvePrivateKey,
        *,
        ca: bool,
    ) -> x509.Certificate:
        common = x509.NameOID.COMMON_NAME
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(common, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(common, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
                critical=False,
            )
        )
        return builder.sign(signer, hashes.SHA256())

    ca_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = certificate("Batola CA", ca_key, "Batola CA", ca_key, ca=True)
    server = certificate("127.0.0.1", server_key, "Batola CA", ca_key, ca=False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    (folder / "server.pem").write_bytes(
        server_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + server.public_bytes(pem)
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "server.pem")
    return folder / "ca.pem", tls


# -- settings


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({"kind": "ftp"}, "kind"),
        ({"kind": "folder"}, "folder"),
        ({"kind": "s3", "endpoint": "https://x", "bucket": "b"}, "access_key"),
        (
            {"kind": "s3", "endpoint": "x", "bucket": "b", "access_key": "a", "secret_key": "s"},
            "endpoint",
        ),
        *(
            ({"kind": "s3", "endpoint": url, "bucket": "b", "access_key": "a", "secret_key": "s"}, "endpoint")
            for url in ("https://", "https://[bad", "https://host:99999", "https://lo cal", "ftp://host")
        ),
        ({"path": "/mnt"}, "path"),
        ({"kind": 3}, "kind"),
    ],
)
def test_a_wrong_section_names_the_key(content: dict[str, object], key: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read_store_settings(content)
    assert caught.value.args[0] == key


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_an_authority_whose_file_has_gone_stops_the_copies_and_not_the_line(
    content: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    keys = {"bucket": "b", "access_key": "a", "secret_key": "s", "ca_file": str(file)}
    settings = read_store_settings({"kind": "s3", "endpoint": "https://store.example", **keys})
    with pytest.raises(StoreFault) as caught:
        build_store(settings, may_prepare=False)
    assert caught.value.code == "store_certificate"


def test_a_secret_is_never_printed() -> None:
    settings = StoreSettings(kind="s3", secret_key="hush")
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Generic S3 error: HTTP error: error sending request for url (https://127.0.0.1:40345/rekaman)", ""),
        ("… invalid peer certificate: UnknownIssuer (https://10.4.0.3:4013/403.wav)", "store_certificate"),
        ("Server returned non-2xx status code: 403 Forbidden: AccessDenied", "store_no_permission"),
        ("Client error with status 401 Unauthorized", "store_no_permission"),
    ],
)
def test_what_a_store_said_is_told_by_its_words_and_not_by_digits(words: str, code: str) -> None:
    from batola_desk.interop.recording_store.s3_store import _as_fault

    assert _as_fault(OSError(words)).code == (code or "store_unreachable")
