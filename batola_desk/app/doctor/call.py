"""What the doctor finds out by registering and by phoning: only when asked to, never while a call lives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from batola_desk.app.doctor.echo import EchoOutcome, TestTelephone
from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.app.doctor.running_line import account_words
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.engine.account_view import account_status
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import RegistrationState, RegistrationStatus
from batola_desk.telephony.uri import SIPUri, UnusableURIError, is_uri

SOFT_DB: Final = -20.0
# Numbers at which people wait for those in need; a slip of a digit in a setting must not ring there.
EMERGENCY_NUMBERS: Final = frozenset(
    {"000", "110", "111", "112", "113", "114", "115", "117", "118", "119", "122", "129", "911", "995", "999"}
)
_NO_ANSWER: Final = RegistrationStatus(RegistrationState.FAILED, fault="no_answer")


def account_findings(config: LineConfig, echo_number: str, *, call: bool) -> Iterator[Finding]:
    """Without a running line: register as the desk would, phone, and leave the exchange as it was."""
    registering = [account for account in config.accounts if account.registrar_uris]
    if not call:
        for account in registering:
            yield warn("account_not_tried", account=account.name)
        yield from _call(config, echo_number, call=False, telephone=None, has_calls=_nobody)
        return
    telephone = TestTelephone(config, register=True)

    def findings() -> Iterator[Finding]:
        standing = telephone.registrations()
        for account in registering:
            yield from account_words(account_status(account, standing.get(account.name, _NO_ANSWER)))
        yield from _call(config, echo_number, call=True, telephone=telephone, has_calls=_nobody)

    yield from _with(telephone, echo_number, findings)


def echo_findings(
    config: LineConfig, echo_number: str, *, call: bool, has_calls: Callable[[], bool]
) -> Iterator[Finding]:
    """Beside a running line: phone with a telephone of our own that does not register.

    Args:
        has_calls: whether a call lives on this desk; one that comes ends the test.
    """
    if not call or not echo_number:
        yield from _call(config, echo_number, call=call, telephone=None, has_calls=has_calls)
        return
    if has_calls():
        yield ok("echo_call_lives")
        return
    telephone = TestTelephone(config, register=False)
    yield from _with(
        telephone,
        echo_number,
        lambda: _call(config, echo_number, call=True, telephone=telephone, has_calls=has_calls),
    )


def _with(
    telephone: TestTelephone, number: str, findings: Callable[[], Iterator[Finding]]
) -> Iterator[Finding]:
    """What is found while the telephone runs; it is put away whatever happens."""
    try:
        telephone.start()
    except EnvironmentFault as fault:
        yield warn("echo_failed", number=number, sip_code="", reason=fault.code)
        return
    try:
        yield from findings()
    finally:
        telephone.stop()


def _call(
    config: LineConfig,
    number: str,
    *,
    call: bool,
    telephone: TestTelephone | None,
    has_calls: Callable[[], bool],
) -> Iterator[Finding]:
    if not number:
        if any(account.ways for account in config.accounts):
            yield ok("echo_none")
    elif is_emergency(number):
        yield warn("echo_emergency_number", number=number)
    elif not call or telephone is None:
        yield ok("echo_not_asked", number=number)
    else:
        try:
            outcome = telephone.phone(number, lambda: not has_calls())
        except OperatorError as refusal:
            yield warn("echo_failed", number=number, sip_code="", reason=refusal.code)
        else:
            yield judged(number, outcome)


def judged(number: str, outcome: EchoOutcome) -> Finding:
    """Say how the test call went."""
    if outcome.is_broken_off:
        return ok("echo_call_lives")
    if not outcome.is_answered:
        code = outcome.sip_code or ""
        return warn("echo_failed", number=number, sip_code=code, reason=outcome.reason)
    if outcome.level_db is None:
        return warn("echo_one_way", number=number)
    level_db = round(outcome.level_db)
    if level_db < SOFT_DB:
        return warn("echo_soft", number=number, level_db=level_db)
    delay_ms = "–" if outcome.delay_ms is None else round(outcome.delay_ms)
    return ok("echo_good", number=number, level_db=level_db, delay_ms=delay_ms, codec=outcome.codec)


def is_emergency(number: str) -> bool:
    """Whether people in need are answered there."""
    user = number
    if is_uri(number):
        try:
            user = SIPUri.parse(number).number
        except UnusableURIError:
            return False
    return "".join(char for char in user if char.isdigit()) in EMERGENCY_NUMBERS


def _nobody() -> bool:
    """No line runs, so no call lives on this desk."""
    return False
