"""Whatever a peer or a zone file writes: finding the way raises nothing unexpected and stays bounded."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from batola_desk.telephony.dns_questions import DNSQuestions
from batola_desk.telephony.locating import (
    DESTINATIONS_MAX,
    Naptr,
    Srv,
    in_srv_order,
    is_address,
    literal,
    locate,
)
from batola_desk.telephony.uri import SIPUri, UnusableURIError, host_text

WORDS = st.text(max_size=12)
HOSTS = st.one_of(
    WORDS, st.ip_addresses().map(str), st.sampled_from(["pbx.example", "a.b", "[::1]", "%1", ""])
)
NUMBERS = st.integers(0, 65_535)
URIS = st.builds(
    lambda scheme, host, port, transport, maddr: f"{scheme}:x@{host}{port}{transport}{maddr}",
    st.sampled_from(["sip", "sips", "tel", "SIP", ""]),
    HOSTS,
    st.one_of(st.just(""), NUMBERS.map(lambda port: f":{port}")),
    st.one_of(st.just(""), WORDS.map(lambda word: f";transport={word}"), st.just(";transport=tls")),
    st.one_of(st.just(""), HOSTS.map(lambda host: f";maddr={host}")),
)
SRVS = st.lists(st.builds(Srv, NUMBERS, NUMBERS, NUMBERS, HOSTS), max_size=40)
NAPTRS = st.lists(
    st.builds(
        Naptr, NUMBERS, NUMBERS, st.sampled_from("suA"), st.sampled_from(["SIP+D2U", "SIPS+D2T", "x"]), HOSTS
    ),
    max_size=40,
)


class AnyAnswers:
    def __init__(self, naptr: Sequence[Naptr], srv: Sequence[Srv], addresses: Sequence[str]) -> None:
        self._naptr, self._srv, self._addresses = naptr, srv, addresses

    def naptr(self, name: str) -> Sequence[Naptr]:
        return self._naptr

    def srv(self, name: str) -> Sequence[Srv]:
        return self._srv

    def addresses(self, name: str) -> Sequence[str]:
        return self._addresses


@given(URIS, NAPTRS, SRVS, st.lists(st.ip_addresses().map(str), max_size=40))
def test_any_uri_and_any_answers_give_a_bounded_list_or_a_refusal(
    text: str, naptr: list[Naptr], srv: list[Srv], addresses: list[str]
) -> None:
    try:
        uri = SIPUri.parse(text)
        found = locate(uri, "a", AnyAnswers(naptr, srv, addresses))
        direct = literal(uri, "a")
    except UnusableURIError:
        return
    assert len(found) <= DESTINATIONS_MAX
    assert all(item.protocol in {"UDP", "TCP", "TLS"} and is_address(item.host) for item in found)
    if uri.scheme == "sips":
        assert all(item.protocol == "TLS" for item in found), "never in the clear"
    assert direct is None or is_address(direct.host)


@given(SRVS)
def test_srv_order_keeps_every_record_once(records: list[Srv]) -> None:
    def middle(limit: int) -> int:
        return limit // 2

    ordered = list(in_srv_order(records, middle))
    assert sorted(map(repr, ordered)) == sorted(repr(r) for r in records if r.target.rstrip("."))
    assert [r.priority for r in ordered] == sorted(r.priority for r in ordered)


@given(WORDS)
def test_any_name_may_be_asked_without_a_resolver(name: str) -> None:
    questions = DNSQuestions(None, {})
    assert questions.naptr(name) == []
    assert questions.srv(name) == []


@given(st.ip_addresses())
def test_an_address_in_a_uri_comes_back_as_itself(address: object) -> None:
    uri = SIPUri.parse(f"sip:x@{host_text(str(address))}:5070")
    found = literal(uri, "")
    assert found is not None
    assert (found.host, found.port) == (str(address), 5070)
