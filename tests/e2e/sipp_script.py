"""Writes sipp scenarios step by step: what a foreign telephone says and what it must hear, in order."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

_NUMBER = "08115550000"
_HEAD = '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE scenario SYSTEM "sipp.dtd">\n'
_VIA = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch={branch};rport"
_US = f"sip:{_NUMBER}@[local_ip]:[local_port]"
_DESK = "sip:112@[remote_ip]:[remote_port]"


def sdp(direction: str = "sendrecv", *, version: int = 1, host: str = "[media_ip]") -> str:
    """A description of sipp's own sound."""
    lines = ["v=0", f"o=sipp 1 {version} IN IP4 [local_ip]", "s=-", f"c=IN IP4 {host}", "t=0 0"]
    lines += ["m=audio [media_port] RTP/AVP 8 0 101", "a=rtpmap:101 telephone-event/8000", f"a={direction}"]
    return "\n".join(lines) + "\n"


class SippScript:
    """One scenario. The first request of a caller opens the call; later ones are in its dialog.

    ``check`` arguments map a header name (or ``body``) to a regular expression that must be found.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._steps: list[str] = []
        self._variables: list[str] = []
        self._cseq = 0
        self._has_tag = False
        self._invite_cseq = 1
        self._invite_step = 0

    # -- as the one who calls

    def request(
        self,
        method: str,
        *headers: str,
        body: str = "",
        content_type: str = "application/sdp",
        uri: str = _DESK,
        same_branch: bool = False,
        dialog: str = "",
    ) -> SippScript:
        """Send a request; sipp repeats it until its answer.

        Args:
            dialog: a word that makes it another dialog than the first, of the same scenario.
        """
        if method not in ("ACK", "CANCEL"):
            self._cseq += 1
        if method == "INVITE":
            self._invite_cseq, self._invite_step = self._cseq, len(self._steps)
        cseq = self._invite_cseq if method in ("ACK", "CANCEL") else self._cseq
        tag = "[peer_tag_param]" if self._has_tag and not (dialog and method == "INVITE") else ""
        # sipp counts steps back; CANCEL and the ACK of a refusal belong to the INVITE's transaction.
        branch = f"[branch-{len(self._steps) - self._invite_step}]" if same_branch else "[branch]"
        lines = [
            f"{method} {uri} SIP/2.0",
            _VIA.format(branch=branch),
            "Max-Forwards: 70",
            f'From: "Budi" <{_US}>;tag=[pid]-[call_number]{dialog}',
            f"To: <{_DESK}>{tag}",
            f"Call-ID: {dialog}///[call_id]" if dialog else "Call-ID: [call_id]",
            f"CSeq: {cseq} {method}",
            f"Contact: <{_US};transport=[transport]>",
            *headers,
        ]
        return self._send(lines, body, content_type, is_repeated=method != "ACK")

    def expect(self, code: int, *, optional: bool = False, save: str = "", **check: str) -> SippScript:
        """Wait for a response; ``save`` keeps the first group-less match of one checked header."""
        flag = ' optional="true"' if optional else ""
        self._steps.append(f'<recv response="{code}"{flag}>{self._actions(check, save)}</recv>')
        if 100 < code < 300 and not optional:
            self._has_tag = True
        return self

    def ringing(self) -> SippScript:
        """The usual beginning."""
        return self.expect(100, optional=True).expect(180)

    def answered(self, *, offer: bool = True, **check: str) -> SippScript:
        """INVITE, ringing, 200, ACK."""
        self.request("INVITE", body=sdp() if offer else "").ringing().expect(200, **check)
        return self.request("ACK", body="" if offer else sdp())

    # -- as the one who is asked

    def expect_request(self, method: str, *, save: str = "", **check: str) -> SippScript:
        """Wait for a request of the desk."""
        self._steps.append(f'<recv request="{method}">{self._actions(check, save)}</recv>')
        return self

    def keep_request(self, method: str) -> SippScript:
        """Wait for a request that is answered after others came (an INVITE after PRACK or CANCEL)."""
        keep = {"kept_via": ("Via", "SIP/2.0.*"), "kept_cseq": ("CSeq", f"[0-9]+ {method}")}
        self._variables += keep
        actions = "".join(
            f'<ereg regexp={quoteattr(pattern)} search_in="hdr" header="{header}:" check_it="true"'
            f' assign_to="{name}"/>'
            for name, (header, pattern) in keep.items()
        )
        self._steps.append(f'<recv request="{method}"><action>{actions}</action></recv>')
        return self

    def respond(
        self,
        code: int,
        reason: str,
        *headers: str,
        body: str = "",
        content_type: str = "application/sdp",
        tag: str = "",
        to_kept: bool = False,
    ) -> SippScript:
        """Answer the last request, or the one that ``keep_request`` kept."""
        lines = [
            f"SIP/2.0 {code} {reason}",
            "Via: [$kept_via]" if to_kept else "[last_Via:]",
            "[last_From:]",
            f"[last_To:]{tag}",
            "[last_Call-ID:]",
            "CSeq: [$kept_cseq]" if to_kept else "[last_CSeq:]",
            f"Contact: <{_US};transport=[transport]>",
            *headers,
        ]
        return self._send(lines, body, content_type, is_repeated=False)

    def pause(self, milliseconds: int) -> SippScript:
        """Wait."""
        self._steps.append(f'<pause milliseconds="{milliseconds}"/>')
        return self

    def hang_up(self) -> SippScript:
        """BYE and its answer."""
        return self.request("BYE").expect(200)

    def is_hung_up(self) -> SippScript:
        """The desk ends it."""
        return self.expect_request("BYE").respond(200, "OK")

    def write(self, folder: Path) -> Path:
        """Write the scenario."""
        used = f'<Reference variables="{",".join(self._variables)}"/>' if self._variables else ""
        path = folder / f"{self._name}.xml"
        steps = "\n".join(self._steps)
        text = f"{_HEAD}<scenario name={quoteattr(self._name)}>\n{steps}\n{used}\n</scenario>\n"
        path.write_text(text, encoding="utf-8")
        return path

    def _send(self, lines: list[str], body: str, content_type: str, *, is_repeated: bool) -> SippScript:
        if body:
            lines.append(f"Content-Type: {content_type}")
        text = "\n".join([*lines, "Content-Length: [len]", "", body])
        repeat = ' retrans="500"' if is_repeated else ""
        self._steps.append(f"<send{repeat}>\n<![CDATA[\n\n{text}\n]]>\n</send>")
        return self

    def _actions(self, check: dict[str, str], save: str) -> str:
        actions = []
        for header, pattern in check.items():
            name = save if save and header == next(iter(check)) else f"seen{len(self._variables) + 1}"
            self._variables.append(name)
            where = 'search_in="body"' if header == "body" else f'search_in="hdr" header="{_title(header)}:"'
            actions.append(f'<ereg regexp={quoteattr(pattern)} {where} check_it="true" assign_to="{name}"/>')
        return f"<action>{''.join(actions)}</action>" if actions else ""


def _title(header: str) -> str:
    special = {"cseq": "CSeq", "rseq": "RSeq", "rack": "RAck", "min_se": "Min-SE", "recv_info": "Recv-Info"}
    return special.get(header, "-".join(word.capitalize() for word in header.split("_")))
