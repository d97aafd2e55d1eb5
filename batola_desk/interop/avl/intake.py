"""The listener's routes for positions: which path reads which format, and what each sender expects back."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.interop.avl.formats import read_forward, read_osmand, read_owntracks
from batola_desk.interop.avl.judge import PositionJudge
from batola_desk.interop.avl.report import BadReportError, Report
from batola_desk.interop.http_answers import Response, Route
from batola_desk.interop.http_request import Request
from batola_desk.interop.rates import Rate, RateTable

DEVICE_RATE: Final = Rate(10.0, 30.0)  # LIMIT: ten positions a second are more than a map can show
_EMPTY_LIST: Final = Response(200, b"[]", "application/json")  # OwnTracks shows an error for anything else
_OK: Final = Response(200)
_TOO_OFTEN: Final = Response(429, b"too many positions of this device\n")


class Intake:
    """Reads, judges and hands on. Thread: the listener's.

    Args:
        take: called with every position that counts; must not wait.
    """

    def __init__(
        self,
        judge: PositionJudge,
        take: Callable[[UnitPosition], None],
        *,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._judge = judge
        self._take = take
        self._rates = RateTable(DEVICE_RATE, now_s)

    def routes(self) -> tuple[Route, ...]:
        """Traccar's clients know one address only, the root; the others have paths of their own."""
        both, post = frozenset({"GET", "POST"}), frozenset({"POST"})
        return (
            Route(path="/", methods=both, handler=self._osmand, body_bytes_max=16_384),
            Route(path="/traccar", methods=post, handler=self._forward),
            Route(path="/owntracks", methods=post, handler=self._owntracks, body_bytes_max=16_384),
        )

    def _osmand(self, request: Request) -> Response:
        return self._answer(request, read_osmand, _OK)

    def _forward(self, request: Request) -> Response:
        return self._answer(request, read_forward, _OK)

    def _owntracks(self, request: Request) -> Response:
        return self._answer(request, read_owntracks, _EMPTY_LIST)

    def _answer(self, request: Request, read: Callable[[Request], Report | None], well: Response) -> Response:
        """A report that is understood and not wanted is still answered well: else its sender repeats it."""
        try:
            report = read(request)
        except BadReportError as fault:
            self.counts["bad"] += 1
            if fault.reason.startswith("encrypted") and request.user:
                self._judge.note(request.user, "encrypted")
            return Response(400, f"{fault.reason}\n".encode())
        if report is None:
            return well
        if not self._rates.take(report.devices[0]):
            self.counts["too_often"] += 1
            return _TOO_OFTEN
        outcome, position = self._judge.judge(report)
        self.counts[outcome] += 1
        if position is not None:
            self._take(position)
        return well
