"""Where a report goes that is no emergency: Lapor Pak Bupati, SP4N-LAPOR!. Source: domain.md §1, §6.1 (R).

The ticket ends as *dirujuk* with a reference code of ours; the other system's answer is entered later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralTarget:
    """One place that takes what is no emergency.

    Attributes:
        prefix: how its reference codes begin; no other target's begins so.
        whatsapp, web: where the text is pasted; shown, never called by itself.
        text: what is pasted, with the gaps of ``prepared_text``.
    """

    code: str
    label: str
    prefix: str
    text: str
    label_en: str = ""
    whatsapp: str = ""
    web: str = ""


def reference_code(target: ReferralTarget, ticket_number: str) -> str:
    """``LPB-20261127-A0007``: which target, which ticket; the same each time it is asked for."""
    return "-".join((target.prefix, *ticket_number.split("-")[2:])) if ticket_number else ""


def target_of(targets: Iterable[ReferralTarget], reference: str) -> ReferralTarget | None:
    """The target that a reference code names."""
    prefix = reference.partition("-")[0]
    return next((target for target in targets if target.prefix == prefix), None)
