"""Why a leg ended, in the words of the journal."""

from __future__ import annotations

from batola_desk.domain.call import EndCause
from batola_desk.telephony.leg_types import CallDirection, LegEnd
from batola_desk.telephony.leg_types import EndCause as LegEndCause
from batola_desk.telephony.media_policy import Refusal

_BUSY_CODES = frozenset({486, 600})
_NO_ANSWER_CODES = frozenset({408, 480, 487})
_REFUSED_CODES = frozenset({401, 403, 407, 603})

_SAME_BOTH_WAYS = {
    LegEndCause.REMOTE_HUNG_UP: EndCause.CALLER_HUNG_UP,
    LegEndCause.ANSWERED_ELSEWHERE: EndCause.ANSWERED_ELSEWHERE,
    LegEndCause.FAILED: EndCause.FAILED,
    LegEndCause.LOST: EndCause.LOST,
    LegEndCause.TRANSFERRED: EndCause.TRANSFERRED,
    LegEndCause.REPLACED: EndCause.REPLACED,
}


def end_cause(end: LegEnd, direction: CallDirection, *, was_answered: bool) -> EndCause:
    """Translate; a call we hung up while it rang was rejected, one whose caller gave up was cancelled."""
    if end.cause in _SAME_BOTH_WAYS:
        return _SAME_BOTH_WAYS[end.cause]
    incoming = direction is CallDirection.INCOMING
    if end.cause is LegEndCause.WE_HUNG_UP:
        return EndCause.REJECTED if incoming and not was_answered else EndCause.OPERATOR_HUNG_UP
    if end.cause is LegEndCause.REJECTED and not incoming:
        return _refusal(end.sip_code)
    if end.cause is LegEndCause.REJECTED:
        return EndCause.REJECTED
    if end.cause is LegEndCause.TIMEOUT and not incoming:
        return EndCause.NO_ANSWER
    return EndCause.CANCELLED


def refusal_values(refusal: Refusal) -> dict[str, str]:
    """For the sentence in the window: why, and the codecs of both sides."""
    return {
        "cause": refusal.cause.value,
        "theirs": ", ".join(refusal.theirs),
        "ours": ", ".join(refusal.ours),
    }


def _refusal(sip_code: int) -> EndCause:
    if sip_code in _BUSY_CODES:
        return EndCause.BUSY
    if sip_code in _NO_ANSWER_CODES:
        return EndCause.NO_ANSWER
    return EndCause.REJECTED if sip_code in _REFUSED_CODES else EndCause.FAILED
