"""What the line that runs says of itself, asked beside its screen: accounts, and whether a call lives."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc.client import EngineClient
from batola_desk.ipc.line_parts import AccountStatus
from batola_desk.ipc.messages import AskLine, LineStatus

ANSWER_LIMIT_S: Final = 4.0
_NO_ANSWER: Final = (EnvironmentFault, TimeoutError, msgspec.MsgspecError, KeyError, ValueError)


class RunningLine:
    """One connection to a running line; it is not its screen and changes nothing."""

    def __init__(self, client: EngineClient) -> None:
        self._client = client

    def _ask(self) -> tuple[int, LineStatus]:
        values = self._client.request(AskLine()).result(ANSWER_LIMIT_S).values
        return int(values["calls"]), msgspec.json.decode(values["line"], type=LineStatus)

    def has_calls(self) -> bool:
        """Whether a call lives there now; a line that does not answer may have one."""
        try:
            return self._ask()[0] > 0
        except _NO_ANSWER:
            return True

    def findings(self) -> Iterator[Finding]:
        """How its accounts stand."""
        try:
            calls, line = self._ask()
        except _NO_ANSWER:
            yield warn("line_not_answering")
            return
        yield ok("line_up", calls=calls)
        for account in line.accounts:
            yield from account_words(account)


def account_words(account: AccountStatus) -> Iterator[Finding]:
    """Say how one account stands at its exchange; one without a registrar has nothing to say."""
    match account.mode:
        case "registered" if account.is_standby:
            yield warn("account_standby", account=account.name, way=account.way)
        case "registered":
            yield ok("account_registered", account=account.name, way=account.way)
        case "registering":
            yield warn("account_registering", account=account.name)
        case "failed":
            why = account.code or "registration_failed"
            yield warn("account_failed", account=account.name, why=why, sip_code=account.sip_code or "")
    if account.is_unverified:
        yield warn("account_unverified", account=account.name)


@contextlib.contextmanager
def running_line(runtime: Path) -> Iterator[RunningLine | None]:
    """Connect beside the screen; None: the line does not answer."""
    try:
        client = EngineClient.connect(runtime, lambda _message: None, lambda _reason: None)
    except EnvironmentFault:
        yield None
        return
    try:
        yield RunningLine(client)
    finally:
        client.close()
