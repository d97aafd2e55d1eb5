"""A listener that cannot break the telephone, and one that hears nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from batola_desk.telephony.leg_types import (
    LegChange,
    LineListener,
    NetworkChange,
    RegistrationStatus,
    TransferProgress,
    TransferRequest,
)
from batola_desk.telephony.media_policy import Refusal
from batola_desk.telephony.transport import Address

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

log = logging.getLogger("batola.telephony")


class GuardedListener:
    """Passes everything on; whatever the listener raises is logged here and goes no further."""

    def __init__(self, listener: LineListener) -> None:
        self._listener = listener

    def on_incoming(self, leg: CallLeg) -> None:
        _guard(lambda: self._listener.on_incoming(leg))

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        _guard(lambda: self._listener.on_leg_changed(leg, change))

    def on_dtmf(self, leg: CallLeg, digit: str) -> None:
        _guard(lambda: self._listener.on_dtmf(leg, digit))

    def on_text(self, leg: CallLeg, text: str) -> None:
        _guard(lambda: self._listener.on_text(leg, text))

    def on_transfer_progress(self, leg: CallLeg, progress: TransferProgress) -> None:
        _guard(lambda: self._listener.on_transfer_progress(leg, progress))

    def on_transfer_requested(self, leg: CallLeg, request: TransferRequest) -> None:
        _guard(lambda: self._listener.on_transfer_requested(leg, request))

    def on_replaced(self, old: CallLeg, new: CallLeg) -> None:
        _guard(lambda: self._listener.on_replaced(old, new))

    def on_registration(self, status: RegistrationStatus) -> None:
        _guard(lambda: self._listener.on_registration(status))

    def on_network(self, change: NetworkChange) -> None:
        _guard(lambda: self._listener.on_network(change))

    def on_bad_message(self, reason: str, source: Address) -> None:
        _guard(lambda: self._listener.on_bad_message(reason, source))

    def on_overload(self, ringing: int, source: Address) -> None:
        _guard(lambda: self._listener.on_overload(ringing, source))

    def on_rtt(self, leg: CallLeg, text: str) -> None:
        _guard(lambda: self._listener.on_rtt(leg, text))

    def on_unusable_offer(self, remote_number: str, call_key: str, refusal: Refusal, source: Address) -> None:
        _guard(lambda: self._listener.on_unusable_offer(remote_number, call_key, refusal, source))


class QuietListener:
    """Ignores everything; a telephone that wants little overrides what it wants."""

    def on_incoming(self, leg: CallLeg) -> None:
        """Not wanted."""

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        """Not wanted."""

    def on_dtmf(self, leg: CallLeg, digit: str) -> None:
        """Not wanted."""

    def on_text(self, leg: CallLeg, text: str) -> None:
        """Not wanted."""

    def on_transfer_progress(self, leg: CallLeg, progress: TransferProgress) -> None:
        """Not wanted."""

    def on_transfer_requested(self, leg: CallLeg, request: TransferRequest) -> None:
        """Not wanted."""

    def on_replaced(self, old: CallLeg, new: CallLeg) -> None:
        """Not wanted."""

    def on_registration(self, status: RegistrationStatus) -> None:
        """Not wanted."""

    def on_network(self, change: NetworkChange) -> None:
        """Not wanted."""

    def on_bad_message(self, reason: str, source: Address) -> None:
        """Not wanted."""

    def on_overload(self, ringing: int, source: Address) -> None:
        """Not wanted."""

    def on_rtt(self, leg: CallLeg, text: str) -> None:
        """Not wanted."""

    def on_unusable_offer(self, remote_number: str, call_key: str, refusal: Refusal, source: Address) -> None:
        """Not wanted."""


def _guard(call: Callable[[], None]) -> None:
    try:
        call()
    except Exception:
        # SAFETY: the SIP thread carries every call; a broken listener must not cost one.
        log.exception("line listener broke")
