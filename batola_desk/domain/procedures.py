"""What is asked and said in a call: silent procedure, questions, replies; part of ``domain.catalog``."""

from __future__ import annotations

from dataclasses import dataclass

METRONOME_PER_MIN = (100, 120)  # of chest compressions; slower or faster ones move too little blood


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentPrompt:
    """What is said at a second of the silent procedure. Source: domain.md §12.1.

    Attributes:
        sound: name of the recorded prompt, empty = said by the operator only.
        asks_yes_no: from here on a key pressed once means yes, twice no.
    """

    at_s: float
    text: str
    text_en: str = ""
    sound: str = ""
    asks_yes_no: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentItem:
    """One line of the silent checklist.

    Attributes:
        key: single key that answers it with "heard".
        danger: hearing it is a sign of danger.
    """

    code: str
    key: str
    label: str
    label_en: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitMeaning:
    """What a telephone key of a silent caller means.

    Attributes:
        is_mistake: it says that the number was dialled by mistake, and is no sign of danger.
    """

    digit: str
    label: str
    label_en: str = ""
    is_mistake: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentRule:
    """What a sign means; the first rule of the list whose sign is there counts. Source: domain.md §12.1.

    Attributes:
        sign: one of ``domain.silent_rules.Sign``.
        type_code: a ticket of this type is to be opened; or
        call_class: the call gets this class.
        waits: only after the whole procedure.
    """

    sign: str
    type_code: str = ""
    call_class: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentProcedure:
    """The silent-call procedure."""

    prompts: tuple[SilentPrompt, ...] = ()
    items: tuple[SilentItem, ...] = ()
    digits: tuple[DigitMeaning, ...] = ()
    rules: tuple[SilentRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickReply:
    """A text the operator sends with one key to a caller who writes. The caller reads ``text`` whatever the
    desk's language is; ``label`` is what the button says.
    """

    code: str
    label: str
    text: str
    label_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswer:
    """What a caller can tap on the page of a location link: he reads ``label``, the desk ``text``.

    Attributes:
        is_mistake: it says that the number was dialled by mistake, and is no sign of danger.
    """

    code: str
    label: str
    text: str
    label_en: str = ""
    is_mistake: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageQuestion:
    """One question of a triage set. Source: domain.md §10 (drafts, to be approved by the agencies).

    Attributes:
        kind: ``yes_no``, ``number`` or ``text``.
        raise_on: the answer that makes the incident more urgent: at least ``raise_to``, or another type.
        field: the field of the ticket that answers it, so that nothing is asked or typed twice.
        begin_silent: the answer after which the caller is asked for yes and no only.
    """

    text: str
    text_en: str = ""
    kind: str = "yes_no"
    raise_on: str = ""
    raise_to: str = ""
    change_type: str = ""
    field: str = ""
    begin_silent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageSet:
    """The questions for a group or a type, with the message to the caller.

    Attributes:
        code: ``U`` for every call, or the code of a group or of a type.
        also_for: further types it serves.
        metronome_per_min: beats for the operator's ear while the message is read out; 0 = none.
    """

    code: str
    label: str
    label_en: str = ""
    questions: tuple[TriageQuestion, ...] = ()
    message: str = ""
    message_en: str = ""
    approved: bool = False
    also_for: tuple[str, ...] = ()
    metronome_per_min: int = 0
