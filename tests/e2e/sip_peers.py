"""Foreign SIP programs besides baresip: sipp for scripted callers, kamailio as the PBX."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.desk_rig import wait_until
from tests.support.certificates import CertificateFiles
from tests.support.ports import free_port

SCENARIOS = Path(__file__).parents[1] / "data" / "sipp"
PBX_USER, PBX_PASSWORD, PBX_REALM = "meja", "rahasia", "pbx"
KAMAILIO = """\
debug=1
log_stderror=yes
children=1
{transport}
mpath="{modules}"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "siputils.so"
loadmodule "auth.so"
modparam("usrloc", "db_mode", 0)
modparam("registrar", "append_branches", 1)
{settings}
request_route {{
  if (is_method("REGISTER")) {{
    if (!pv_auth_check("{realm}", "{password}", "0", "0")) {{ auth_challenge("{realm}", "0"); exit; }}
    save("location"); exit;
  }}
  if (is_method("CANCEL")) {{ if (t_check_trans()) t_relay(); exit; }}
  if (has_totag()) {{
    if (loose_route()) {{ t_relay(); exit; }}
    if (is_method("ACK") && t_check_trans()) t_relay();
    exit;
  }}
  if (is_method("OPTIONS") && uri == myself && $rU == $null) {{ sl_send_reply("200", "alive"); exit; }}
  record_route();
{route}
  if (lookup("location")) {{ t_relay(); }} else {{ sl_send_reply("404", "none"); }}
}}
"""

PLAIN = """\
fork=no
listen=udp:{host}:{port}
disable_tcp=yes"""
SECURE = """\
fork=yes
tcp_children=1
enable_tls=yes
listen=udp:{host}:{port}
listen=tcp:{host}:{port}
listen=tls:{host}:{tls_port}"""
TLS_SETTINGS = """\
loadmodule "tls.so"
modparam("tls", "certificate", "{certificate}")
modparam("tls", "private_key", "{key}")
modparam("tls", "ca_list", "{ca_file}")
modparam("tls", "verify_certificate", {asks})
modparam("tls", "require_certificate", {asks})
modparam("tls", "tls_method", "TLSv1.2+")"""


@dataclass(frozen=True)
class PbxTLS:
    """What a PBX shows and asks for; ``ca_file`` signs the desks' certificates if it asks for them."""

    files: CertificateFiles
    ca_file: Path
    asks: bool = False


def sipp_command(
    scenario: Path,
    port: int,
    *,
    calls: int = 1,
    own_port: int = 0,
    transport: str = "u1",
    host: str = "127.0.0.1",
) -> list[str]:
    """Return the command of one scripted caller (all its calls start within 0.1 s)."""
    command = [
        "sipp",
        "-sf",
        str(scenario),
        "-i",
        host,
        "-mi",
        host,
        "-p",
        str(own_port or free_port(2)),
        "-t",
        transport,
    ]
    command += ["-mp", str(free_port(8)), "-nostdin", "-m", str(calls), "-l", str(calls)]
    command += [
        "-r",
        str(calls),
        "-rp",
        "100",
        "-timeout",
        "25" if calls < 100 else "60",
        "-timeout_error",
        "-s",
        "112",
    ]
    return [*command, f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]


class SippCaller:
    """A scripted caller; ``wait`` tells whether everything came as its scenario wants."""

    def __init__(
        self,
        folder: Path,
        scenario: str | Path,
        port: int,
        *,
        calls: int = 1,
        pause_ms: int = 0,
        own_port: int = 0,
        transport: str = "u1",
        host: str = "127.0.0.1",
    ) -> None:
        """``host``: its own address and the desk's."""
        path = scenario if isinstance(scenario, Path) else SCENARIOS / f"{scenario}.xml"
        if pause_ms:
            text = path.read_text(encoding="utf-8")
            assert text.count('<pause milliseconds="500"/>') == 1
            path = folder / path.name
            path.write_text(
                text.replace('milliseconds="500"', f'milliseconds="{pause_ms}"'), encoding="utf-8"
            )
        self.port = own_port or free_port(2)
        self._output = folder / f"sipp-{path.stem}-{time.monotonic_ns()}.log"
        command = sipp_command(path, port, calls=calls, own_port=self.port, transport=transport, host=host)
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def wait(self, limit_s: float = 20.0) -> None:
        """Wait for its end; fail unless the scenario was kept."""
        assert self.process.wait(limit_s) == 0, self._output.read_text(errors="replace")[-3000:]

    def stop(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(5)


class KamailioPbx:
    """A registrar and forking proxy; every desk that registers as ``meja`` rings for every call."""

    def __init__(
        self,
        folder: Path,
        *,
        route: str = "",
        tls: PbxTLS | None = None,
        algorithm: str = "MD5",
        name: str = "kamailio",
        host: str = "127.0.0.1",
        domain: str = "",
        prefix: tuple[str, ...] = (),
    ) -> None:
        """One PBX.

        Args:
            domain: one it answers for besides its address.
            algorithm: of the password challenge, ``MD5`` or ``SHA-256``.
            prefix: words before its command, to run it somewhere else.
        """
        self.port = free_port(2)
        self.tls_port = self.port + 1
        self._folder = folder
        self._name = name
        self._host = host
        self._prefix = prefix
        self._log = folder / f"{name}.log"
        self._config = folder / f"{name}.cfg"
        modules = next(Path("/usr/lib").glob("*/kamailio/modules"))
        settings = "" if algorithm == "MD5" else f'modparam("auth", "algorithm", "{algorithm}")\n'
        if tls is not None:
            settings += TLS_SETTINGS.format(
                certificate=tls.files.certificate, key=tls.files.key, ca_file=tls.ca_file, asks=int(tls.asks)
            )
        alias = f"\nalias={domain}" if domain else ""
        transport = (PLAIN if tls is None else SECURE).format(
            host=host, port=self.port, tls_port=self.tls_port
        )
        self._config.write_text(
            KAMAILIO.format(
                transport=transport + alias,
                settings=settings,
                modules=modules,
                realm=PBX_REALM,
                password=PBX_PASSWORD,
                route=route,
            )
        )
        (folder / f"{name}-run").mkdir()
        self.start()

    def start(self) -> None:
        """Start it; again after ``stop`` with everything forgotten, as after a power cut."""
        run = self._folder / f"{self._name}-run"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *self._prefix,
                    *("kamailio", "-f", str(self._config), "-Y", str(run)),
                    *("-m", "32", "-M", "8", "-DD", "-E"),
                ],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        wait_until(self._is_up, 10.0, f"kamailio: {self._log.read_text(errors='replace')}")

    def _is_up(self) -> bool:
        assert self.process.poll() is None, self._log.read_text(errors="replace")
        wanted = f"{self.port:04X}"
        lines = Path(f"/proc/{self.process.pid}/net/udp").read_text().splitlines()[1:]
        return any(line.split()[1].endswith(f":{wanted}") for line in lines)

    def config_of_a_desk(self, *, password: str = PBX_PASSWORD) -> str:
        """Return the engine configuration that registers here."""
        return (
            f'[sip]\nuser = "{PBX_USER}"\nregistrar = "sip:{self._host}:{self.port}"\n'
            f'auth_user = "{PBX_USER}"\npassword = "{password}"\n[audio]\nuse_devices = false\n'
        )

    @property
    def uri(self) -> str:
        """What a citizen's call is sent to."""
        return f"sip:{PBX_USER}@{self._host}:{self.port}"

    def stop(self) -> None:
        """End it with its children."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(4)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(4)
