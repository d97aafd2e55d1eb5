"""Messages with the tortures of RFC 4475, section by section, written for this house from its descriptions.

Each is addressed to 112 at 10.0.0.1 and comes from 10.0.0.9, so that answers reach the scripted peer of the
simulated network. ``expected`` is what our line does: "rings", a status code, or "silence". Where the RFC
would have the message refused and we ring, ``rfc`` says so: an odd message may be an emergency, and a caller
must not pay for the faults of a program (docs/decisions, house rule "ring leniently").
"""

from __future__ import annotations

from dataclasses import dataclass

VIA = "Via: SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bK"
SDP = (
    "v=0\r\no=mhandley 29739 7272939 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\n"
    "m=audio 49217 RTP/AVP 0 8\r\n"
)


@dataclass(frozen=True)
class Torture:
    """One message.

    Attributes:
        section: of RFC 4475 (or RFC 5118, marked so).
        rfc: what the RFC expects, where we do otherwise.
    """

    section: str
    name: str
    data: bytes
    expected: str
    rfc: str = ""

    @property
    def id(self) -> str:
        """For the test's name."""
        return f"{self.section}-{self.name}"


def text(
    method: str,
    branch: str,
    *lines: str,
    uri: str = "sip:112@10.0.0.1",
    body: str = "",
    version: str = "SIP/2.0",
    leave_out: tuple[str, ...] = (),
    length: str | None = None,
) -> bytes:
    """A plain good request; ``lines`` come instead of its own headers of the same name, or besides."""
    own = {
        "via": f"{VIA}{branch}",
        "max-forwards": "Max-Forwards: 70",
        "from": "From: <sip:caller@10.0.0.9>;tag=242etr",
        "to": "To: <sip:112@10.0.0.1>",
        "call-id": f"Call-ID: {branch}.0ha0isndaksdj",
        "cseq": f"CSeq: 8 {method}",
        "contact": "Contact: <sip:caller@10.0.0.9>",
    }
    given = {line.partition(":")[0].strip().lower() for line in lines}
    kept = [line for name, line in own.items() if name not in given and name not in leave_out]
    if body and "content-type" not in given:
        kept.append("Content-Type: application/sdp")
    kept += lines
    if length != "":
        kept.append(f"Content-Length: {len(body.encode()) if length is None else length}")
    return ("\r\n".join([f"{method} {uri} {version}", *kept]) + "\r\n\r\n" + body).encode()


def answer(code: str, branch: str, *lines: str) -> bytes:
    """A response nobody asked for."""
    head = [
        f"SIP/2.0 {code}",
        f"{VIA}{branch}",
        "From: <sip:112@10.0.0.1>;tag=us",
        "To: <sip:caller@10.0.0.9>;tag=them",
        "Call-ID: unasked",
        "CSeq: 1 INVITE",
    ]
    return ("\r\n".join([*head, *lines, "Content-Length: 0"]) + "\r\n\r\n").encode()


SHORT_TORTUOUS = (
    "INVITE sip:vivekg@10.0.0.1;unknownparam SIP/2.0\r\n"
    "TO :\r\n sip:vivekg@10.0.0.1 ;   tag    = 1918181833n\r\n"
    'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@10.0.0.9>\r\n  ;\r\n  tag = 98asjd8\r\n'
    "MaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\nContent-Length   : {length}\r\n"
    "cseq: 0009\r\n  INVITE\r\nVia  : SIP  /   2.0\r\n /UDP\r\n    10.0.0.9:5060;branch=z9hG4bK390skdjuw\r\n"
    "s :\r\nNewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
    "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\nContent-Type: application/sdp\r\nRoute:\r\n"
    " <sip:services.example.com;lr;unknownwith=value;unknown-no-value>\r\n"
    "v:  SIP  / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n"
    " SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239\r\n"
    'm:"Quoted string \\"\\"" <sip:jdrosen@10.0.0.9> ; newparam =\r\n      newvalue ;\r\n'
    "  secondparam ; q = 0.33\r\n\r\n{body}"
)
INTMETH = "!interesting-Method0123456789_*+`.%indeed'~"
MULTIPART = (
    "--7a9cbec02ceef655\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n\r\nHello\r\n"
    "--7a9cbec02ceef655\r\nContent-Type: application/octet-stream\r\n\r\n\x00\x01\x02\r\n"
    "--7a9cbec02ceef655--\r\n"
)

VALID = [
    Torture(
        "3.1.1.1",
        "short-tortuous-invite",
        SHORT_TORTUOUS.format(length=len(SDP), body=SDP).encode(),
        "481",  # its To carries a tag, and there is no such dialog (RFC 3261 §12.2.2)
    ),
    Torture(
        "3.1.1.1",
        "short-tortuous-invite-of-a-new-call",
        SHORT_TORTUOUS.replace(" ;   tag    = 1918181833n", "").format(length=len(SDP), body=SDP).encode(),
        "rings",
    ),
    Torture(
        "3.1.1.2",
        "wide-range-of-characters",
        text(
            INTMETH,
            "-.!%66*_+`'~",
            'To: "BEL:\\\x07 NUL:\\\x00 DEL:\\\x7f" <sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*'
            ":&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@10.0.0.1>",
            "From: token1~` token2'+_ token3*%!.- <sip:mundane@10.0.0.9>;fromParam''~+*_!.-%=\"\u0440\u0430"
            "\u0431\u043e\u0442\u0430\u044e\u0449\u0438\u0439\";tag=_token~1'+`*%!-.",
            "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
            f"CSeq: 139122385 {INTMETH}",
            "extensionHeader-!.%*+_`'~: \ufeff\u5927\u505c\u96fb",
            uri="sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too"
            ".(doesn't-it)@10.0.0.1",
        ),
        "501",
    ),
    Torture(
        "3.1.1.3",
        "valid-escaping",
        text(
            "INVITE",
            "esc01",
            "To: <sip:%75se%72@10.0.0.1>",
            "From: <sip:I%20have%20spaces@10.0.0.9>;tag=938",
            "Contact: <sip:cal%6Cer@10.0.0.9:5060;%6C%72;n%61me=v%61lue%25%34%31>",
            uri="sip:sips%3Auser%40example.com@10.0.0.1",
            body=SDP,
        ),
        "rings",
    ),
    Torture(
        "3.1.1.4",
        "escaped-nulls",
        text(
            "REGISTER",
            "escnull",
            "To: sip:null-%00-null@10.0.0.1",
            "From: sip:null-%00-null@10.0.0.9;tag=839923423",
            "Contact: <sip:%00@10.0.0.9>, <sip:%00%00@10.0.0.9>",
        ),
        "405",
    ),
    Torture(
        "3.1.1.5",
        "percent-that-is-no-escape",
        text(
            "RE%47IST%45R",
            "esc02",
            'To: "%Z%45" <sip:resource@10.0.0.1>',
            'From: "%Z%45" <sip:resource@10.0.0.9>;tag=f232jadfj23',
        ),
        "501",
    ),
    Torture(
        "3.1.1.6",
        "no-space-before-bracket",
        text("OPTIONS", "lwsdisp", "From: caller<sip:caller@10.0.0.9>;tag=323"),
        "200",
    ),
    Torture(
        "3.1.1.7",
        "long-values",
        text(
            "INVITE",
            "longreq",
            'To: "I have a user name of extreme proportion" <sip:user@10.0.0.1:6000;unknownparam1=very'
            + "long" * 60
            + "value;longparam"
            + "name" * 40
            + "=shortvalue;very"
            + "long" * 60
            + "ParameterNameWithNoValue>",
            "From: sip:amazinglylongcallername" + "long" * 40 + "@10.0.0.9;tag=12" + "982" * 60 + "424"
            ";unknownheaderparam" + "name" * 30 + "=unknownheaderparam" + "value" * 30,
            "Call-ID: longreq.one" + "really" * 30 + "longcallid",
            "Unknown-" + "Long" * 20 + "-Name: unknown-" + "long" * 30 + "-value",
            f"{VIA}longreq",
            *(f"Via: SIP/2.0/TCP sip{n}.example.com" for n in range(33, 5, -1)),
            body=SDP,
        ),
        "rings",
    ),
    Torture(
        "3.1.1.8",
        "extra-octets-behind-the-message",
        text("REGISTER", "dblreq") + text("INVITE", "dblreq-second", body=SDP),
        "405",
    ),
    Torture(
        "3.1.1.9",
        "semicolons-in-the-user-part",
        text("OPTIONS", "semiuri", uri="sip:user;par=u%40example.net@10.0.0.1"),
        "200",
    ),
    Torture(
        "3.1.1.10",
        "unknown-transports",
        text(
            "OPTIONS",
            "transports",
            f"{VIA}transports",
            "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf",
            "Via: SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bK2n3",
        ),
        "200",
    ),
    Torture(
        "3.1.1.11",
        "multipart",
        text(
            "MESSAGE",
            "mpart01",
            'Content-Type: multipart/mixed;boundary="7a9cbec02ceef655"',
            body=MULTIPART,
        ),
        "480",
    ),
    Torture(
        "3.1.1.12",
        "unusual-reason-phrase",
        answer("200 = 2**3 * 5**2 \u043d\u043e", "1324923"),
        "silence",
    ),
    Torture("3.1.1.13", "empty-reason-phrase", answer("100 ", "noreason"), "silence"),
]

INVALID = [
    Torture(
        "3.1.2.1",
        "separators-without-values",
        text(
            "INVITE",
            "badinv01",
            'Contact: "Joe" <sip:joe@10.0.0.9>;;;;',
            f"{VIA}badinv01;;,;,,",
            body=SDP,
        ),
        "rings",
        "400",
    ),
    Torture(
        "3.1.2.2",
        "content-length-beyond-the-message",
        text("INVITE", "clerr", body=SDP, length="9999"),
        "rings",
        "400",
    ),
    Torture(
        "3.1.2.3", "negative-content-length", text("INVITE", "ncl", body=SDP, length="-999"), "rings", "400"
    ),
    Torture(
        "3.1.2.4",
        "scalars-that-are-too-large",
        text(
            "REGISTER",
            "scalar02",
            "CSeq: 36893488147419103232 REGISTER",
            "Max-Forwards: 300",
            "Expires: 10000000000000000000000000000",
        ),
        "400",
    ),
    Torture(
        "3.1.2.5",
        "scalars-that-are-too-large-in-a-response",
        answer(
            "503 Service Unavailable",
            "scalarlg",
            "CSeq: 9292394834772304023312 OPTIONS",
            "Retry-After: 9" * 9,
        ),
        "silence",
    ),
    Torture(
        "3.1.2.6",
        "unterminated-quote",
        text("INVITE", "quotbal", 'To: "Mr. J. User <sip:112@10.0.0.1>', body=SDP),
        "rings",
        "400",
    ),
    Torture(
        "3.1.2.7",
        "brackets-around-the-request-uri",
        text("INVITE", "ltgtruri", uri="<sip:112@10.0.0.1>", body=SDP),
        "rings",
        "400",
    ),
    Torture(
        "3.1.2.8",
        "space-in-the-request-uri",
        text("INVITE", "lwsruri", uri="sip:112@10.0.0.1; lr", body=SDP),
        "rings",
        "400",
    ),
    Torture(
        "3.1.2.9",
        "spaces-in-the-request-line",
        text("INVITE", "lwsstart", uri=" sip:112@10.0.0.1 ", body=SDP),
        "rings",
        "400",
    ),
    Torture(
        "3.1.2.10",
        "spaces-at-the-end-of-the-request-line",
        text("OPTIONS", "trws", version="SIP/2.0  "),
        "200",
        "400",
    ),
    Torture(
        "3.1.2.11",
        "headers-escaped-into-the-request-uri",
        text("INVITE", "escruri", uri="sip:112@10.0.0.1?Route=%3Csip:example.com%3E", body=SDP),
        "rings",
        "400",
    ),
    Torture(
        "3.1.2.12",
        "time-zone-of-the-date",
        text("INVITE", "baddate", "Date: Fri, 01 Jan 2010 16:00:00 EST", body=SDP),
        "rings",
        "400 or accepted",
    ),
    Torture(
        "3.1.2.13",
        "contact-without-brackets",
        text("REGISTER", "regbadct", "Contact: sip:user@10.0.0.9?Route=%3Csip:sip.example.com%3E"),
        "405",
        "400",
    ),
    Torture(
        "3.1.2.14",
        "spaces-within-an-address",
        text("OPTIONS", "badaspec", 'To: "Watson, Thomas" < sip:t.watson@10.0.0.1 >'),
        "200",
        "400",
    ),
    Torture(
        "3.1.2.15",
        "display-name-without-quotes",
        text("OPTIONS", "baddn", "From: Bell, Alexander <sip:a.g.bell@10.0.0.9>;tag=43"),
        "200",
        "400",
    ),
    Torture("3.1.2.16", "unknown-version", text("OPTIONS", "badvers", version="SIP/7.0"), "505"),
    Torture("3.1.2.17", "method-mismatch", text("OPTIONS", "mismatch01", "CSeq: 8 INVITE"), "400"),
    Torture(
        "3.1.2.18",
        "method-mismatch-of-an-unknown-method",
        text("NEWMETHOD", "mismatch02", "CSeq: 8 INVITE"),
        "400",
        "400 or 501",
    ),
    Torture("3.1.2.19", "status-code-too-large", answer("4294967301 better not break", "bigcode"), "silence"),
]

TRANSACTION_AND_APPLICATION = [
    Torture("3.2.1", "branch-without-identifier", text("OPTIONS", "", "Call-ID: badbranch"), "200"),
    Torture(
        "3.3.1",
        "required-headers-missing",
        text("INVITE", "insuf", leave_out=("call-id", "from", "to"), body=SDP),
        "400",
    ),
    Torture(
        "3.3.2",
        "request-uri-of-an-unknown-scheme",
        text("OPTIONS", "unkscm", uri="nobodyKnowsThisScheme:totallyopaquecontent"),
        "200",
        "416",
    ),
    Torture(
        "3.3.3",
        "request-uri-of-a-known-but-odd-scheme",
        text("OPTIONS", "novelsc", uri="soap.beep://192.0.2.103:3002"),
        "200",
        "416",
    ),
    Torture(
        "3.3.4",
        "unknown-schemes-in-headers",
        text(
            "REGISTER",
            "unksm2",
            "To: isbn:2983792873",
            "From: <http://www.example.com>;tag=3234233",
            "Contact: <name:John_Smith>",
        ),
        "405",
    ),
    Torture(
        "3.3.5",
        "require-and-proxy-require",
        text(
            "OPTIONS",
            "bext01",
            "Require: nothingSupportsThis, nothingSupportsThisEither",
            "Proxy-Require: noProxiesSupportThis",
        ),
        "420",
    ),
    Torture(
        "3.3.6",
        "unknown-content-type",
        text("INVITE", "invut", "Content-Type: application/unknownformat", body="<audio></audio>"),
        "rings",
        "415",
    ),
    Torture(
        "3.3.7",
        "unknown-authorization-scheme",
        text("REGISTER", "regaut01", "Authorization: NoOneKnowsThisScheme opaque-data=here"),
        "405",
    ),
    Torture(
        "3.3.8",
        "several-values-where-one-is-allowed",
        text(
            "INVITE",
            "multi01",
            f"{VIA}multi01",
            "From: <sip:caller@10.0.0.9>;tag=3413415",
            "From: <sip:other@10.0.0.9>;tag=9",
            "To: <sip:112@10.0.0.1>",
            "To: <sip:other@10.0.0.1>",
            "Call-ID: multi01.98asdh@192.0.2.1",
            "Call-ID: multi01.98asdh@192.0.2.2",
            "CSeq: 59 INVITE",
            "CSeq: 8 INVITE",
            "Max-Forwards: 70",
            "Max-Forwards: 5",
            body=SDP,
        ),
        "rings",
        "400",
    ),
    Torture(
        "3.3.9",
        "several-content-lengths",
        text(
            "OPTIONS",
            "mcl01",
            "Content-Length: 13",
            body="There's no way to know how many octets are supposed to",
        ),
        "200",
        "400",
    ),
    Torture(
        "3.3.10",
        "answer-with-a-broadcast-via",
        answer("200 OK", "bcast", "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23"),
        "silence",
    ),
    Torture("3.3.11", "max-forwards-of-zero", text("OPTIONS", "zeromf", "Max-Forwards: 0"), "200"),
    Torture(
        "3.3.12",
        "register-with-a-contact-parameter",
        text("REGISTER", "cparam01", "Contact: sip:+19725552222@10.0.0.9;unknownparam"),
        "405",
    ),
    Torture(
        "3.3.13",
        "register-with-a-url-parameter",
        text("REGISTER", "cparam02", "Contact: <sip:+19725552222@10.0.0.9;unknownparam>"),
        "405",
    ),
    Torture(
        "3.3.14",
        "register-with-an-escaped-header",
        text("REGISTER", "regescrt", "Contact: <sip:user@10.0.0.9?Route=%3Csip:sip.example.com%3E>"),
        "405",
    ),
    Torture(
        "3.3.15",
        "accept-that-we-cannot-give",
        text("INVITE", "sdp01", "Accept: text/nobodyKnowsThis", body=SDP),
        "rings",
        "406",
    ),
    Torture(
        "3.4.1",
        "rfc-2543-invite",
        (
            "INVITE sip:112@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9:5060\r\n"
            "From: <sip:caller@10.0.0.9>\r\nTo: <sip:112@10.0.0.1>\r\n"
            "Call-ID: inv2543.1717@10.0.0.9\r\nCSeq: 56 INVITE\r\nContent-Type: application/sdp\r\n\r\n" + SDP
        ).encode(),
        "rings",
    ),
]

IPV6_SDP = SDP.replace("IN IP4 10.0.0.9", "IN IP6 2001:db8::9:1")
IPV6 = [  # RFC 5118, its sections
    Torture(
        "5118-4.1",
        "uri-with-a-reference",
        text("OPTIONS", "v6a", uri="sip:[2001:db8::10]"),
        "200",
    ),
    Torture(
        "5118-4.2",
        "uri-without-brackets",
        text("OPTIONS", "v6b", uri="sip:2001:db8::10"),
        "200",
        "400",
    ),
    Torture("5118-4.3", "ambiguous-port", text("OPTIONS", "v6c", uri="sip:[2001:db8::10:5070]"), "200"),
    Torture(
        "5118-4.4", "port-behind-the-reference", text("OPTIONS", "v6d", uri="sip:[2001:db8::10]:5070"), "200"
    ),
    Torture(
        "5118-4.5",
        "received-of-both-kinds",
        text(
            "OPTIONS",
            "v6e",
            f"{VIA}v6e;received=[2001:db8::9:255]",
            "Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3-111",
        ),
        "200",
    ),
    Torture(
        "5118-4.6",
        "phone-without-reference-in-sdp",
        text("INVITE", "v6f", "Contact: <sip:caller@[2001:db8::9:1]>", body=IPV6_SDP),
        "rings",
    ),
    Torture(
        "5118-4.7",
        "several-addresses-in-headers",
        text(
            "INVITE",
            "v6g",
            f"{VIA}v6g",
            "Via: SIP/2.0/UDP [2001:db8::9:1]:9000;branch=z9hG4bKas3-111",
            "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144",
            "Record-Route: <sip:[2001:db8::1];lr>, <sip:192.0.2.1;lr>",
            body=SDP,
        ),
        "rings",
    ),
    Torture(
        "5118-4.8",
        "several-addresses-in-sdp",
        text(
            "INVITE",
            "v6h",
            body=IPV6_SDP + "m=video 6000 RTP/AVP 97\r\nc=IN IP4 192.0.2.1\r\na=rtpmap:97 H264/90000\r\n",
        ),
        "rings",
    ),
    Torture(
        "5118-4.9",
        "ipv4-mapped",
        text(
            "INVITE",
            "v6i",
            "Contact: <sip:user@[::ffff:192.0.2.10]>",
            body=SDP.replace("IN IP4 10.0.0.9", "IN IP6 ::ffff:192.0.2.2"),
        ),
        "rings",
    ),
    Torture(
        "5118-4.10",
        "odd-references",
        text("INVITE", "v6j", "Contact: <sip:user@[2001:db8:::192.0.2.1]>", body=SDP),
        "rings",
        "400",
    ),
]

ALL = [*VALID, *INVALID, *TRANSACTION_AND_APPLICATION, *IPV6]
