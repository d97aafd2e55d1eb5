"""Several identities of one line: what the configuration refuses and which account a number takes."""

from __future__ import annotations

import pytest

from batola_desk.telephony.config import Account, LineConfig, SrtpPolicy

TRUNK = Account(name="trunk", user="112", registrar_uris=("sip:trunk.example",))
INTERNAL = Account(
    name="internal", user="desk1", registrar_uris=("sip:pbx.example",), number_prefixes=("2", "110")
)


def test_the_fields_of_one_account_still_make_an_account() -> None:
    config = LineConfig(
        user="meja",
        registrar_uri="sip:pbx.example",
        outbound_proxy_uri="sip:edge.example",
        password="x",
        expires_s=90,
    )
    (account,) = config.accounts
    assert (account.user, account.registrar_uris, account.expires_s) == ("meja", ("sip:pbx.example",), 90)
    assert account.ways == ("sip:edge.example",)
    assert account.srtp is SrtpPolicy.OFF


def test_a_number_takes_the_account_with_the_longest_fitting_prefix_else_the_first() -> None:
    config = LineConfig(accounts=(TRUNK, INTERNAL))
    assert config.account_for_number("0811").name == "trunk"
    assert config.account_for_number("201").name == "internal"
    assert config.account_for_number("110").name == "internal"
    assert config.account_for_number("1").name == "trunk"


def test_an_unknown_account_name_means_the_default() -> None:
    config = LineConfig(accounts=(TRUNK, INTERNAL))
    assert config.account("internal") is INTERNAL
    assert config.account("gone") is TRUNK


@pytest.mark.parametrize(
    "values",
    [
        {"registrar_uris": ("pbx.example",)},
        {"registrar_uris": ("sip:pbx.example;transport=sctp",)},
        {"registrar_uris": ("sip:",)},
        {"name": ""},
        {"user": ""},
        {"expires_s": 0},
    ],
)
def test_an_impossible_account_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Account(**values)  # type: ignore[arg-type]


def test_two_accounts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="every name once"):
        LineConfig(accounts=(TRUNK, TRUNK))


def test_the_password_of_an_account_is_never_shown() -> None:
    assert "geheim" not in repr(LineConfig(accounts=(Account(password="geheim"),)))
