"""What every test stands on: no screen, no network, no file of the user's, a fixed day, a PostgreSQL.

Fixtures that need the program's own database layer are in tests/fixtures_db.py, those of widgets in fixtures_ui.py.
"""

import gc
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from tests.postgres import Cluster, NoPostgres, start_cluster

ROOT = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI", "").lower() == "true"

pytest_plugins = ["tests.fixtures_db", "tests.fixtures_ui"]

# Databases and papers of tests are written in memory where there is room (Linux has /dev/shm): on a disk, making a
# PostgreSQL database from a template took ten times as long, and no test is about what a power cut leaves.
_MEMORY = Path("/dev/shm")  # noqa: S108 - the names in it come from mkdtemp
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 4 << 30:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)

# Set at import: before Qt starts, and before platformdirs is asked where the user's folders are.
_home = Path(tempfile.mkdtemp(prefix="lpo-desk-tests-"))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for _variable, _folder in {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "run",
    "XDG_DOCUMENTS_DIR": "documents",
}.items():
    (_home / _folder).mkdir(mode=0o700, exist_ok=True)
    os.environ[_variable] = str(_home / _folder)

# Where the machine forbids bytecode, each of the hundreds of processes that tests start would compile the program again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Started in the background by a shell, every child would ignore Ctrl+C, and so would the program under test.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# In CI the same examples every time, so that a red run is about the change at hand.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if CI else "dev")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Python looks for no garbage in what collecting makes, then or later: nearly all of it stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    shutil.rmtree(_home, ignore_errors=True)


def missing(reason: str) -> NoReturn:
    """Skips the test; in CI, where everything is installed, fails it instead, lest tests vanish unnoticed."""
    if CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Python code under test reaches only this machine; anything else is a bug that must be seen."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0] if isinstance(address, tuple) else address
            if host not in ("::1", "localhost") and not str(host).startswith("127."):
                raise AssertionError(f"a test tried to reach {host!r}")
        connect(self, address)  # type: ignore[arg-type]  # passed on as it came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_only)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder shared/ beside the checkout: facts and the legacy register's real workbook."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        missing("the folder shared/ with the legacy data is not beside this checkout")
    return path


@pytest.fixture
def today() -> date:
    """A Monday. Tests that depend on the day take it from here, never from the clock."""
    return date(2026, 11, 23)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this test process, started when the first test asks for it."""
    try:
        cluster = start_cluster()
    except NoPostgres as absent:
        missing(str(absent))
    yield cluster
    cluster.stop()


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """An empty database for one test, as an SQLAlchemy address; fixtures_db.py makes migrated ones."""
    with postgres_cluster.database() as url:
        yield url
