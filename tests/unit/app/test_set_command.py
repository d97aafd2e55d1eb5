"""``batola-deskctl set``: what the window refused for want of rights, typed by IT."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from batola_desk.__main__ import main
from batola_desk.app.setup.setup_words import Code
from batola_desk.engine.config import load_settings
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path
from batola_desk.settings.whole_file import is_forbidden


def set_value(home: Path, *words: str) -> int:
    return main(["--home", str(home), "set", *words])


def test_a_value_gets_into_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert set_value(tmp_path, "line.toml", "sip.ringing_max", "40") == Code.DONE
    assert load_settings(tmp_path / "config" / "line.toml").ringing_max == 40
    assert "saluran telepon dimulai lagi" in capsys.readouterr().out
    assert set_value(tmp_path, "catalog/limits.toml", "ring.ring_all_s", "7,5") == Code.DONE
    loaded = load_catalog(resource_path("config"), tmp_path / "config" / "catalog")
    assert (loaded.faults, loaded.catalog.limits.ring.ring_all_s) == ((), 7.5)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("line.toml", "sip.nothing", "1"), Code.OPTION_BAD),
        (("settings.toml", "screen.layout", "x"), Code.OPTION_BAD),
        (("line.toml", "account.user", "112"), Code.OPTION_BAD),
        (("line.toml", "sip.password", "rahasia"), Code.OPTION_BAD),
        (("line.toml", "sip.ringing_max", "banyak"), Code.CONFIGURATION_BAD),
        (("line.toml", "rtp.rtp_port_last", "100"), Code.CONFIGURATION_BAD),
        (("avl.toml", "avl.port", "70000"), Code.CONFIGURATION_BAD),
        (("update.toml", "update.public_keys", "abc"), Code.CONFIGURATION_BAD),
    ],
)
def test_what_is_not_right_changes_nothing(tmp_path: Path, words: tuple[str, ...], code: Code) -> None:
    assert set_value(tmp_path, *words) == code
    assert not list(tmp_path.rglob("*.toml"))


def test_what_the_policy_decided_is_refused_with_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policy.toml").write_text("[line.sip]\nringing_max = 50\n")
    assert set_value(tmp_path, "line.toml", "sip.ringing_max", "40") == Code.CONFIGURATION_BAD
    assert "policy.toml" in capsys.readouterr().out


def test_a_missing_right_is_told_from_a_bad_disk() -> None:
    shared = OSError(errno.EACCES, "in use")
    shared.winerror = 32  # type: ignore[attr-defined]
    assert is_forbidden(PermissionError(errno.EACCES, "no"))
    assert is_forbidden(OSError(errno.EROFS, "read only"))
    assert not is_forbidden(OSError(errno.ENOSPC, "full"))
    assert not is_forbidden(shared)
