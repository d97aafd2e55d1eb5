"""Parts of messages about the telephone line."""

from __future__ import annotations

import msgspec


class AccountStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One identity of the line at its PBX.

    Attributes:
        mode: ``direct`` (no registrar), ``registered``, ``registering``, ``failed``.
        way: the registrar in use, e.g. ``TLS 10.0.0.5:5061``.
        code: error code for ``ui/labels.py`` when failed.
        is_standby: the preferred registrar does not answer, another one is in use.
        others: Contacts of others under this address; expected when ``is_shared``.
        is_unverified: TLS takes any certificate (a setting for finding faults).
    """

    name: str
    mode: str = "direct"
    user: str = ""
    way: str = ""
    code: str = ""
    sip_code: int | None = None
    retry_in_s: float | None = None
    is_standby: bool = False
    others: int = 0
    is_shared: bool = False
    is_unverified: bool = False
