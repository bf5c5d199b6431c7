"""Databases for tests: real SQLCipher files and a real PostgreSQL, both made by the program's own migrations."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from lpo_desk.db.database import Database
from lpo_desk.db.keys import KdfCost, KeyFile
from lpo_desk.db.local import connect
from lpo_desk.db.opening import Opened, create_local, keys_path
from lpo_desk.domain.accounts import Actor, Role, actor_of
from lpo_desk.services import accounts
from lpo_desk.services.accounts import NewAccount, SignedIn
from lpo_desk.terms import Lang
from tests.postgres import Cluster

T = TypeVar("T")

PASSWORD = "mansikka-veneet-rannalla"
CHEAP = KdfCost(1, 256, 1)
"""argon2id as cheap as it goes: tests sign in hundreds of times."""

STAFF = {
    "maija": NewAccount("maija", "Maija Virtanen", frozenset({Role.CLERK}), "L", Lang.FI),
    "kalle": NewAccount("kalle", "Kalle Lind", frozenset({Role.CLERK}), "P", Lang.SV),
    "leena": NewAccount("leena", "Leena Salo", frozenset({Role.OFFICE_LEAD}), "L", Lang.FI),
    "jani": NewAccount("jani", "Jani Alho", frozenset({Role.DPO}), "L", Lang.FI),
    "esko": NewAccount("esko", "Esko Holm", frozenset({Role.MANAGER}), "P", Lang.SV),
}


@dataclass
class Clock:
    """The instant the tests' database lives in: Monday 23 November 2026, 10.00 in Helsinki, unless moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 8, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class Desk:
    """A database with an administrator (`admin`) and one account of every role."""

    signed: SignedIn
    clock: Clock
    actors: dict[str, Actor]
    copies: "Copies | None" = None
    """Of a local database: what was written into others."""
    furnished: int = 0
    """How many rows of a local database its connection had changed when the test got it."""

    def once(self, write: Callable[["Desk"], T]) -> T:
        """What `write` puts into a furnished database and returns: a local one that is as new gets a copy of it."""
        if self.copies is None or self._changed != self.furnished or self.clock != Clock():
            return write(self)
        self.furnished = -1  # whatever it gets, it is as new no more
        return self.copies.give(self, write)

    @property
    def _changed(self) -> int:
        changes: int = self.driver.total_changes
        return changes

    @property
    def driver(self) -> Any:  # noqa: ANN401 - the driver has no types
        """SQLCipher's own connection of a local database."""
        with self.database.engine.connect() as connection:
            return connection.connection.driver_connection

    @property
    def database(self) -> Database:
        return self.signed.opened.database

    @property
    def opened(self) -> Opened:
        return self.signed.opened

    def __getitem__(self, username: str) -> Actor:
        return self.actors[username]


class Copies:
    """Databases as they were after something was written into a furnished one, page by page, one for each writer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[Callable[[Desk], Any], tuple[Any, object]] = {}

    def give(self, desk: Desk, write: Callable[[Desk], T]) -> T:
        """The same pages again, or the first time `write` itself. All local desks are of one template, so of one key."""
        if write in self._made:
            copy, result = self._made[write]
            copy.backup(desk.driver)
            return cast(T, result)
        written = write(desk)
        path = self._folder / f"{len(self._made)}.lpodb"
        copy = connect(path, desk.opened.data_key, create=True, journal="DELETE")
        desk.driver.backup(copy)
        self._made[write] = copy, written
        return written

    def close(self) -> None:
        for copy, _ in self._made.values():
            copy.close()


def furnish(signed: SignedIn, clock: Clock) -> Desk:
    """Add the staff to a new database."""
    actors = {"admin": signed.actor}
    for name, account in STAFF.items():
        accounts.add_user(signed, account, PASSWORD)
        with signed.opened.database.reading(signed.actor) as unit:
            actors[name] = actor_of(accounts.named(unit, name))
    return Desk(signed, clock, actors)


ADMIN = NewAccount("admin", "Anna Ranta", frozenset({Role.ADMINISTRATOR}), "L")


@pytest.fixture(scope="session", autouse=True)
def _put_together_once() -> Iterator[None]:
    """All databases of a run share the SQL that SQLAlchemy has put together, as the units of a day do in the program.

    SQLAlchemy keeps it for each engine and each dialect, and every test has an engine of its own: a third of their time
    went into putting the same statements together. Dialects of one class say the same.
    """
    kept: LRUCache[object, object] = LRUCache(20_000)

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=kept)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__eq__", lambda self, other: type(self) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda self: hash(type(self)))
        event.listen(Engine, "engine_connect", share)
        yield
        event.remove(Engine, "engine_connect", share)


@pytest.fixture(scope="session")
def local_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One furnished SQLCipher file, copied for each test: argon2 and Alembic run once."""
    path = tmp_path_factory.mktemp("template") / "desk.lpodb"
    signed = accounts.found(str(path), ADMIN, PASSWORD, cost=CHEAP, clock=Clock())
    furnish(signed, Clock())
    signed.opened.close()
    return path


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    kept = Copies(tmp_path_factory.mktemp("copies"))
    yield kept
    kept.close()


class Staff:
    """Who works in the copies of the two templates: the same people in each, so the first copy alone is asked."""

    def __init__(self) -> None:
        self._on_server: dict[bool, dict[str, Actor]] = {}

    def desk(self, signed: SignedIn, clock: Clock) -> Desk:
        on_server = signed.opened.database.is_server
        if on_server not in self._on_server:
            self._on_server[on_server] = with_actors(signed, clock).actors
        return Desk(signed, clock, dict(self._on_server[on_server]))


@pytest.fixture(scope="session")
def staff() -> Staff:
    return Staff()


@pytest.fixture
def make_local(
    local_template: Path, staff: Staff, copies: Copies, tmp_path: Path
) -> Iterator[Callable[[], Desk]]:
    """Gives a fresh furnished local database; several in one test lie in folders of their own."""
    made: list[Desk] = []

    def make() -> Desk:
        path = tmp_path / f"desk{len(made)}" / "desk.lpodb"
        path.parent.mkdir()
        shutil.copy(local_template, path)
        shutil.copy(keys_path(local_template), keys_path(path))
        clock = Clock()
        signed = accounts.sign_in(str(path), "admin", PASSWORD, clock=clock, cost=CHEAP)
        desk = staff.desk(signed, clock)
        desk.copies, desk.furnished = copies, desk.driver.total_changes
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.opened.close()


@pytest.fixture
def local_desk(make_local: Callable[[], Desk]) -> Desk:
    return make_local()


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster) -> str:
    """A furnished database on the server, owned by the administrator's own login role."""

    def build(url: str) -> None:
        with postgres_cluster.connect(make_url(url).database or "") as connection:
            connection.execute(f"CREATE ROLE admin LOGIN PASSWORD '{PASSWORD}'")
            connection.execute("GRANT ALL ON SCHEMA public TO admin")
        signed = accounts.found(_bare(url), ADMIN, PASSWORD, clock=Clock())
        furnish(signed, Clock())
        signed.opened.close()

    return postgres_cluster.template("desk", build)


@pytest.fixture
def furnished_postgres_url(postgres_cluster: Cluster, postgres_template: str) -> Iterator[str]:
    with postgres_cluster.database(postgres_template) as url:
        yield _bare(url)


def _bare(url: str) -> str:
    """The address without a user: each signs in as himself."""
    whole = make_url(url)
    bare = URL.create(whole.drivername, None, None, whole.host, whole.port, whole.database, whole.query)
    return bare.render_as_string()  # URL.set takes None for "as it is"


@pytest.fixture
def postgres_desk(furnished_postgres_url: str, staff: Staff) -> Iterator[Desk]:
    clock = Clock()
    signed = accounts.sign_in(furnished_postgres_url, "admin", PASSWORD, clock=clock)
    yield staff.desk(signed, clock)
    signed.opened.close()


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """The same furnished database on SQLCipher and on PostgreSQL: every db and services test runs on both."""
    made: Desk = request.getfixturevalue("local_desk" if request.param == "sqlite" else "postgres_desk")
    return made


def with_actors(signed: SignedIn, clock: Clock) -> Desk:
    with signed.opened.database.reading(signed.actor) as unit:
        actors = {name: actor_of(accounts.named(unit, name)) for name in ("admin", *STAFF)}
    return Desk(signed, clock, actors)


__all__ = ["CHEAP", "PASSWORD", "Clock", "Desk", "KeyFile", "create_local", "furnish"]
