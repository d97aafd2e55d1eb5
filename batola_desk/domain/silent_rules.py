"""What the signs of a silent call mean: the centre's rules, and yes and no by keys. Source: domain.md §12.1.

The rules are data (``silent_procedure.toml``); the signs are what a program can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from batola_desk.domain.call import Call, CallText
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.location_link import LINK_SOURCE, LinkState
from batola_desk.domain.procedures import SilentRule

GHOST_CLASS = "G"
DIGIT_KIND, STARTED_KIND = "call.digit_received", "call.silent_check_started"
GROUP_PAUSE_US = 2_500_000  # LIMIT: two presses farther apart are two answers


class Sign(StrEnum):
    """What a rule may ask for."""

    KEY = "key"  # a telephone key or an answer through the link that means no mistake: somebody is there
    MISTAKE_KEY = "mistake_key"  # only keys and answers that mean "dialled by mistake"
    DANGER_SOUND = "danger_sound"  # a line of the checklist with ``danger`` was heard
    SENSITIVE_NUMBER = "sensitive_number"  # an earlier ticket of the number was confidential
    LINK_DECLINED = "link_declined"  # the caller read the link, gave no position, and is gone
    POSITION = "position"  # it is known where the caller is
    NOTHING = "nothing"  # nobody gave any sign


@dataclass(frozen=True, slots=True)
class PressedAnswer:
    """One answer by keys: pressed once is yes, twice is no, more often nobody knows."""

    at_us: int
    count: int

    @property
    def code(self) -> str:
        """``Y``, ``T`` or ``?``, as a triage answer is written."""
        return {1: "Y", 2: "T"}.get(self.count, "?")


def signs_of(call: Call, catalog: Catalog, *, is_sensitive: bool, has_position: bool) -> frozenset[Sign]:
    """Return every sign of this call so far."""
    mistakes = {known.digit for known in catalog.silent.digits if known.is_mistake}
    dangers = {item.code for item in catalog.silent.items if item.danger}
    links = {link.state for link in call.links}
    said = set(call.digits) | {line.text for line in link_answers(call)}
    mistakes |= {known.text for known in catalog.link_answers if known.is_mistake}
    found = {
        Sign.KEY: bool(said - mistakes),
        Sign.MISTAKE_KEY: bool(said) and said <= mistakes,
        Sign.DANGER_SOUND: any(heard and item in dangers for item, heard in call.silent_answers),
        Sign.SENSITIVE_NUMBER: is_sensitive,
        Sign.LINK_DECLINED: LinkState.DECLINED in links and not call.is_live,
        Sign.POSITION: has_position,
        Sign.NOTHING: True,
    }
    return frozenset(sign for sign, is_there in found.items() if is_there)


def stayed_silent(call: Call) -> bool:
    """Whether a call counts as silent: the procedure began and the caller did not speak.

    Who spoke stays one all the same when a person heard something of the checklist, did the whole of it, or
    judged a ghost: what is taken for speech may be crying or a television. Source: domain.md §12.1, §13.
    """
    if call.silent_started_us is None:
        return False
    was_judged = call.silent_completed or any(heard for _, heard in call.silent_answers)
    return call.silent_spoke_us is None or was_judged or call.call_class == GHOST_CLASS


def link_answers(call: Call) -> tuple[CallText, ...]:
    """Return what the caller tapped or wrote on the page of his link."""
    return tuple(line for line in call.texts if line.medium == LINK_SOURCE and not line.is_ours)


def decide(signs: Iterable[Sign], rules: Sequence[SilentRule], *, is_complete: bool) -> SilentRule | None:
    """Return the first rule whose sign is there; one that waits counts only after the whole procedure.

    None = nothing is decided yet: go on listening.
    """
    found = frozenset(signs)
    return next((rule for rule in rules if rule.sign in found and (is_complete or not rule.waits)), None)


def yes_no_from_us(call: Call, catalog: Catalog) -> int | None:
    """Return since when presses are answers: he was asked to, or cannot speak freely; None = not yet."""
    if call.silent_started_us is None:
        return None
    started = next((line for line in reversed(call.timeline) if line.kind == STARTED_KIND), None)
    if started is not None and dict(started.values).get("trigger") == "triage":
        return call.silent_started_us
    asked_s = next((prompt.at_s for prompt in catalog.silent.prompts if prompt.asks_yes_no), None)
    return None if asked_s is None else call.silent_started_us + int(asked_s * 1e6)


def pressed_answers(call: Call, catalog: Catalog, now_us: int) -> tuple[PressedAnswer, ...]:
    """Return the answers by keys; the last one counts once a second press can no longer come."""
    from_us = yes_no_from_us(call, catalog)
    if from_us is None:
        return ()
    groups: list[list[int]] = []
    for line in call.timeline:
        if line.kind != DIGIT_KIND or line.at_us < from_us:
            continue
        if groups and line.at_us - groups[-1][-1] <= GROUP_PAUSE_US:
            groups[-1].append(line.at_us)
        else:
            groups.append([line.at_us])
    is_over = call.ended_us is not None
    return tuple(
        PressedAnswer(group[0], len(group))
        for group in groups
        if is_over or now_us - group[-1] > GROUP_PAUSE_US
    )
