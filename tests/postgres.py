"""A throw-away PostgreSQL server for tests: own data folder, loopback, SCRAM, as an unprivileged user.

PostgreSQL refuses to run as root, so as root it runs as Debian's user "postgres" (or "nobody").
Durability is off: a test that needs it (crash, power loss) must start a cluster with `durable=True`.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

ADMIN = "lpo_test_admin"
START_SECONDS = 30
_PREFIX = "lpo-desk-pg-"


class NoPostgres(Exception):
    """No PostgreSQL server programs on this machine."""


class Cluster:
    """A running server. A database made from a template costs some tens of milliseconds."""

    def __init__(self, folder: Path, binaries: Path, port: int, password: str, durable: bool) -> None:
        self.folder = folder
        self.binaries = binaries
        self.port = port
        self.password = password
        self.durable = durable
        self._templates: set[str] = set()
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._administrator: psycopg.Connection[tuple[object, ...]] | None = None

    def url(self, database: str, user: str = ADMIN, password: str | None = None) -> str:
        """SQLAlchemy address; the password has no character that an address would have to escape."""
        return f"postgresql+psycopg://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Administrator's connection, autocommit."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=ADMIN,
            password=self.password,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def template(self, name: str, build: Callable[[str], None]) -> str:
        """Makes the database `name` and lets `build(url)` fill it, once per cluster; returns the name.

        `build` must leave no connection open: PostgreSQL copies only a template that nobody uses.
        """
        if name not in self._templates:
            self._create(name, "template0")
            build(self.url(name))
            self._templates.add(name)
        return name

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address of a fresh copy of `template`; dropped at the end, connections and all."""
        self._made += 1
        name = f"t{os.getpid()}_{self._made}"
        self._create(name, template)
        try:
            yield self.url(name)
        finally:
            self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def start(self) -> None:
        """Starts the server (again) and waits until it answers."""
        options = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
        if not self.durable:
            options = dict.fromkeys(options, "off")
        command = [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                _unprivileged(dies_with_parent=True) + command, cwd=self.folder, stdout=log, stderr=log
            )
        self._wait_until_up()

    def stop(self, mode: str = "immediate", *, remove: bool = True) -> None:
        """`mode` as in pg_ctl: "fast", "immediate" (a crash: the data are not written out), ..."""
        if self._administrator is not None:
            self._administrator.close()
            self._administrator = None
        pg_ctl = [str(self.binaries / "pg_ctl"), "-D", str(self.folder / "data"), "-m", mode, "-w", "stop"]
        _run(pg_ctl, self.folder)
        if self._process is not None:
            self._process.wait(START_SECONDS)
        if remove:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _create(self, name: str, template: str) -> None:
        # Without fsync, copying the files takes half as long (40 ms) as the default.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        self._administer(statement)

    def _administer(self, statement: sql.Composed) -> None:
        """Over one connection: each new one costs a process of the server's, as long as making the database takes."""
        if self._administrator is None:
            self._administrator = self.connect()
        self._administrator.execute(statement)

    def _wait_until_up(self) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                ended = self._process is not None and self._process.poll() is not None
                if ended or time.monotonic() > until:
                    log = (self.folder / "server.log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log[-4000:]}") from None
                time.sleep(0.05)


def start_cluster(*, durable: bool = False) -> Cluster:
    """Makes a cluster and starts it. Raises NoPostgres when its programs are not installed."""
    binaries = find_binaries()
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    if os.geteuid() == 0:
        shutil.chown(folder, _server_user())
    password = secrets.token_hex(16)
    try:
        _initdb(binaries, folder, password)
        cluster = Cluster(folder, binaries, _free_port(), password, durable)
        cluster.start()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return cluster


def _sweep() -> None:
    """Folders of servers whose tests were killed: in memory they would lie until the machine is started again."""
    for written in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/data/postmaster.pid"):
        with suppress(OSError, ValueError):
            server = int(written.read_text().split()[0])
            if not Path("/proc", str(server)).exists():
                shutil.rmtree(written.parents[1], ignore_errors=True)


def find_binaries() -> Path:
    """The folder of initdb and postgres: the newest of Debian's, else the one on the PATH."""
    if sys.platform == "win32":  # under wine those of Linux would be found
        raise NoPostgres("the tests start PostgreSQL on Linux only")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]), reverse=True
    )
    on_path = shutil.which("postgres")
    for program in [*debian, *([Path(on_path).resolve()] if on_path else [])]:
        if (program.parent / "initdb").exists():
            return program.parent
    raise NoPostgres("PostgreSQL's server programs are not installed (on Debian: the package postgresql)")


def _initdb(binaries: Path, folder: Path, password: str) -> None:
    """UTF-8 and the C order; Finnish order is asked for by name (collation fi-FI-x-icu) where wanted."""
    password_file = folder / "password"
    password_file.write_text(password)
    password_file.chmod(0o600)
    if os.geteuid() == 0:
        shutil.chown(password_file, _server_user())
    _run(
        [
            str(binaries / "initdb"),
            *("-D", str(folder / "data"), "-U", ADMIN, "--pwfile", str(password_file)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        folder,
    )
    password_file.unlink()
    with (folder / "data" / "postgresql.conf").open("a") as conf:
        conf.write(
            "listen_addresses = '127.0.0.1'\n"
            f"unix_socket_directories = '{folder}'\n"
            "jit = off\n"
            "timezone = 'UTC'\nlog_timezone = 'UTC'\n"
            "max_connections = 60\nshared_buffers = 64MB\n"
            "min_wal_size = 32MB\nmax_wal_size = 128MB\n"  # the folder may lie in memory
            "autovacuum = off\n"  # its workers would hold databases that a test wants to drop or copy
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _server_user() -> str:
    import pwd  # Unix alone; on Windows no server is found before

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _unprivileged(*, dies_with_parent: bool = False) -> list[str]:
    """Words before a command that run it as an ordinary user, and end it when these tests are killed."""
    setpriv = shutil.which("setpriv")
    words: list[str] = []
    if os.geteuid() == 0:
        import pwd

        if setpriv is None:
            raise NoPostgres("as root, PostgreSQL's tests need setpriv (on Debian: the package util-linux)")
        group = str(pwd.getpwnam(_server_user()).pw_gid)
        words += [f"--reuid={_server_user()}", f"--regid={group}", "--clear-groups"]
    if dies_with_parent and setpriv is not None:
        words.append("--pdeathsig=INT")
    return [setpriv, *words] if setpriv and words else []


def _run(command: list[str], folder: Path) -> None:
    """Runs a command of PostgreSQL's as the server's user; raises with its output when it fails."""
    done = subprocess.run(_unprivileged() + command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")
