"""Who else is registered under our address: read from the registrar's answers.

An own Contact of an earlier run or address is no stranger. One we cannot tell from that becomes a stranger
only when somebody refreshes it. Source: RFC 3261 §10.3, RFC 5626 §4.1 (instances).
"""

from __future__ import annotations

from collections.abc import Iterable

from batola_desk.telephony.headers import NameAddress, digits

BINDINGS_MAX = 64  # LIMIT: desks of one centre, and room
EXPIRES_MAX_S = 86_400
_REFRESH_SLACK_S = 5.0


class Bindings:
    """Attributes: others: living Contacts under our address that are not ours."""

    def __init__(self, instance_id: str) -> None:
        self._instance = f"<urn:uuid:{instance_id}>" if instance_id else ""
        self._own: set[str] = set()
        self._seen: dict[str, tuple[int, float]] = {}  # Contact → (seconds left, when told)
        self._living: set[str] = set()
        self.others = 0

    @property
    def instance_parameter(self) -> str:
        """What our Contact carries so that we recognise it. Source: RFC 5626 §4.1."""
        return f';+sip.instance="{self._instance}"' if self._instance else ""

    def read(self, contacts: Iterable[str], own_uri: str, now_s: float) -> None:
        """Take one answer to a registration."""
        self._own.add(own_uri)
        seen: dict[str, tuple[int, float]] = {}
        for text in list(contacts)[:BINDINGS_MAX]:
            contact = NameAddress.parse(text)
            instance = contact.parameters.get("+sip.instance", "")
            left_s = digits(contact.parameters.get("expires", ""), maximum=EXPIRES_MAX_S)
            if not contact.uri or contact.uri in self._own or left_s is None:
                continue
            if instance and instance == self._instance:
                continue
            seen[contact.uri] = (left_s, now_s)
            before = self._seen.get(contact.uri)
            expected_s = left_s if before is None else before[0] - (now_s - before[1])
            is_another_desk = bool(instance and self._instance)
            if is_another_desk or left_s > expected_s + _REFRESH_SLACK_S:
                self._living.add(contact.uri)
        self._seen = seen
        self._living &= set(seen)
        self.others = len(self._living)
