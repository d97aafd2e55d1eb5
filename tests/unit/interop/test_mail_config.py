"""mail.toml: off unless it names a server; what is wrong is told with its line, a password never."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.interop.mail.config import MailSettings, load_mail_settings
from batola_desk.settings import secrets
from batola_desk.settings.config_error import ConfigError

WHOLE = """[mail]
host = "smtp.contoh.go.id"
sender = "112@contoh.go.id"
login = "112@contoh.go.id"
password = "rahasia-sekali"
"""


def load(folder: Path, text: str) -> MailSettings | None:
    path = folder / "mail.toml"
    path.write_text(text, encoding="utf-8")
    return load_mail_settings(path)


def test_without_a_file_or_a_server_the_mail_program_stays(tmp_path: Path) -> None:
    assert load_mail_settings(tmp_path / "mail.toml") is None
    for text in ("", "[mail]\n", '[mail]\nhost = ""\nsender = ""\n'):
        assert load(tmp_path, text) is None, text


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465)])
def test_the_usual_port_follows_from_the_security(tmp_path: Path, security: str, port: int) -> None:
    found = load(tmp_path, WHOLE + f'security = "{security}"\n')
    assert found is not None
    assert (found.host, found.port, found.security) == ("smtp.contoh.go.id", port, security)
    assert (found.login, found.password, found.limit_s) == ("112@contoh.go.id", "rahasia-sekali", 15.0)
    assert "rahasia-sekali" not in repr(found)


def test_a_relay_on_this_machine_may_go_without_tls(tmp_path: Path) -> None:
    found = load(tmp_path, '[mail]\nhost = "localhost"\nsecurity = "none"\nsender = "a@b.id"\n')
    assert found is not None
    assert found.port == 25


def test_a_policy_counts_before_the_file_and_makes_no_server_alone(tmp_path: Path) -> None:
    path = tmp_path / "mail.toml"
    assert load_mail_settings(path, policy={"mail.limit_s": 5.0}) is None
    path.write_text(WHOLE, encoding="utf-8")
    found = load_mail_settings(path, policy={"mail.limit_s": 5.0})
    assert found is not None
    assert found.limit_s == 5.0


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('host = "smtp.contoh.go.id"', 'host = "smtp contoh"', "mail.host"),
        ('host = "smtp.contoh.go.id"', "host = 5", "mail.host"),
        ('host = "smtp.contoh.go.id"\n', "", "mail.host"),
        ('host = "smtp.contoh.go.id"', 'host = "smtp.contoh.go.id"\nsecurity = "none"', "mail.security"),
        ('host = "smtp.contoh.go.id"', 'host = "smtp.contoh.go.id"\nsecurity = "ssl"', "mail.security"),
        ('host = "smtp.contoh.go.id"', 'host = "smtp.contoh.go.id"\nport = 70000', "mail.port"),
        ('host = "smtp.contoh.go.id"', 'host = "smtp.contoh.go.id"\nport = true', "mail.port"),
        ('host = "smtp.contoh.go.id"', 'host = "smtp.contoh.go.id"\nlimit_s = 600', "mail.limit_s"),
        (
            'host = "smtp.contoh.go.id"',
            'host = "smtp.contoh.go.id"\nauthority = "tidak.pem"',
            "mail.authority",
        ),
        ('sender = "112@contoh.go.id"', 'sender = "112@contoh.go.id\\r\\nBcc: a@b.id"', "mail.sender"),
        ('sender = "112@contoh.go.id"\n', "", "mail.sender"),
        ('password = "rahasia-sekali"\n', "", "mail.password"),
        ('login = "112@contoh.go.id"\n', "", "mail.login"),
        ('password = "rahasia-sekali"', 'password = "rahasia\\r\\nQUIT"', "mail.password"),
        ('password = "rahasia-sekali"', 'password = ["rahasia-sekali"]', "mail.password"),
        ('password = "rahasia-sekali"', 'pasword = "rahasia-sekali"', "mail.pasword"),
        ("[mail]", "[surel]", "surel"),
    ],
)
def test_what_is_wrong_is_told_by_its_key_and_never_with_the_password(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, WHOLE.replace(old, new))
    assert caught.value.key == key
    assert "rahasia" not in str(caught.value)


def test_a_password_is_opened_as_the_other_secrets_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = WHOLE.replace("rahasia-sekali", "dpapi:cmFoYXNpYQ==")
    monkeypatch.setattr(secrets, "_unprotect", bytes)
    found = load(tmp_path, text)
    assert found is not None
    assert found.password == "rahasia"


def test_a_password_of_another_machine_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, WHOLE.replace("rahasia-sekali", "dpapi:bukan base64!"))
    assert caught.value.key == "mail.password"
