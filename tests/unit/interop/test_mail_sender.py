"""E-mail to a real server: taken, refused, unsure; never in the clear, never more than one address."""

from __future__ import annotations

import datetime
import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from batola_desk.interop.mail.sender import (
    Letter,
    MailFault,
    ask_server,
    message_of,
    reference_of,
    send_mail,
)
from tests.support.mail_server import LOGIN, MailServer, mail_server, settings_for

SHORT_S = 0.4
LETTER = Letter(
    to="siaga@damkar.contoh.go.id",
    subject="112-20261127-A0007 Rumah terbakar",
    text="Lokasi: Handil Bakti RT 4\n.titik di depan\nsungai ± 20 m — é\n" + "x" * 1500,
    name="Layanan 112 Kabupaten Barito Kuala",
    at=datetime.datetime(2026, 11, 27, 10, 15, tzinfo=datetime.timezone(datetime.timedelta(hours=8))),
    reference=reference_of("task", "one"),
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as made:
        yield made


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def refused(server: MailServer, folder: Path, **changes: object) -> MailFault:
    with pytest.raises(MailFault) as caught:
        send_mail(settings_for(server, folder, **changes), LETTER)
    return caught.value


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_arrives_as_it_was_written_over_a_safe_line(tmp_path: Path, security: str) -> None:
    with mail_server(tmp_path, security=security) as server:
        send_mail(settings_for(server, tmp_path), LETTER)
        (taken,) = server.taken
        message = read(taken.data)
    assert (taken.sender, taken.recipients) == (LOGIN, (LETTER.to,))
    assert text_of(message) == LETTER.text + "\n"
    assert message["Subject"] == LETTER.subject
    assert message["From"] == f"{LETTER.name} <{LOGIN}>"
    assert message["Message-ID"] == f"<{LETTER.reference}@contoh.go.id>"
    assert message["Date"] == "Fri, 27 Nov 2026 10:15:00 +0800"
    assert set(server.was_plain) <= {"EHLO", "STARTTLS"}


def test_a_relay_on_this_machine_needs_neither_tls_nor_login(tmp_path: Path) -> None:
    with mail_server(tmp_path, security="none") as server:
        send_mail(settings_for(server, tmp_path, login="", password="", authority=None), LETTER)
        assert len(server.taken) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_stranger_s_certificate_gets_neither_password_nor_text(tmp_path: Path, security: str) -> None:
    with mail_server(tmp_path, security=security) as server:
        fault = refused(server, tmp_path, authority=None)
        assert fault.code == "mail_not_secure"
        assert "certificate" in fault.words
        assert not {"AUTH", "MAIL", "DATA"} & set(server.asked)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_another_name_is_refused(tmp_path: Path, security: str) -> None:
    with mail_server(tmp_path, security=security, name="lain.contoh.go.id") as server:
        assert refused(server, tmp_path).code == "mail_not_secure"
        assert not {"AUTH", "MAIL", "DATA"} & set(server.asked)


def test_a_server_without_starttls_or_that_declines_it_is_not_trusted(
    server: MailServer, tmp_path: Path
) -> None:
    server.answers["STARTTLS"] = "454 TLS not available"
    assert refused(server, tmp_path).code == "mail_not_secure"
    server.security = "none"
    assert refused(server, tmp_path, security="starttls").code == "mail_not_secure"
    assert not {"AUTH", "MAIL", "DATA"} & set(server.asked)


def test_a_wrong_password_is_told_in_the_server_s_words(server: MailServer, tmp_path: Path) -> None:
    fault = refused(server, tmp_path, password="salah")
    assert (fault.code, fault.words) == (
        "mail_login_refused",
        "535 5.7.8 nama masuk atau kata sandi salah",
    )
    server.offers = []
    assert refused(server, tmp_path).code == "mail_login_refused"


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA", "."])
def test_what_the_server_refuses_is_told_in_its_words_on_one_line(
    server: MailServer, tmp_path: Path, word: str
) -> None:
    server.answers[word] = "550-5.1.1 tidak\x1b[31m dikenal\r\n550 5.1.1 " + "y" * 400
    fault = refused(server, tmp_path)
    assert fault.code == "mail_refused"
    assert fault.words.startswith("550 5.1.1 tidak [31m dikenal")
    assert fault.words.isprintable()
    assert len(fault.words) <= 160
    assert server.taken == []


def test_a_server_that_is_away_and_one_that_drops_the_line(server: MailServer, tmp_path: Path) -> None:
    assert refused(server, tmp_path, port=1).code == "mail_unreachable"
    for word in ("hello", "EHLO", "AUTH", "RCPT"):
        server.drop_at = word
        assert refused(server, tmp_path).code == "mail_unreachable", word


@pytest.mark.parametrize("word", ["hello", "EHLO", "STARTTLS", "AUTH", "RCPT"])
def test_a_server_that_says_nothing_more_is_late(server: MailServer, tmp_path: Path, word: str) -> None:
    server.hang_at = word
    assert refused(server, tmp_path, limit_s=SHORT_S).code == "mail_late"


def test_after_the_whole_text_nobody_knows_and_it_is_said(server: MailServer, tmp_path: Path) -> None:
    server.drop_at = "."
    assert refused(server, tmp_path).code == "mail_unsure"


def test_what_stands_in_a_header_cannot_end_it(server: MailServer, tmp_path: Path) -> None:
    hostile = "A0007\r\nBcc: lain@contoh.go.id\r\n\r\nisi lain\u2028X-Y: 1"
    letter = replace(LETTER, subject=hostile, name=hostile, text="aman\r\n.\r\nMAIL FROM:<x@y.zz>\r\n\0akhir")
    send_mail(settings_for(server, tmp_path), letter)
    (taken,) = server.taken
    message = read(taken.data)
    assert taken.recipients == (LETTER.to,)
    ours = "From To Subject Date Message-ID MIME-Version Content-Type Content-Transfer-Encoding"
    assert sorted(message.keys()) == sorted(ours.split())
    assert message["Subject"] == "A0007 Bcc: lain@contoh.go.id isi lain X-Y: 1"
    assert text_of(message) == "aman\n.\nMAIL FROM:<x@y.zz>\nakhir\n"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "tanpa-at",
        "a@b",
        "a@b.go.id\r\nBcc: c@d.id",
        "a@b.go.id\0",
        "a b@c.id",
        "a@b.id,c@d.id",
        "<a@b.id>",
        "é@b.id",
        '"a b"@c.id',
        "a@b..id",
        "a@b.id\u2028",
        "x" * 65 + "@b.id",
        "a@[127.0.0.1]",
    ],
)
def test_only_one_plain_address_is_taken(tmp_path: Path, server: MailServer, address: str) -> None:
    with pytest.raises(MailFault) as caught:
        send_mail(settings_for(server, tmp_path), replace(LETTER, to=address))
    assert caught.value.code == "mail_address_unusable"
    assert server.asked == []


def test_the_same_letter_has_the_same_name_and_another_one_another(
    server: MailServer, tmp_path: Path
) -> None:
    settings = settings_for(server, tmp_path)
    assert message_of(settings, LETTER)["Message-ID"] == message_of(settings, LETTER)["Message-ID"]
    assert reference_of("a", "bc") != reference_of("ab", "c")


def test_asking_signs_on_and_sends_nothing(server: MailServer, tmp_path: Path) -> None:
    ask_server(settings_for(server, tmp_path))
    assert "AUTH" in server.asked
    assert not {"MAIL", "DATA"} & set(server.asked)
    assert "surel-rahasia" not in repr(settings_for(server, tmp_path))
