"""What the doctor says of the mail server for agencies; nothing where none is set up."""

from __future__ import annotations

from collections.abc import Iterator

from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.mail.sender import MailFault, ask_server
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files


def mail_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Look at ``mail.toml``, and sign on at the server it names; no e-mail is sent."""
    try:
        settings = site_files(paths).mail()
    except EnvironmentFault as fault:
        yield warn("mail_config_wrong", detail=f"{fault}.")
        return
    if settings is None:
        return
    place = f"{settings.host}:{settings.port}"
    try:
        ask_server(settings)
    except MailFault as fault:
        yield warn("mail_fails", place=place, why=fault.code, words=fault.words, mail=settings.sender)
    else:
        yield ok("mail_works", place=place)
