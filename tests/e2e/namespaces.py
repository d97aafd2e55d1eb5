"""Two network namespaces with a cable between them: the desk's network can be moved and cut for real."""

from __future__ import annotations

import subprocess
from types import TracebackType

DESK, PBX = "10.77.0.1", "10.77.0.254"
MOVED = "10.77.0.2"


def are_available() -> bool:
    """Whether this system lets us make namespaces and virtual cables."""
    try:
        done = subprocess.run(
            ["unshare", "-n", "ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1"],
            capture_output=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


class CabledNetworks:
    """``desk`` and ``pbx``: words before a command that shall run there."""

    def __init__(self) -> None:
        self._holders = [
            subprocess.Popen(
                ["unshare", "-n", "sh", "-c", "echo ready; exec sleep 600"], stdout=subprocess.PIPE
            )
            for _ in range(2)
        ]
        for holder in self._holders:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"ready\n"
        self.desk, self.pbx = (
            ("nsenter", f"--net=/proc/{holder.pid}/ns/net", "--") for holder in self._holders
        )
        self.run_at_desk("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1")
        self.run_at_desk("ip", "link", "set", "v1", "netns", str(self._holders[1].pid))
        for prefix, device, address in ((self.desk, "v0", DESK), (self.pbx, "v1", PBX)):
            for words in (
                ("ip", "link", "set", "lo", "up"),
                ("ip", "addr", "add", f"{address}/24", "dev", device),
                ("ip", "link", "set", device, "up"),
            ):
                subprocess.run([*prefix, *words], check=True, timeout=10)

    def run_at_desk(self, *words: str) -> None:
        subprocess.run([*self.desk, *words], check=True, timeout=10)

    def move_desk(self) -> None:
        """Another address for the desk, as after a new DHCP lease."""
        self.run_at_desk("ip", "addr", "del", f"{DESK}/24", "dev", "v0")
        self.run_at_desk("ip", "addr", "add", f"{MOVED}/24", "dev", "v0")

    def cut(self) -> None:
        """Pull the cable; addresses stay, routes go."""
        self.run_at_desk("ip", "link", "set", "v0", "down")

    def mend(self) -> None:
        self.run_at_desk("ip", "link", "set", "v0", "up")

    def __enter__(self) -> CabledNetworks:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for holder in self._holders:
            holder.kill()
            holder.wait(5)
            if holder.stdout is not None:
                holder.stdout.close()
