"""[[account]] and [tls] of line.toml, and what is told when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.config import load_settings
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.media_policy import SrtpPolicy

GOOD = """
[sip]
dns_servers = ["10.0.0.53", "[2001:db8::53]:5353"]
keep_alive_s = 20
[tls]
ca_file = "kabupaten.pem"
certificate_file = "meja.pem"
key_file = "meja.key"
port = 5071
require_certificate = true
[[account]]
name = "trunk"
user = "112"
registrar = ["sip:pbx1.example", "sip:pbx2.example;transport=udp"]
transport = "tls"
password = "geheim"
srtp = "mandatory"
codecs = ["G722", "PCMA"]
tls_ca_file = "/etc/ssl/trunk.pem"
[[account]]
name = "dalam"
user = "meja1"
registrar = "sip:10.0.0.5"
proxy = ["sip:10.0.0.6;lr"]
domain = "kabupaten.example"
number_prefixes = ["2", "3"]
is_shared = true
tls_verify = false
"""


def read(folder: Path, text: str, **overrides: object) -> LineConfig:
    path = folder / "line.toml"
    path.write_text(text)
    return load_settings(path, **overrides).line_config()


def test_accounts_with_everything(tmp_path: Path) -> None:
    config = read(tmp_path, GOOD)
    trunk, internal = config.accounts
    assert trunk.registrar_uris == ("sip:pbx1.example;transport=tls", "sip:pbx2.example;transport=udp")
    assert trunk.srtp is SrtpPolicy.MANDATORY
    assert trunk.codecs == ("G722", "PCMA")
    assert trunk.tls.ca_file == "/etc/ssl/trunk.pem"
    assert trunk.tls.certificate_file == str(tmp_path / "meja.pem"), "what [tls] says holds for the rest"
    assert trunk.tls.verify
    assert internal.registrar_uris == ("sip:10.0.0.5",)
    assert internal.ways == ("sip:10.0.0.6;lr",)
    assert internal.request_uri("201", "sip:10.0.0.6") == "sip:201@kabupaten.example"
    assert internal.is_shared
    assert not internal.tls.verify
    assert (config.tls_port, config.tls_require_certificate) == (5071, True)
    assert config.dns_servers == ("10.0.0.53", "[2001:db8::53]:5353")
    assert config.keep_alive_s == 20.0
    assert "geheim" not in repr(config)


def test_the_old_form_makes_one_account_and_takes_the_tls_section(tmp_path: Path) -> None:
    config = read(
        tmp_path, '[sip]\nuser = "meja"\nregistrar = "sips:pbx.example"\n[tls]\nca_file = "ca.pem"\n'
    )
    (account,) = config.accounts
    assert account.registrar_uris == ("sips:pbx.example",)
    assert account.tls.ca_file == str(tmp_path / "ca.pem")


def test_a_registrar_of_the_command_line_stands_alone(tmp_path: Path) -> None:
    (account,) = read(tmp_path, GOOD, registrar="sip:127.0.0.1:5099").accounts
    assert account.registrar_uris == ("sip:127.0.0.1:5099",)


ONE = '[[account]]\nname = "a"\nuser = "b"\n'


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        ('account = "x"', "account", "tables"),
        (ONE + ONE, "account.name", "once"),
        (ONE * 17, "account", "at most 16"),
        (ONE + 'srtp = "yes"', "account[1].srtp", "mandatory"),
        (ONE + 'transport = "sctp"', "account[1].transport", "tls"),
        (ONE + "registrar = 5", "account[1].registrar", "list"),
        (ONE + 'registrar = "pbx.example"', "account[1]", "no SIP URI"),
        (ONE + "expires_s = 5", "account[1]", "60 to 86400"),
        (ONE + 'expires_s = "300"', "account[1].expires_s", "60"),
        (ONE + 'codecs = ["opus"]', "account[1].codecs", "PCMA"),
        (ONE + "codecs = []", "account[1]", "codecs"),
        (ONE + 'hold = "mute"', "account[1].hold", "inactive"),
        (ONE + 'tls_verify = "no"', "account[1].tls_verify", "false"),
        (ONE + 'registar = "sip:x"', "account[1].registar", "registrar"),
        (ONE + "user = 112", "", ""),
        ('[[account]]\nname = ""\nuser = "b"', "account[1]", "empty"),
        ("[tls]\nca = 1", "tls.ca", "ca_file"),
        ("[tls]\nport = 70000", "tls.port", "65535"),
        ('[tls]\nverify = "x"', "tls.verify", "true"),
        ("tls = 1", "tls", "table"),
        ('[sip]\ndns_servers = ["ns.example"]', "sip", "name server"),
        ('[sip]\ndns_servers = "10.0.0.1"', "sip.dns_servers", "tuple"),
        ('[sip]\nkeep_alive_udp = "ping"', "sip", "ping"),
        ("[sip]\nkeep_alive_s = -1", "sip", "keep_alive_s"),
    ],
)
def test_a_wrong_account_is_named_with_key_and_what_is_allowed(
    tmp_path: Path, text: str, key: str, allowed: str
) -> None:
    with pytest.raises(EnvironmentFault, match="line_config_unusable") as caught:
        read(tmp_path, text)
    assert caught.value.values["key"] == key
    assert allowed in str(caught.value.values["allowed"])
