"""Gives one e-mail to the server that IT has named, and says what became of it. Source: RFC 5321, RFC 5322.

Nothing goes over the network unencrypted (``config``): a server whose certificate does not fit, or that has
no STARTTLS, gets neither password nor text. Thread: any; ``send_mail`` blocks, at most about ``limit_s``.
"""

from __future__ import annotations

import contextlib
import hashlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.mail.config import MailSettings, is_address

WORDS_MAX: Final = 160  # LIMIT: of what a server says; a line of the history
SUBJECT_MAX: Final = 150
GRACE_S: Final = 5.0  # the watch is to end it: of a silence that ends by itself the library says "closed"


class MailFault(EnvironmentFault):
    """The e-mail did not go out, or nobody knows whether it did.

    ``code``: mail_address_unusable, mail_unreachable, mail_late, mail_not_secure, mail_login_refused,
    mail_refused; mail_unsure (the server had the whole text and said nothing more). ``words``: the
    server's own, empty when it said none.
    """

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code, words=words)
        self.words = words


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One e-mail.

    Attributes:
        reference: the same for the same text to the same address on the same task; its Message-ID.
    """

    to: str
    subject: str
    text: str
    name: str
    at: datetime
    reference: str


def reference_of(*parts: str) -> str:
    """Return what tells one e-mail from another, and a second one of the same from neither."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def message_of(settings: MailSettings, letter: Letter) -> EmailMessage:
    """Return the message; what stands in a header cannot end it. Raises: MailFault."""
    if not is_address(letter.to):
        raise MailFault("mail_address_unusable")
    message = EmailMessage(policy=LINES)
    local, _, domain = settings.sender.rpartition("@")
    message["From"] = Address(display_name=_one_line(letter.name), username=local, domain=domain)
    message["To"] = letter.to
    message["Subject"] = _one_line(letter.subject)[:SUBJECT_MAX]
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.reference}@{domain}>"
    message.set_content(
        letter.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), cte="quoted-printable"
    )
    return message


def send_mail(settings: MailSettings, letter: Letter) -> None:
    """Send it; returns when the server has taken it on. Raises: MailFault."""
    content = message_of(settings, letter).as_bytes()
    with _talk(settings) as server:
        code, words = server.mail(settings.sender)
        if code == 250:
            code, words = server.rcpt(letter.to)
        if code not in {250, 251}:
            raise MailFault("mail_refused", _said(code, words))
        try:
            code, words = server.data(content)
        except smtplib.SMTPDataError as fault:
            raise MailFault("mail_refused", _said(fault.smtp_code, fault.smtp_error)) from fault
        except (OSError, smtplib.SMTPException) as fault:  # from here on it may be on its way
            raise MailFault("mail_unsure") from fault
        if code != 250:
            raise MailFault("mail_refused", _said(code, words))


def ask_server(settings: MailSettings) -> None:
    """Connect, check the certificate and sign on, as for an e-mail, and leave again. Raises: MailFault."""
    with _talk(settings):
        return


@contextlib.contextmanager
def _talk(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """A server that knows who we are; whatever goes wrong is a MailFault, and nothing stays open."""
    server = _Server(settings)
    watch = threading.Timer(settings.limit_s, server.cut)
    watch.daemon = True
    watch.start()
    try:
        server.begin()
        yield server
        with contextlib.suppress(OSError):
            server.putcmd("quit")
    except smtplib.SMTPAuthenticationError as fault:
        raise MailFault("mail_login_refused", _said(fault.smtp_code, fault.smtp_error)) from fault
    except smtplib.SMTPResponseException as fault:
        raise MailFault("mail_refused", _said(fault.smtp_code, fault.smtp_error)) from fault
    except ssl.SSLError as fault:
        raise MailFault(
            "mail_late" if server.is_cut else "mail_not_secure", _plain(_reason(fault))
        ) from fault
    except smtplib.SMTPNotSupportedError as fault:
        raise MailFault("mail_not_secure", _plain(str(fault))) from fault
    except TimeoutError as fault:
        raise MailFault("mail_late") from fault
    except OSError as fault:  # every other fault of smtplib is one too
        raise MailFault("mail_late" if server.is_cut else "mail_unreachable") from fault
    finally:
        watch.cancel()
        watch.join()
        server.close()


class _Server(smtplib.SMTP):
    """The library's, with a certificate that is always checked and a limit for the whole."""

    def __init__(self, settings: MailSettings) -> None:
        domain = settings.sender.rpartition("@")[2]  # else the library asks the network for our own name
        super().__init__(local_hostname=domain, timeout=settings.limit_s)
        self._settings = settings
        self._host = settings.host  # STARTTLS checks the certificate against it; empty it would refuse all
        self._raw: socket.socket | None = None
        self.is_cut = False

    def begin(self) -> None:
        """Connect and sign on."""
        settings = self._settings
        code, words = self.connect(settings.host, settings.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        if settings.security == "starttls":
            self._change_to_tls()
        self.ehlo_or_helo_if_needed()
        if settings.login:
            self._sign_on(settings)

    def _change_to_tls(self) -> None:
        try:
            self.starttls(context=self._context())
        except smtplib.SMTPResponseException as fault:  # who says no is not trusted with the rest
            raise MailFault("mail_not_secure", _said(fault.smtp_code, fault.smtp_error)) from fault
        self._raw = self.sock

    def _sign_on(self, settings: MailSettings) -> None:
        try:
            self.login(settings.login, settings.password)
        except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
            raise
        except smtplib.SMTPException as fault:  # it knows no sign-on, or none of ours
            raise MailFault("mail_login_refused", _plain(str(fault))) from fault

    def cut(self) -> None:
        """The limit is over: whoever waits for the server wakes. Thread: the watch."""
        self.is_cut = True
        if self._raw is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._raw, socket.SHUT_RDWR)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._raw = made = socket.create_connection((host, port), timeout)
        if self.is_cut:
            made.close()
            raise TimeoutError
        made.settimeout(timeout + GRACE_S)
        if self._settings.security == "tls":
            self._raw = made = self._context().wrap_socket(made, server_hostname=host)
        return made

    def _context(self) -> ssl.SSLContext:
        try:
            authority = self._settings.authority
            return ssl.create_default_context(cafile=str(authority) if authority is not None else None)
        except (OSError, ValueError) as fault:
            raise MailFault("mail_not_secure", f"{self._settings.authority}") from fault


def _reason(fault: ssl.SSLError) -> str:
    return str(getattr(fault, "verify_message", "") or fault.reason or fault)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return _plain(f"{code} {text}")


def _plain(text: str) -> str:
    return _one_line(text)[:WORDS_MAX]


def _one_line(text: str) -> str:
    """Words in one line; what is no letter, sign or blank is a blank."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
