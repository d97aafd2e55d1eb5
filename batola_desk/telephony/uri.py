"""SIP and tel URIs: as much as routing, numbers and Contact need."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from batola_desk.telephony.headers import digits, parse_parameters

URI_LENGTH_MAX = 4096  # LIMIT: a longer one is an attack
DEFAULT_PORTS = {"UDP": 5060, "TCP": 5060, "TLS": 5061}

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):(.*)\Z", re.DOTALL)
_HOST_PORT = re.compile(r"(\[[^\]]*\]|[^:\s]*)(?::\s*(\d{1,5}))?\s*\Z", re.ASCII)
_VISUAL_SEPARATORS = str.maketrans("", "", "-.() ")


def host_text(host: str) -> str:
    """A host as it stands in URIs and Via: IPv6 in brackets, without a zone. Source: RFC 3261 §25.1."""
    return f"[{host.partition('%')[0]}]" if ":" in host else host


def is_uri(text: str) -> bool:
    """Whether somebody dials a SIP URI and no bare number."""
    return text.lower().startswith(("sip:", "sips:"))


class UnusableURIError(ValueError):
    """The URI does not name a host that SIP could reach."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes next.

    Attributes:
        protocol: UDP, TCP or TLS.
        host: name or address.
        name: what the certificate at the other end must say (the name before any look-up, RFC 5922 §4);
            empty = ``host``.
        account: whose TLS policy holds; empty = the default account's.
    """

    protocol: str
    host: str
    port: int
    name: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class SIPUri:
    scheme: str
    user: str
    host: str
    port: int | None
    parameters: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> SIPUri:
        """Raises ``UnusableURIError`` for anything that has no scheme or is absurdly long."""
        match = _SCHEME.match(text) if len(text) <= URI_LENGTH_MAX else None
        if match is None:
            raise UnusableURIError("uri")
        scheme, rest = match.group(1).lower(), match.group(2).partition("?")[0]
        if scheme not in {"sip", "sips"}:
            user, _, parameters = rest.partition(";")
            return cls(scheme, user.strip(), "", None, parse_parameters(parameters))
        user, _, host_part = rest.rpartition("@")
        host_port, _, parameters = host_part.partition(";")
        address = _HOST_PORT.match(host_port.strip())
        if address is None:
            raise UnusableURIError("uri host")
        port = digits(address.group(2) or "", maximum=65535)
        return cls(scheme, user, address.group(1).strip("[]"), port or None, parse_parameters(parameters))

    @property
    def is_loose_router(self) -> bool:
        return "lr" in self.parameters

    @property
    def number(self) -> str:
        """The telephone number or user name a person would read, without URI escapes and separators."""
        user = self.user
        if self.scheme in {"sip", "sips"}:  # neither parameters of the user part nor a password
            user = user.partition(";")[0].partition(":")[0]
        text = unquote_to_bytes(user.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
        compact = text.translate(_VISUAL_SEPARATORS)
        return compact if compact.lstrip("+").isdigit() else text

    def destination(self, default_protocol: str = "UDP") -> Destination:
        """Where it leads without asking DNS. Source: RFC 3263 §4.1, §4.2; RFC 3261 §26.2.2.

        Raises ``UnusableURIError`` for anything SIP over UDP, TCP or TLS does not reach.
        """
        protocol = self.parameters.get("transport", default_protocol).upper()
        if self.scheme == "sips" and protocol in {"UDP", "TCP"}:
            protocol = "TLS"  # ``transport=tcp`` in a sips URI means TLS over TCP
        if self.scheme not in {"sip", "sips"} or not self.host or protocol not in DEFAULT_PORTS:
            raise UnusableURIError("uri not reachable")
        return Destination(protocol, self.host, self.port or DEFAULT_PORTS[protocol])


def is_reachable(uri: str) -> bool:
    """Whether a request could be sent to this SIP URI as it is written."""
    try:
        SIPUri.parse(uri).destination()
    except UnusableURIError:
        return False
    return all(char > " " and char not in '<>"' for char in uri)
