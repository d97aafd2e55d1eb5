"""secretariat.toml, and what is told when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.sync.address import Host
from batola_desk.sync.config import load_room_settings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.folder_copy import FolderSettings
from tests.support.certificates import Authority

GOOD = """
[secretariat]
hosts = ["db1.112.batola", "db2.112.batola:5433", "[::1]:5434"]
port = 6432
database = "ruang"
password_file = "meja_b.secret"
[tls]
ca = "ca.pem"
verify = "verify-ca"
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "meja_b.secret").write_text("sandi rahasia\n")
    (tmp_path / "meja_b.secret").chmod(0o600)
    (tmp_path / "empty.secret").write_text("")
    (tmp_path / "ca.pem").write_text("")
    path = tmp_path / "secretariat.toml"
    path.write_text(text)
    return path


def test_without_a_file_the_desk_stands_alone(tmp_path: Path) -> None:
    assert load_room_settings(tmp_path / "secretariat.toml", desk="A") is None


def test_a_good_file_says_where_the_room_is_and_who_we_are(tmp_path: Path) -> None:
    settings = load_room_settings(folder_with(tmp_path, GOOD), desk="B")
    assert settings is not None
    address = settings.address
    assert address.hosts == (Host("db1.112.batola", 6432), Host("db2.112.batola", 5433), Host("::1", 5434))
    assert (address.database, address.tls_mode, address.authority) == (
        "ruang",
        "verify-ca",
        tmp_path / "ca.pem",
    )
    assert (settings.machine.login, settings.machine.password) == ("meja_b", "sandi rahasia")
    assert not settings.password_is_open
    assert "rahasia" not in repr(settings)


def test_a_password_that_others_can_read_is_noticed(tmp_path: Path) -> None:
    path = folder_with(tmp_path, GOOD)
    (tmp_path / "meja_b.secret").chmod(0o644)
    settings = load_room_settings(path, desk="B")
    assert settings is not None
    assert settings.password_is_open


@pytest.mark.parametrize(
    ("before", "after", "key", "line"),
    [
        ("[secretariat]", "[secretariat", "", 2),
        ("[tls]", "[ssl]", "ssl", 7),
        ("database", "databse", "secretariat.databse", 5),
        ('"ruang"', '""', "secretariat.database", 5),
        ('"ruang"', "3", "secretariat.database", 5),
        ('database = "ruang"', "", "secretariat.database", 2),
        ("6432", '"6432"', "secretariat.port", 4),
        ("6432", "true", "secretariat.port", 4),
        ("6432", "0", "secretariat.port", 4),
        ("5433", "x", "secretariat.hosts", 3),
        ('"db1.112.batola"', "1", "secretariat.hosts", 3),
        ('"db1.112.batola"', '""', "secretariat.hosts", 3),
        ("meja_b.secret", "none.secret", "secretariat.password_file", 6),
        ("meja_b.secret", "empty.secret", "secretariat.password_file", 6),
        ("ca.pem", "none.pem", "tls.ca", 8),
        ("verify-ca", "prefer", "tls.verify", 9),
    ],
)
def test_a_wrong_file_is_named_with_line_key_and_what_is_allowed(
    tmp_path: Path, before: str, after: str, key: str, line: int
) -> None:
    path = folder_with(tmp_path, GOOD.replace(before, after))
    with pytest.raises(SecretariatFault, match="secretariat_config") as caught:
        load_room_settings(path, desk="B")
    values = caught.value.values
    assert (values["file"], values["key"]) == (str(path), key)
    assert values["line"] == line
    assert values["allowed"]
    assert "rahasia" not in str(values)


COPIES = """
[safe_copy]
folder = "/media/salinan"
limit_mb = 5
[neighbours]
listen = "10.11.2.11"
certificate = "meja_b.pem"
key = "meja_b.key"
[neighbours.desks]
A = "meja-a.112.batola:7000"
B = "meja-b.112.batola"
"""


def test_second_copies_are_read(tmp_path: Path) -> None:
    path = folder_with(tmp_path, GOOD + COPIES)
    authority = Authority(tmp_path / "ca")
    files = authority.issue("meja-b.112.batola", file="meja_b")
    (tmp_path / "ca.pem").write_bytes(authority.ca_file.read_bytes())
    (tmp_path / "meja_b.pem").write_bytes(files.certificate.read_bytes())
    (tmp_path / "meja_b.key").write_bytes(files.key.read_bytes())
    settings = load_room_settings(path, desk="B")
    assert settings is not None
    assert settings.copies_fault is None
    assert settings.safe_copy == FolderSettings(folder=Path("/media/salinan"), bytes_max=5 << 20)
    neighbours = settings.neighbours
    assert neighbours is not None
    assert neighbours.listen == Host("10.11.2.11", 5871)
    assert dict(neighbours.desks) == {"A": Host("meja-a.112.batola", 7000)}  # not itself
    certificate = {"subjectAltName": (("DNS", "MEJA-A.112.batola"),)}
    assert neighbours.letter_of(certificate) == "A"
    assert neighbours.letter_of({"subjectAltName": (("DNS", "db1.112.batola"), ("URI", "x"))}) is None
    assert neighbours.letter_of(None) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[safe_copy]\nfolder = "salinan"', "safe_copy.folder"),
        ('[safe_copy]\nfolder = "/x"\nlimit_mb = 0', "safe_copy.limit_mb"),
        ('[safe_copy]\nfolder = "/x"\nsame_disk = 1', "safe_copy.same_disk"),
        ('[safe_copy]\nfoldr = "/x"', "safe_copy.foldr"),
        ("[safe_copy]", "safe_copy.folder"),
        ("[neighbours]", "neighbours.desks"),
        ('[neighbours]\n[neighbours.desks]\nA = ":x"', "neighbours.desks.A"),
        (
            '[neighbours]\ncertificate = "no.pem"\nkey = "no.key"\n[neighbours.desks]\nA = "x"',
            "neighbours.certificate",
        ),
    ],
)
def test_a_mistake_in_the_copies_is_told_and_leaves_the_room(tmp_path: Path, text: str, key: str) -> None:
    settings = load_room_settings(folder_with(tmp_path, GOOD + text), desk="B")
    assert settings is not None
    assert settings.address.database == "ruang"
    fault = settings.copies_fault
    assert fault is not None
    assert (fault.code, fault.values["key"]) == ("secretariat_config", key)
    assert settings.safe_copy is settings.neighbours is None
