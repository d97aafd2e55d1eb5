"""Who hears whom at this desk: the one value that hold, consultation, conference and supervision are made of.

| wanted | routing |
|---|---|
| a call | ``Routing.talk("a")`` |
| all on hold | ``Routing()`` |
| consultation: operator and agency, caller on hold | ``Routing.talk("agency")`` |
| conference of three and more | ``Routing.talk("caller", "agency", …)`` |
| a bridge without the operator | ``Routing(apart=frozenset({("a", "b"), ("b", "a")}))`` |
| a shift lead listens, whispers, barges in | ``….listened_by("lead")``, ``….whispered_by``, ``….joined_by`` |
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Routing:
    """Calls by what they may do in the one conversation of this desk; a call in no set is on hold.

    Nobody hears himself. Ids of calls that are not there, or not any more, do no harm.

    Attributes:
        talking: they, the operator and each other hear one another.
        whispering: they hear everybody, and the operator alone hears them.
        listening: they hear everybody and nobody hears them.
        apart: (speaker, listener) among calls that speak without the operator, e.g. a bridge; a call with a
            part in the operator's conversation has none here.
    """

    talking: frozenset[str] = frozenset()
    whispering: frozenset[str] = frozenset()
    listening: frozenset[str] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    _heard: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named = [*self.talking, *self.whispering, *self.listening]
        if OPERATOR in named or len(named) != len(set(named)):
            raise ValueError("each call has one place in a routing, and the operator's is fixed")
        # Asked for every party fifty times a second, changed by a key press: found out once.
        listeners = {OPERATOR, *named, *(listener for _speaker, listener in self.apart)}
        object.__setattr__(self, "_heard", {listener: self._find_heard(listener) for listener in listeners})

    @classmethod
    def talk(cls, *call_ids: str) -> Self:
        """The operator and these calls in conversation; none is silence for everybody."""
        return cls(talking=frozenset(call_ids))

    def joined_by(self, call_id: str) -> Self:
        """This call (a new one, or one that listened or whispered) takes part in the conversation."""
        rest = self.without(call_id)
        return replace(rest, talking=rest.talking | {call_id})

    def whispered_by(self, call_id: str) -> Self:
        """This call hears everybody; the operator alone hears it."""
        rest = self.without(call_id)
        return replace(rest, whispering=rest.whispering | {call_id})

    def listened_by(self, call_id: str) -> Self:
        """This call hears everybody; nobody hears it."""
        rest = self.without(call_id)
        return replace(rest, listening=rest.listening | {call_id})

    def without(self, call_id: str) -> Self:
        """The same after a call left or went on hold."""
        gone = {call_id}
        apart = frozenset(link for link in self.apart if call_id not in link)
        return type(self)(self.talking - gone, self.whispering - gone, self.listening - gone, apart)

    def heard_by(self, listener: str) -> tuple[str, ...]:
        """Whom a call or the operator hears, in a fixed order; empty for a call on hold."""
        return self._heard.get(listener, ())

    def _find_heard(self, listener: str) -> tuple[str, ...]:
        if listener == OPERATOR:
            return tuple(sorted(self.talking | self.whispering))
        if listener in self.talking or listener in self.whispering or listener in self.listening:
            return (OPERATOR, *sorted(self.talking - {listener}))
        return tuple(sorted(speaker for speaker, hears in self.apart if hears == listener != speaker))
