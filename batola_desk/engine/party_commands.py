"""What the screen may ask about calls of several parties and about supervision, one line per command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import (
    AddParty,
    HandOver,
    JoinParties,
    MuteParty,
    ReturnToCaller,
    SetSupervision,
    SuperviseDesk,
    SwapParties,
    TransferBlind,
)

if TYPE_CHECKING:
    from batola_desk.engine.core import EngineCore
    from batola_desk.engine.telephone import Telephone


class PartyCommands:
    """Thread: the engine's.

    Args:
        quiet: ends a playback before somebody is dialled.
    """

    def __init__(
        self,
        core: EngineCore,
        telephone: Telephone,
        quiet: Callable[[], None],
        *,
        training: bool,
    ) -> None:
        self._parties = core.calls.parties
        self._supervision = core.supervision
        self._telephone = telephone
        self._quiet = quiet
        self._training = training

    def obey(self, command: m.Command) -> bool:
        """Do what was asked; False = the command is none of these. Raises OperatorError."""
        match command:
            case AddParty():
                self._quiet()
                self._parties.add(command, self._telephone.dial, training=self._training)
            case JoinParties(call_id=call_id):
                self._parties.join(call_id)
            case ReturnToCaller(call_id=call_id):
                self._parties.back(call_id)
            case SwapParties(call_id=call_id):
                self._parties.swap(call_id)
            case HandOver(call_id=call_id, reason=reason):
                self._parties.hand_over(call_id, reason)
            case TransferBlind(number=number):
                self._parties.transfer_blind(command, self._telephone.dialled(number)[0])
            case MuteParty(call_id=call_id, muted=muted):
                self._parties.mute(call_id, muted=muted)
            case SuperviseDesk():
                self._quiet()
                self._supervision.supervise(command, self._telephone.dial, training=self._training)
            case SetSupervision(call_id=call_id, mode=mode):
                self._supervision.change(call_id, mode)
            case _:
                return False
        return True
