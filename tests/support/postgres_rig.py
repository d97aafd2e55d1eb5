"""A PostgreSQL cluster of our own: temp folder, free loopback port, ended by id."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import psutil

from batola_desk.app.demo.cluster import SUPERUSER, make_cluster, unprivileged_user
from batola_desk.sync.address import Address, parse_address
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres_programs import find_program
from batola_desk.sync.schema.script import read_script
from tests.support.ports import free_port

SUPERUSER_PASSWORD = "rig-superuser"
START_LIMIT_S = 30.0


def is_available() -> bool:
    """Whether this machine has PostgreSQL's programs."""
    try:
        return bool(find_program("initdb"))
    except SecretariatFault:
        return False


class PostgresRig:
    """One cluster. PostgreSQL refuses to run as root: then it runs as ``postgres`` (or ``nobody``).

    Args:
        durable: with fsync, for measuring and for kills; tests of rules do without.
        options: more server settings.
    """

    def __init__(self, *, durable: bool = False, port: int | None = None, **options: str) -> None:
        self.port = port or free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="batola-pg-"))
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "60",
            "shared_buffers": "64MB",
            "password_encryption": "scram-sha-256",
            "fsync": "on" if durable else "off",
            **options,
        }
        self.user = unprivileged_user()
        if self.user is not None:
            shutil.chown(self.folder, self.user)

    # ------------------------------------------------------------------ life

    def create(self, **options: str) -> PostgresRig:
        """Make the cluster and start it."""
        self._options.update(options)
        password_file = self.folder / "superuser"
        password_file.write_text(SUPERUSER_PASSWORD)
        password_file.chmod(0o644)
        make_cluster(self.data, password_file, self.user)
        return self.start()

    def clone(self, seed: PostgresRig) -> PostgresRig:
        """Begin with what a stopped cluster holds, and start; a fraction of the time of making it."""
        shutil.copytree(seed.data, self.data)
        if self.user is not None:
            for path in (self.data, *self.data.rglob("*")):
                shutil.chown(path, self.user)
        return self.start()

    def copy_from(self, primary: PostgresRig, slot: str = "") -> None:
        """Become a standby of another cluster (streaming replication); ``start`` begins to follow."""
        source = f"host=127.0.0.1 port={primary.port} user={SUPERUSER} password={SUPERUSER_PASSWORD}"
        more = [f"--slot={slot}", "--create-slot"] if slot else []
        program = str(find_program("pg_basebackup"))
        self._run(
            [
                program,
                f"--dbname={source}",
                f"--pgdata={self.data}",
                "--write-recovery-conf",
                "--no-sync",
                "--checkpoint=fast",
                *more,
            ]
        )

    def start(self) -> PostgresRig:
        """Start the server and wait until it answers."""
        arguments = [str(find_program("postgres")), "-D", str(self.data), "-p", str(self.port)]
        for name, value in self._options.items():
            arguments += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                arguments, stdout=log, stderr=log, user=self.user, cwd=self.folder, start_new_session=True
            )
        end = time.monotonic() + START_LIMIT_S
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            if "ready to accept" in self.log.read_text(errors="replace")[self._seen :]:
                self._seen = len(self.log.read_text(errors="replace"))
                return self
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')[-2000:]}")

    _seen = 0

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def cpu_s(self) -> dict[int, float]:
        """Return the processor time of the server and each of its sessions so far, by their ids."""
        took_s = {}
        for process in [psutil.Process(self.pid), *psutil.Process(self.pid).children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                took_s[process.pid] = times.user + times.system
        return took_s

    def stop(self) -> None:
        """Shut down fast; by force when that takes too long."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Like a power cut: the server and each of its processes, by their ids."""
        if self._process is None or self._process.poll() is not None:
            return
        children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.kill()
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        self._process.wait(10)
        psutil.wait_procs(children, 10)

    def destroy(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ------------------------------------------------------------------ ways in

    def url(self, database: str, user: str = SUPERUSER, **options: str) -> str:
        query = "&".join(f"{name}={quote(value)}" for name, value in options.items())
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}" + (f"?{query}" if query else "")

    def address(self, database: str, **options: str) -> Address:
        return parse_address(self.url(database, **options))

    async def superuser(self, database: str = "postgres") -> asyncpg.Connection:
        return await self.login(database, SUPERUSER, SUPERUSER_PASSWORD)

    async def login(self, database: str, user: str, password: str, **more: Any) -> asyncpg.Connection:
        """A raw connection, as anybody with psql has it."""
        return await asyncpg.connect(
            host="127.0.0.1",
            port=self.port,
            user=user,
            password=password,
            database=database,
            timeout=10,
            **more,
        )

    async def copy_database(self, template: str, name: str) -> None:
        """Make a database like another one that nobody is connected to."""
        connection = await self.superuser()
        try:
            await connection.execute(f'create database "{name}" template "{template}"')
        finally:
            await connection.close()
        connection = await self.superuser(name)
        try:
            await connection.execute(read_script("database.sql"))  # rights on a database are not copied
        finally:
            await connection.close()

    def _run(self, arguments: list[str]) -> None:
        done = subprocess.run(
            arguments, capture_output=True, text=True, user=self.user, cwd=self.folder, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f"{arguments[0]}: {done.stderr}")
