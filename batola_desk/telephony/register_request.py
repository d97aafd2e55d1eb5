"""The head of a REGISTER, the same for one that binds and for one that only asks. Source: RFC 3261 §10.2."""

from __future__ import annotations

from batola_desk.telephony.config import Account
from batola_desk.telephony.line import route_through
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.uri import SIPUri, host_text


def register_request(
    account: Account, way: str, *, tag: str, call_id: str, cseq: int
) -> tuple[SIPRequest, SIPUri]:
    """Return the request up to its CSeq, and the registrar it is for.

    Args:
        way: URI of the next hop.
    """
    registrar = SIPUri.parse(
        account.registrar_uris[0] if account.proxy_uris and account.registrar_uris else way
    )
    port = f":{registrar.port}" if registrar.port and not account.domain else ""
    own = f"<{registrar.scheme}:{account.user}@{account.domain_towards(way)}>"
    request = SIPRequest(
        "REGISTER", f"{registrar.scheme}:{account.domain or host_text(registrar.host)}{port}"
    )
    if account.proxy_uris:
        request.add("Route", route_through(way))
    request.add("Max-Forwards", "70")
    request.add("From", f"{own};tag={tag}")
    request.add("To", own)
    request.add("Call-ID", call_id)
    request.add("CSeq", f"{cseq} REGISTER")
    return request, registrar
