"""What other threads hear is handed to the engine's thread, as values that cannot change on the way."""

from __future__ import annotations

import ipaddress
import logging
from typing import TYPE_CHECKING, Protocol

from batola_desk.engine.engine_call import LegView
from batola_desk.engine.supervision import HEADER as SUPERVISION_HEADER
from batola_desk.engine.telephone import TRAINING_HEADER
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import (
    LegChange,
    NetworkChange,
    RegistrationStatus,
    TransferProgress,
    TransferRequest,
)
from batola_desk.telephony.media_policy import Refusal
from batola_desk.telephony.transport import Address

if TYPE_CHECKING:
    from batola_desk.engine.core import EngineCore

log = logging.getLogger("batola.engine")


class _Now(Protocol):
    def __call__(self) -> int: ...


def leg_view(leg: CallLeg) -> LegView:
    """Read a leg; on the SIP thread only."""
    media = leg.media
    return LegView(
        state=leg.state,
        end=leg.end,
        remote_hold=leg.remote_hold,
        codec=media.codec if media is not None else "",
        secure=leg.is_secure,
        has_text=leg.has_text,
        is_doubtful=leg.is_doubtful,
    )


class LineEars:
    """The telephony room's listener. Thread: the SIP loop; hands over and returns.

    Args:
        training: this desk trains, so the mark of the training caller counts from anywhere; else only from
            this machine (a real caller must not be able to mark himself as unreal).
    """

    def __init__(self, core: EngineCore, now_us: _Now, *, training: bool) -> None:
        self._core = core
        self._now_us = now_us
        self._training = training

    def on_incoming(self, leg: CallLeg) -> None:
        offered_us = self._now_us()
        supervision = leg.invite.first(SUPERVISION_HEADER.lower()) if leg.invite is not None else ""
        if supervision:
            self._core.post(lambda: self._core.supervision.on_request(leg, supervision))
            return
        training = self._is_training(leg)
        self._core.post(lambda: self._core.calls.on_incoming(leg, offered_us, training=training))
        self._core.post(self._core.sound.check.stop)  # no test sounds into a ringing call, not for one tick

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        view = leg_view(leg)
        self._core.post(lambda: self._core.on_leg_changed(leg.leg_id, view, change))

    def on_dtmf(self, leg: CallLeg, digit: str) -> None:
        self._core.post(lambda: self._core.calls.on_digit(leg.leg_id, digit))

    def on_text(self, leg: CallLeg, text: str) -> None:
        self._core.post(lambda: self._core.on_message(leg.leg_id, text))

    def on_transfer_progress(self, leg: CallLeg, progress: TransferProgress) -> None:
        self._core.post(lambda: self._core.calls.on_transfer_progress(leg.leg_id, progress))

    def on_transfer_requested(self, leg: CallLeg, request: TransferRequest) -> None:
        self._core.post(lambda: self._core.calls.successors.on_transfer_requested(leg.leg_id, request))

    def on_replaced(self, old: CallLeg, new: CallLeg) -> None:
        offered_us = self._now_us()
        self._core.post(lambda: self._core.calls.successors.on_replaced(old.leg_id, new, offered_us))

    def on_registration(self, status: RegistrationStatus) -> None:
        self._core.post(lambda: self._core.on_registration(status))

    def on_network(self, change: NetworkChange) -> None:
        self._core.post(lambda: self._core.on_network(change))

    def on_bad_message(self, reason: str, source: Address) -> None:
        log.debug("unusable SIP message from %s: %s", source, reason)

    def on_overload(self, ringing: int, source: Address) -> None:
        self._core.post(self._core.on_overload)

    def on_rtt(self, leg: CallLeg, text: str) -> None:
        self._core.post(lambda: self._core.calls.on_text(leg.leg_id, text, medium="rtt"))

    def on_unusable_offer(self, remote_number: str, call_key: str, refusal: Refusal, source: Address) -> None:
        self._core.post(lambda: self._core.on_unusable_offer(call_key, remote_number, refusal))

    def _is_training(self, leg: CallLeg) -> bool:
        if leg.invite is None or leg.invite.first(TRAINING_HEADER.lower()) != "1":
            return False
        return self._training or (leg.dialog is not None and _is_own_machine(leg.dialog.flow.remote[0]))


def _is_own_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
