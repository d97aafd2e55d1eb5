"""What other machines push: AML of networks and telephones, results of referrals. Each with its token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from batola_desk.domain.aml import read_aml_form
from batola_desk.interop.aml_receiver import BODY_BYTES_MAX as AML_BYTES_MAX
from batola_desk.interop.aml_receiver import read_fields
from batola_desk.interop.intake.requests import (
    RefusedError,
    address_of,
    read_body,
    read_object,
    shows,
    words_of,
)
from batola_desk.interop.intake.store import IntakeStore
from batola_desk.interop.position_config import AML_RATE
from batola_desk.interop.rates import Rate, RateTable

REFERRAL_BYTES_MAX: Final = 16_384
REFERENCE_CHARS_MAX: Final = 80
RESULT_CHARS_MAX: Final = 2_000
STRANGERS: Final = Rate(0.5, 10.0)  # wrong tokens, by address
REFERRALS: Final = Rate(2.0, 60.0)


class MachineApi:
    """Answers machines. A kind without a token is not there (404)."""

    def __init__(
        self,
        store: IntakeStore,
        *,
        aml_token: str,
        referral_token: str,
        mono_s: Callable[[], float],
        on_news: Callable[[], None],
    ) -> None:
        self._store = store
        self._aml_token = aml_token
        self._referral_token = referral_token
        self._on_news = on_news
        self._strangers = RateTable(STRANGERS, mono_s)
        self._aml = RateTable(AML_RATE, mono_s)
        self._referrals = RateTable(REFERRALS, mono_s)

    async def aml(self, request: Request) -> Response:
        """An AML message, as ``interop.aml_receiver`` reads it; the desk reads the same fields again."""
        self._know(request, self._aml_token, self._aml)
        fields = read_fields(await read_body(request, AML_BYTES_MAX))
        if fields is None:
            raise RefusedError(400, "form_wanted")
        if all(report.area is None for report in read_aml_form(fields)):
            raise RefusedError(422, "position_unusable")
        self._store.tell("aml", fields)
        self._on_news()
        return PlainTextResponse("ok\n")

    async def referral(self, request: Request) -> Response:
        """What became of something that was referred: reference, state, words."""
        self._know(request, self._referral_token, self._referrals)
        content = await read_object(request, REFERRAL_BYTES_MAX)
        self._store.tell(
            "referral",
            {
                "reference": words_of(content.get("reference"), REFERENCE_CHARS_MAX),
                "state": words_of(content.get("state"), REFERENCE_CHARS_MAX),
                "result": words_of(content.get("result"), RESULT_CHARS_MAX),
            },
        )
        self._on_news()
        return JSONResponse({})

    def _know(self, request: Request, token: str, rate: RateTable) -> None:
        if not token:
            raise RefusedError(404, "not_here")
        if not shows(request, token):
            raise RefusedError(401 if self._strangers.take(address_of(request)) else 429, "token_wrong")
        if not rate.take():
            raise RefusedError(429, "too_often")
