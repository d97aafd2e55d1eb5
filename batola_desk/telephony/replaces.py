"""Which call a call comes in the place of. Source: RFC 3891 §6."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from batola_desk.telephony.dialog import Dialog, DialogKey
from batola_desk.telephony.headers import parse_parameters

_NO_TAG = "0"  # how a dialog without a tag (RFC 2543) is named


@dataclass(frozen=True, slots=True)
class Replaces:
    """A Replaces header, read by the one whose dialog it names: the to-tag is ours, the from-tag theirs."""

    call_id: str
    to_tag: str
    from_tag: str
    early_only: bool = False

    @classmethod
    def parse(cls, text: str) -> Replaces | None:
        """None if it does not name a dialog."""
        call_id, _, rest = text.partition(";")
        parameters = parse_parameters(rest)
        to_tag, from_tag = parameters.get("to-tag", ""), parameters.get("from-tag", "")
        if not call_id.strip() or not to_tag or not from_tag:
            return None
        return cls(call_id.strip(), to_tag, from_tag, "early-only" in parameters)

    @property
    def key(self) -> DialogKey:
        return self.call_id, _tag(self.to_tag), _tag(self.from_tag)


def refer_to_dialog(dialog: Dialog) -> str:
    """A Refer-To value that lets a third party take our place in that dialog.

    Their tag is the to-tag: the far end of the dialog is the one who will read the Replaces header.
    """
    _, local_tag, remote_tag = dialog.key
    replaces = f"{dialog.call_id};to-tag={remote_tag or _NO_TAG};from-tag={local_tag or _NO_TAG}"
    return f"<{dialog.remote_target.partition('?')[0]}?Replaces={quote(replaces, safe='')}>"


def split_refer_to(uri: str) -> tuple[str, str]:
    """(URI to call, Replaces header it asks for or ""). Source: RFC 3261 §19.1.5.

    Other headers inside the URI are not taken over: nobody outside writes our requests.
    """
    target, _, headers = uri.partition("?")
    for header in headers.split("&"):
        name, _, value = header.partition("=")
        if name.strip().lower() == "replaces":
            return target, unquote(value, errors="replace")
    return target, ""


def _tag(tag: str) -> str:
    return "" if tag == _NO_TAG else tag
