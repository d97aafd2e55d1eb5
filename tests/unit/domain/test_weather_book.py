"""Updates replace, cancels remove, ends end; no order of arrival brings back what was taken back."""

from __future__ import annotations

from itertools import permutations

import pytest

from batola_desk.domain.weather import (
    ENDED_MAX,
    KEPT_MAX,
    NO_END_US,
    MessageKind,
    Taken,
    WarningBook,
    WarningInfo,
    WarningMessage,
)

NOW = 1_000_000_000_000
HOUR = 3_600_000_000


def message(
    identifier: str,
    kind: MessageKind = MessageKind.ALERT,
    *,
    sent: int = 0,
    about: tuple[str, ...] = (),
    sender: str = "bmkg",
    until: int | None = NOW + HOUR,
) -> WarningMessage:
    part = WarningInfo(
        event="Hujan",
        urgency="Immediate",
        severity="Moderate",
        certainty="Observed",
        from_us=NOW,
        until_us=until,
    )
    return WarningMessage(
        sender=sender,
        identifier=identifier,
        sent_us=NOW + sent,
        kind=kind,
        references=tuple((sender, name) for name in about),
        infos=() if kind is MessageKind.CANCEL else (part,),
    )


def take(book: WarningBook, what: WarningMessage, *, is_ours: bool = True, now_us: int = NOW) -> Taken:
    return book.take(what, is_ours=is_ours, source="feed", now_us=now_us)


def names(book: WarningBook) -> list[str]:
    return [held.message.identifier for held in book.standing()]


FIRST = message("A")
UPDATE = message("B", MessageKind.UPDATE, sent=1, about=("A",))
CANCEL = message("C", MessageKind.CANCEL, sent=2, about=("A", "B"))


def test_an_update_replaces_and_keeps_the_root() -> None:
    book = WarningBook()
    assert take(book, FIRST) is Taken.SHOWN
    assert take(book, UPDATE) is Taken.SHOWN
    assert [(held.message.identifier, held.root) for held in book.standing()] == [("B", "A")]
    assert take(book, FIRST) is Taken.OVER
    assert take(book, UPDATE) is Taken.KNOWN


@pytest.mark.parametrize("order", list(permutations((FIRST, UPDATE, CANCEL))))
def test_a_cancel_wins_in_every_order(order: tuple[WarningMessage, ...]) -> None:
    book = WarningBook()
    for one in order:
        take(book, one)
    assert names(book) == []


def test_an_update_that_leaves_the_regency_takes_the_old_one_with_it() -> None:
    book = WarningBook()
    take(book, FIRST)
    assert take(book, UPDATE, is_ours=False) is Taken.ELSEWHERE
    assert names(book) == []


def test_nobody_ends_what_another_sender_said() -> None:
    book = WarningBook()
    take(book, FIRST)
    forged = WarningMessage(
        sender="else", identifier="X", sent_us=NOW + 9, kind=MessageKind.CANCEL, references=(("bmkg", "A"),)
    )
    assert take(book, forged) is Taken.NOTHING_CANCELLED
    assert names(book) == ["A"]
    assert take(book, FIRST) is Taken.KNOWN


def test_what_is_sent_later_is_not_ended_by_what_is_older() -> None:
    book = WarningBook()
    take(book, message("A", sent=5))
    take(book, message("C", MessageKind.CANCEL, sent=2, about=("A",)))
    assert names(book) == ["A"]


def test_the_same_message_said_again_later_replaces_itself() -> None:
    book = WarningBook()
    take(book, FIRST)
    assert take(book, message("A", sent=3, until=NOW + 2 * HOUR)) is Taken.SHOWN
    assert [held.message.sent_us for held in book.standing()] == [NOW + 3]


def test_everything_ends_by_itself() -> None:
    book = WarningBook()
    take(book, FIRST)
    take(book, message("D", until=None))
    assert not book.expire(NOW + HOUR - 1)
    assert book.expire(NOW + HOUR)
    assert names(book) == ["D"]
    assert book.expire(NOW + NO_END_US)
    assert names(book) == []
    assert take(book, FIRST, now_us=NOW + HOUR) is Taken.OVER


def test_a_flood_stays_within_its_limits() -> None:
    book = WarningBook()
    for number in range(KEPT_MAX + 50):
        take(book, message(f"M{number}"))
    assert len(book.standing()) == KEPT_MAX
    for number in range(ENDED_MAX + 50):
        take(book, message(f"U{number}", MessageKind.UPDATE, sent=1, about=(f"none{number}",)), is_ours=False)
    assert len(book._ended) == ENDED_MAX
