"""Session timers: who refreshes a call, and when it counts as lost. Source: RFC 4028."""

from __future__ import annotations

from collections.abc import Callable

from batola_desk.telephony.headers import SessionExpires, digits
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.message import SIPMessage, SIPRequest, SIPResponse

INTERVAL_MAX_S = 86_400
_MEANT_MIN_S = 4  # LIMIT: a request in two seconds; a peer must not make us busier
_AGAIN_S = 10.0  # LIMIT: between refreshes that nobody answers


class SessionTimer:
    def __init__(
        self,
        loop: Loop,
        minimum_s: int,
        wanted_s: int,
        refresh: Callable[[], None],
        expire: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._minimum_s = minimum_s
        self._wanted_s = wanted_s
        self._refresh = refresh
        self._expire = expire
        self._timer: Timer | None = None
        self._we_refresh = False
        self._agreed_s: int | None = None
        self._ends_s = 0.0

    def is_too_small(self, request: SIPRequest) -> bool:
        """Whether the request must get 422 with our Min-SE."""
        asked = SessionExpires.parse(request.first("session-expires"))
        return asked is not None and asked.interval_s < self._minimum_s and _knows_timers(request)

    def minimum_header(self) -> tuple[str, str]:
        return "Min-SE", str(self._minimum_s)

    def agree_as_server(self, request: SIPRequest) -> list[tuple[str, str]]:
        """Headers for the 2xx; starts the timer. Source: RFC 4028 §9."""
        asked = SessionExpires.parse(request.first("session-expires"))
        if asked is None:
            self._arm(None, we_refresh=False)
            return []
        interval_s = min(max(asked.interval_s, self._minimum_s), INTERVAL_MAX_S)
        if not _knows_timers(request):
            self._arm(interval_s, we_refresh=True)
            return [("Session-Expires", f"{interval_s};refresher=uas")]
        refresher = asked.refresher or "uac"
        self._arm(interval_s, we_refresh=refresher == "uas")
        return [("Session-Expires", f"{interval_s};refresher={refresher}"), ("Require", "timer")]

    def request_headers(self) -> list[tuple[str, str]]:
        """Headers for our INVITE or UPDATE: the roles stay once they are settled. Source: RFC 4028 §7."""
        if self._agreed_s is None:
            return [("Session-Expires", str(self._wanted_s)), self.minimum_header()]
        role = "uac" if self._we_refresh else "uas"
        return [("Session-Expires", f"{self._agreed_s};refresher={role}"), self.minimum_header()]

    def agree_as_client(self, response: SIPResponse) -> None:
        """Take the outcome from a 2xx; none means no timer."""
        agreed = SessionExpires.parse(response.first("session-expires"))
        if agreed is None or agreed.interval_s < 1:
            self._arm(None, we_refresh=False)
        else:
            we_refresh, interval_s = agreed.refresher != "uas", agreed.interval_s
            if interval_s < _MEANT_MIN_S:
                # Below our Min-SE is nobody's right (RFC 4028 §8.1), and this is a slip: no call ends for it,
                # but who waits for our refreshes shall have them.
                interval_s = _MEANT_MIN_S if we_refresh else self._minimum_s
            self._arm(min(interval_s, INTERVAL_MAX_S), we_refresh=we_refresh)

    def raise_to(self, response: SIPResponse) -> bool:
        """After 422: ask for their minimum; False if it says nothing new."""
        minimum_s = digits(response.first("min-se"), maximum=INTERVAL_MAX_S)
        if minimum_s is None or minimum_s <= (self._agreed_s or self._wanted_s):
            return False
        self._minimum_s = self._wanted_s = minimum_s
        if self._agreed_s is not None:
            self._agreed_s = minimum_s
        return True

    def restart(self) -> None:
        """Wait a whole interval again."""
        self._arm(self._agreed_s, we_refresh=self._we_refresh)

    def try_again(self) -> None:
        """Nobody answered a request of ours: refresh again soon, as long as the session lasts.

        RFC 4028 §10 would end the call after the first refresh without an answer; but until the session ends
        the peer still counts on it, and an outage of a minute must not cost a caller.
        """
        if self._agreed_s is None or not self._we_refresh:
            return
        now_s = self._loop.now_s()
        refresh_due_s = self._ends_s - self._agreed_s / 2 + _margin_s(self._agreed_s)
        again_s = max(refresh_due_s, now_s + _AGAIN_S)
        self.stop()
        if again_s < self._ends_s:
            self._timer = self._loop.call_later(again_s - now_s, self._refresh)
        else:
            self._timer = self._loop.call_later(max(self._ends_s - now_s, 0.0), self._expire)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _arm(self, interval_s: int | None, *, we_refresh: bool) -> None:
        self.stop()
        self._agreed_s = interval_s
        self._we_refresh = we_refresh
        if interval_s is None:
            return
        lasts_s = interval_s - _margin_s(interval_s)
        self._ends_s = self._loop.now_s() + lasts_s
        if we_refresh:
            self._timer = self._loop.call_later(interval_s / 2, self._refresh)
        else:
            self._timer = self._loop.call_later(lasts_s, self._expire)


def _margin_s(interval_s: int) -> float:
    """So long before its end a session that was not refreshed is over. Source: RFC 4028 §10."""
    return min(32.0, interval_s / 3)


def _knows_timers(message: SIPMessage) -> bool:
    return "timer" in message.tokens("supported") | message.tokens("require")
