"""Hostile SIP, by seed: real messages taken apart by their structure and put together wrongly.

Whatever it makes is only bytes; it knows nothing of the product.
"""

from __future__ import annotations

from random import Random

METHODS = (
    *("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "INFO", "MESSAGE", "REFER", "NOTIFY"),
    *("PRACK", "UPDATE", "SUBSCRIBE", "PUBLISH", "BOGUS", "invite"),
)
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 4000 RTP/AVP 8 0 9 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
)
PIDF = (
    '<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:x@y"><tuple id="a">'
    '<status><geopriv xmlns="urn:ietf:params:xml:ns:pidf:geopriv10"><location-info>'
    '<Point xmlns="http://www.opengis.net/gml"><pos>-3.0 114.6</pos></Point>'
    "</location-info></geopriv></status></tuple></presence>"
)
CODES = (100, 180, 183, 200, 302, 401, 407, 486, 487, 500, 699, 99, 700)
MULTIPART = (
    f"--b\r\nContent-Type: application/sdp\r\n\r\n{SDP}\r\n--b\r\nContent-Type: application/pidf+xml\r\n"
    f"Content-ID: <loc@x>\r\n\r\n{PIDF}\r\n--b--\r\n"
)
VALUES = (
    *(
        "",
        "0",
        "-1",
        "4294967296",
        "99999999999999999999",
        "a" * 300,
        "\x00",
        "\ufffd" * 20,
        '"',
        '"\\',
        "<",
        ">",
    ),
    *(
        "<sip:>",
        "<sip:a@[::1]>",
        "<sip:a@b;lr>,<sip:c@d>",
        "sip:%00@x",
        "<tel:112>",
        "urn:service:sos",
        ";;;",
        ",,,,",
    ),
    *(
        "SIP/2.0/UDP h;branch=z9hG4bK" + "q" * 200,
        "1 INVITE",
        "0 ACK",
        "2147483648 BYE",
        "(comment (nested",
        "\t \t",
    ),
    *(
        "timer, 100rel, replaces",
        "999999;refresher=uas",
        'Digest realm="x", nonce="y", qop="auth"',
        "application/sdp",
    ),
    *(
        "multipart/mixed;boundary=b",
        'multipart/mixed;boundary="',
        "SIP;cause=200",
        "a=b;" * 200,
        "<sip:a@b>;" * 50,
    ),
)
HEADERS = (
    *(
        "Via",
        "From",
        "To",
        "Call-ID",
        "CSeq",
        "Contact",
        "Max-Forwards",
        "Route",
        "Record-Route",
        "Content-Type",
    ),
    *(
        "Content-Length",
        "Session-Expires",
        "Min-SE",
        "Require",
        "Supported",
        "Allow",
        "RSeq",
        "RAck",
        "Reason",
    ),
    *(
        "Replaces",
        "Refer-To",
        "Referred-By",
        "Event",
        "Subscription-State",
        "Authorization",
        "WWW-Authenticate",
    ),
    *(
        "Proxy-Authenticate",
        "P-Asserted-Identity",
        "History-Info",
        "Call-Info",
        "Geolocation",
        "Resource-Priority",
    ),
    *(
        "Session-ID",
        "Expires",
        "Retry-After",
        "Priority",
        "v",
        "f",
        "t",
        "i",
        "m",
        "l",
        "c",
        "k",
        "X-\xff",
        "",
        "a b",
    ),
)
BYTES = (
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b"\xff\xfe",
    b":",
    b";",
    b",",
    b'"',
    b"<",
    b">",
    b"\\",
    b" ",
    b"\t",
    b"%s%n",
    b"=",
)


class SIPMutator:
    """An endless source of bad messages.

    Args:
        reply_port: where answers may go; they are thrown away there.
        ring_share: how many of the INVITEs may be good enough to ring.
    """

    def __init__(self, random: Random, *, target: str, reply_port: int, ring_share: float = 0.02) -> None:
        self._random = random
        self._target = target
        self._reply_port = reply_port
        self._ring_share = ring_share
        self._number = 0
        self._kept: list[bytes] = []

    def message(self) -> bytes:
        """Return one message, hardly ever a good one."""
        dice = self._random
        kind = dice.random()
        if kind < 0.05:
            data = dice.randbytes(dice.randrange(1, 600))
        elif kind < 0.12 and self._kept:
            first, second = dice.choice(self._kept), dice.choice(self._kept)
            data = first[: dice.randrange(len(first) + 1)] + second[dice.randrange(len(second) + 1) :]
        elif kind < 0.16 and self._kept:
            data = dice.choice(self._kept)  # again, as it was
        else:
            data = self._broken(self._lines())
        if len(self._kept) < 64:
            self._kept.append(data)
        elif dice.random() < 0.05:
            self._kept[dice.randrange(64)] = data
        return data[:60_000]

    def _lines(self) -> tuple[list[str], str]:
        dice, self._number = self._random, self._number + 1
        number = self._number
        method = dice.choice(METHODS)
        if method == "INVITE" and dice.random() > self._ring_share * 10:
            method = dice.choice(METHODS[1:])
        body, kind = dice.choice(
            (("", ""), (SDP, "application/sdp"), (MULTIPART, "multipart/mixed;boundary=b"))
        )
        start = f"{method} sip:{self._target} SIP/2.0"
        if dice.random() < 0.25:
            start = f"SIP/2.0 {dice.choice(CODES)} Word"
        to_tag = f";tag=t{dice.randrange(99)}" if dice.random() < 0.4 else ""
        lines = [
            start,
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._reply_port};branch=z9hG4bKf{number};rport",
            "Max-Forwards: 70",
            f'From: "Fuzz" <sip:f{number}@127.0.0.1>;tag=f{number}',
            f"To: <sip:112@127.0.0.1>{to_tag}",
            f"Call-ID: fuzz-{number}-{dice.randrange(1 << 30)}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:f@127.0.0.1:{self._reply_port}>",
        ]
        if kind:
            lines.append(f"Content-Type: {kind}")
        if method == "INVITE" and dice.random() > self._ring_share:
            lines[dice.randrange(1, 8)] = dice.choice(("Via: x", "CSeq: x", "From: ", "To:", "Call-ID:"))
        return lines, body

    def _broken(self, message: tuple[list[str], str]) -> bytes:
        dice, (lines, body) = self._random, message
        for _ in range(dice.choice((0, 1, 1, 2, 3, 8))):
            self._damage_lines(lines)
        length = len(body.encode()) if dice.random() < 0.8 else dice.choice((-1, 0, 7, 10**6, 10**12))
        lines.append(f"Content-Length: {length}")
        end = "\r\n" if dice.random() < 0.95 else dice.choice(("\n", "\r", "\r\n\r\n"))
        data = bytearray(end.join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + body.encode())
        for _ in range(dice.choice((0, 0, 0, 1, 2, 6))):
            at = dice.randrange(len(data))
            data[at : at + dice.randrange(6)] = dice.choice(BYTES)
        if dice.random() < 0.08:
            del data[dice.randrange(len(data)) :]
        return bytes(data) or b"\0"

    def _damage_lines(self, lines: list[str]) -> None:
        dice = self._random
        at = dice.randrange(1, len(lines)) if len(lines) > 1 else 0
        match dice.randrange(8):
            case 0 if len(lines) > 2:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                lines.insert(at, f"{dice.choice(HEADERS)}: {dice.choice(VALUES)}")
            case 3:
                lines[at] = f"{lines[at].partition(':')[0]}: {dice.choice(VALUES)}"
            case 4:
                lines[at] = lines[at].replace(":", dice.choice((" :", ":\r\n ", "", "::", ":\t")), 1)
            case 5:
                name = dice.choice(HEADERS)
                lines += [f"{name}: {dice.choice(VALUES)}"] * dice.choice((2, 20, 400))
            case 6:
                lines[0] = dice.choice(
                    (lines[0].lower(), lines[0] + " x", lines[0].replace("2.0", "7.0"), " ")
                )
            case _:
                lines[at] += dice.choice(
                    (";", ",", dice.choice(VALUES), "a" * dice.choice((100, 5_000, 20_000)))
                )


def media_junk(random: Random) -> bytes:
    """Return something that may look like RTP or RTCP."""
    kind = random.random()
    if kind < 0.3:
        return random.randbytes(random.randrange(0, 200))
    first = random.choice((0x80, 0x81, 0x90, 0xA0, 0xBF, 0x8F, 0x00, 0xFF))
    second = random.choice(
        (0, 8, 9, 101, 13, 0x80 | 101, 200, 201, 202, 203, 204, 205, 207, random.randrange(256))
    )
    length = random.choice((0, 1, 7, 0xFFFF, random.randrange(65536))).to_bytes(2, "big")
    return bytes([first, second]) + length + random.randbytes(random.choice((0, 4, 8, 24, 160, 172, 500)))
