"""A machine to be set up whose server and exchange answer as the caller says."""

from __future__ import annotations

from collections.abc import Sequence

from batola_desk.domain.errors import OperatorError
from batola_desk.services.first_start import LINE, MAP, ROOM, Level, SetupDraft, Verdict

GOOD: dict[str, Sequence[Verdict]] = {
    "letter": [Verdict(Level.GOOD, "setup_letter_good", {"letter": "B"})],
    ROOM: [Verdict(Level.GOOD, "setup_room_good", {"login": "meja_b", "host": "db1:5432", "count": 812})],
    LINE: [Verdict(Level.GOOD, "setup_line_good", {"user": "112b", "way": "UDP 10.0.0.5:5060"})],
    MAP: [Verdict(Level.GOOD, "setup_map_good", {"name": "Barito Kuala", "date": "2026-11-01"})],
}


class SetupDouble:
    """Implements ``services.first_start.SetupPort``.

    Attributes:
        answers: what the test of a page finds.
        checked: pages that were tested, with what was typed then.
        saved: what was written, with the pages; empty = nothing yet.
        refusal: what saving is refused with.
    """

    def __init__(self, draft: SetupDraft | None = None) -> None:
        self.draft = draft or SetupDraft()
        self.answers = dict(GOOD)
        self.checked: list[tuple[str, SetupDraft]] = []
        self.saved: list[tuple[SetupDraft, tuple[str, ...]]] = []
        self.refusal: OperatorError | None = None
        self.passwords: set[str] = set()

    def current(self) -> SetupDraft:
        """What was saved last."""
        return self.draft

    def has_password(self, page: str) -> bool:
        """Whether one is stored."""
        return page in self.passwords

    async def check(self, page: str, draft: SetupDraft) -> Sequence[Verdict]:
        """Answer as told."""
        self.checked.append((page, draft))
        return self.answers[page]

    async def save(self, draft: SetupDraft, pages: Sequence[str]) -> None:
        """Remember it."""
        if self.refusal is not None:
            raise self.refusal
        self.saved.append((draft, tuple(pages)))
        self.draft = draft.without_secrets()
