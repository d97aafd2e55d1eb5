"""A package is laid ready whole and believed, or refused with its reason; whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import errno
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from batola_desk.updates import shelf as shelf_module
from batola_desk.updates.config import CONFIG_NAME, UpdateSettings, load_update_settings
from batola_desk.updates.faults import UpdateFault
from batola_desk.updates.manifest import MANIFEST_NAME, SIGNATURE_NAME, version_key
from batola_desk.updates.shelf import Shelf
from batola_desk.updates.source import PackageSource
from tests.support.update_packages import INSTALLER, package, public_key, sign_words, write_config

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


@pytest.fixture
def shelf(tmp_path: Path, key: Ed25519PrivateKey) -> Shelf:
    return Shelf(tmp_path / "updates", UpdateSettings((public_key(key),)), installed="0.1.0")


def refused(shelf: Shelf, stick: Path, code: str) -> UpdateFault:
    with pytest.raises(UpdateFault) as caught:
        shelf.stage(PackageSource(str(stick)))
    assert caught.value.code == code
    return caught.value


def test_a_package_is_copied_and_lies_ready_without_its_source(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey
) -> None:
    made = package(stick, key)
    assert shelf.stage(PackageSource(str(stick))).manifest == made
    shutil.rmtree(stick)
    staged = shelf.staged(is_whole=True)
    assert staged is not None
    assert staged.installer.read_bytes() == INSTALLER
    shelf.drop()
    assert shelf.staged() is None


def test_the_manifest_may_be_named_instead_of_its_folder(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey
) -> None:
    package(stick, key)
    assert shelf.offered(PackageSource(str(stick / MANIFEST_NAME))).version == "0.2.0"


def test_what_is_not_signed_by_us_is_refused(shelf: Shelf, stick: Path, key: Ed25519PrivateKey) -> None:
    package(stick, Ed25519PrivateKey.generate())
    refused(shelf, stick, "update_unsigned")
    package(stick, key)
    words = stick / MANIFEST_NAME
    words.write_bytes(words.read_bytes().replace(b"0.2.0", b"0.3.0"))
    refused(shelf, stick, "update_unsigned")
    (stick / SIGNATURE_NAME).write_bytes(b"\xff\xfe no base64")
    refused(shelf, stick, "update_unsigned")
    (stick / SIGNATURE_NAME).unlink()
    refused(shelf, stick, "update_not_found")


def test_a_desk_without_a_key_believes_nobody(tmp_path: Path, stick: Path, key: Ed25519PrivateKey) -> None:
    package(stick, key)
    refused(Shelf(tmp_path / "updates", UpdateSettings(), installed="0.1.0"), stick, "update_no_key")


def test_a_second_key_serves_while_keys_change(tmp_path: Path, stick: Path, key: Ed25519PrivateKey) -> None:
    newer = Ed25519PrivateKey.generate()
    package(stick, newer)
    both = UpdateSettings((public_key(key), public_key(newer)))
    assert (
        Shelf(tmp_path / "u", both, installed="0.1.0").offered(PackageSource(str(stick))).version == "0.2.0"
    )


@pytest.mark.parametrize(
    "content",
    [INSTALLER[:-1], INSTALLER + b"x", INSTALLER[:-1] + b"x", b""],
    ids=["cut", "longer", "changed", "empty"],
)
def test_another_installer_than_the_signed_one_is_refused(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey, content: bytes
) -> None:
    made = package(stick, key)
    (stick / made.installer).write_bytes(content)
    refused(shelf, stick, "update_damaged")
    assert shelf.staged() is None


def test_one_that_is_changed_after_it_was_staged_is_not_started(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey
) -> None:
    package(stick, key)
    staged = shelf.stage(PackageSource(str(stick)))
    staged.installer.write_bytes(INSTALLER.replace(b"MZ", b"ZM", 1))
    with pytest.raises(UpdateFault, match="update_damaged"):
        shelf.staged(is_whole=True)


@pytest.mark.parametrize(
    ("installed", "minimum", "code"),
    [
        ("0.2.0", "0.1.0", "update_same"),
        ("0.2.1", "0.1.0", "update_older"),
        ("0.10.0", "0.1.0", "update_older"),
        ("0.1.0", "0.1.1", "update_too_far"),
    ],
)
def test_never_back_never_too_far(
    tmp_path: Path, stick: Path, key: Ed25519PrivateKey, installed: str, minimum: str, code: str
) -> None:
    package(stick, key, minimum=minimum)
    settings = UpdateSettings((public_key(key),))
    refused(Shelf(tmp_path / "updates", settings, installed=installed), stick, code)


def test_an_old_package_ends_also_when_it_is_staged_already(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey
) -> None:
    package(stick, key, days=30)
    shelf.stage(PackageSource(str(stick)))
    with pytest.raises(UpdateFault, match="update_expired"):
        shelf.staged(now=NOW + timedelta(days=31))
    package(stick, key, days=-1)
    refused(shelf, stick, "update_expired")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"BatolaDesk"', b'"OtherDesk"', "update_product"),
        (b'"BatolaDesk-0.2.0-x64.exe"', b'"../../evil.exe"', "update_damaged"),
        (b'"0.2.0"', b'"0.2"', "update_damaged"),
        (b'"notes"', b'"other"', "update_damaged"),
    ],
)
def test_well_signed_nonsense_is_refused_too(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey, old: bytes, new: bytes, code: str
) -> None:
    package(stick, key)
    words = (stick / MANIFEST_NAME).read_bytes()
    assert old in words
    (stick / MANIFEST_NAME).write_bytes(words.replace(old, new))
    sign_words(stick, key, words.replace(old, new))
    refused(shelf, stick, code)


def test_a_full_disk_is_told_and_what_was_ready_stays_ready(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(stick, key)
    shelf.stage(PackageSource(str(stick)))
    package(stick, key, "0.3.0")

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "x")

    with monkeypatch.context() as patch:
        patch.setattr(shelf_module, "write_whole", full)
        fault = refused(shelf, stick, "update_disk_full")
        assert fault.values["need_mb"] == 51
    staged = shelf.staged(is_whole=True)
    assert staged is not None
    assert staged.manifest.version == "0.2.0"
    assert shelf.stage(PackageSource(str(stick))).manifest.version == "0.3.0"


def test_no_room_is_seen_before_anything_is_copied(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(stick, key)
    usage = shutil.disk_usage(stick)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    refused(shelf, stick, "update_disk_full")


KILLED = """\
import sys, time
from pathlib import Path
from batola_desk.updates import shelf
from batola_desk.updates.config import UpdateSettings
from batola_desk.updates.source import PackageSource
class Slow(PackageSource):
    def chunks(self, name, *, bytes_max):
        for chunk in super().chunks(name, bytes_max=bytes_max):
            if name.endswith(".exe"):
                yield chunk[:5000]
                print("copying", flush=True)
                time.sleep(60)
            yield chunk
folder, key, stick = sys.argv[1:]
settings = UpdateSettings((bytes.fromhex(key),))
shelf.Shelf(Path(folder), settings, installed="0.1.0").stage(Slow(stick))
"""


def test_a_copy_that_was_killed_is_nothing_and_does_not_hinder_the_next(
    shelf: Shelf, stick: Path, key: Ed25519PrivateKey, tmp_path: Path
) -> None:
    package(stick, key)
    command = [sys.executable, "-c", KILLED, str(tmp_path / "updates"), public_key(key).hex(), str(stick)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "copying\n"
        child.kill()
    assert (tmp_path / "updates" / "incoming").exists()  # as it was left
    assert shelf.staged() is None
    assert shelf.stage(PackageSource(str(stick))).manifest.version == "0.2.0"
    assert shelf.staged(is_whole=True) is not None
    assert not (tmp_path / "updates" / "incoming").exists()


@pytest.fixture
def address(stick: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    stick.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(stick))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_address_serves_as_well(shelf: Shelf, stick: Path, key: Ed25519PrivateKey, address: str) -> None:
    with pytest.raises(UpdateFault, match="update_not_found"):
        shelf.stage(PackageSource(address))
    package(stick, key)
    for place in (address, f"{address}/", f"{address}/{MANIFEST_NAME}"):
        assert shelf.stage(PackageSource(place)).manifest.version == "0.2.0"
    assert shelf.staged(is_whole=True) is not None


def test_a_server_that_is_away_or_silent_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batola_desk.updates.source.SILENCE_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        began_s = time.monotonic()
        with pytest.raises(UpdateFault, match="update_unreachable"):
            shelf.stage(PackageSource(f"http://127.0.0.1:{port}"))
        assert time.monotonic() - began_s < 5
    with pytest.raises(UpdateFault, match="update_unreachable"):
        shelf.stage(PackageSource(f"http://127.0.0.1:{port}"))


def test_a_server_that_drips_ends(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte now and then: no read is ever late, the whole is."""
    monkeypatch.setattr("batola_desk.updates.source.WHOLE_S", 0.3)
    ended = threading.Event()

    def drip(listener: socket.socket) -> None:
        caller, _ = listener.accept()
        with caller:
            caller.recv(4096)
            caller.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
            while not ended.wait(0.05):
                with contextlib.suppress(OSError):
                    caller.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        with pytest.raises(UpdateFault, match="update_unreachable"):
            shelf.stage(PackageSource(f"http://127.0.0.1:{listener.getsockname()[1]}"))
        ended.set()
        thread.join()


def test_a_stream_without_end_is_cut_off(shelf: Shelf, stick: Path, key: Ed25519PrivateKey) -> None:
    """A manifest larger than any manifest, as a device or a hostile server would give."""
    package(stick, key)
    (stick / MANIFEST_NAME).write_bytes(b" " * 70_000)
    refused(shelf, stick, "update_damaged")


def test_the_configuration_is_read_and_a_mistake_is_named(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    assert load_update_settings(tmp_path / CONFIG_NAME) == UpdateSettings()
    write_config(tmp_path, key, "/srv/batola")
    found = load_update_settings(tmp_path / CONFIG_NAME)
    assert found == UpdateSettings((public_key(key),), "/srv/batola")
    for words, wrong in (
        ('[update]\npublic_keys = ["abc"]\n', "update.public_keys"),
        ("[update]\nkeys = []\n", "update.keys"),
        ("[updates]\n", "updates"),
        ("[update]\nsource = 3\n", "update.source"),
        ("[update\n", ""),
    ):
        (tmp_path / CONFIG_NAME).write_text(words)
        with pytest.raises(UpdateFault, match="update_config") as caught:
            load_update_settings(tmp_path / CONFIG_NAME)
        assert caught.value.values["key"] == wrong


def test_versions_are_numbers() -> None:
    assert version_key("0.10.0") > version_key("0.9.9")
