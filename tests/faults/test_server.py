"""A server that dies and a link that is cut: nothing is repeated, nothing is lost, the user is told."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest

from lpo_desk.db.errors import DatabaseUnavailable
from lpo_desk.db.tables.register import CustomerAccount
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.changes import Changes
from lpo_desk.services import accounts
from lpo_desk.services.accounts import SignedIn
from tests.conftest import missing
from tests.db.people import Someone, add
from tests.faults.cut_link import Cut, CutLink
from tests.fixtures_db import ADMIN, PASSWORD
from tests.postgres import Cluster, NoPostgres, start_cluster


@pytest.fixture(scope="module")
def durable() -> Iterator[Cluster]:
    """A server of this module's own, with durability on: it will be killed."""
    try:
        cluster = start_cluster(durable=True)
    except NoPostgres as absent:
        missing(str(absent))
    with cluster.connect() as connection:
        connection.execute(f"CREATE ROLE admin LOGIN PASSWORD '{PASSWORD}'")
        connection.execute("CREATE DATABASE desk OWNER admin")
    accounts.found(address(cluster.port), ADMIN, PASSWORD).opened.close()
    yield cluster
    with suppress(RuntimeError):  # it may be down already
        cluster.stop()


def address(port: int) -> str:
    return f"postgresql://127.0.0.1:{port}/desk"


@pytest.fixture
def signed(durable: Cluster) -> Iterator[SignedIn]:
    signed = accounts.sign_in(address(durable.port), "admin", PASSWORD)
    yield signed
    signed.opened.close()


def numbers(signed: SignedIn) -> set[str]:
    with signed.opened.database.reading(signed.actor) as unit:
        return set(
            unit.session.scalars(CustomerAccount.__table__.select().with_only_columns(CustomerAccount.number))
        )


def test_a_server_that_dies_in_a_save_takes_that_save_and_no_other(
    durable: Cluster, signed: SignedIn
) -> None:
    database = signed.opened.database
    kept, lost = uuid4(), uuid4()
    with database.unit(signed.actor, save_id=kept) as unit:
        add(unit, Someone("Lind", number="died-1"))

    def die_in_the_middle() -> None:
        with database.unit(signed.actor, save_id=lost) as unit:
            add(unit, Someone("Lind", number="died-2"))
            unit.session.flush()
            durable.stop("immediate", remove=False)
            add(unit, Someone("Lind", number="died-3"))

    with pytest.raises(DatabaseUnavailable):
        die_in_the_middle()
    with pytest.raises(DatabaseUnavailable):
        database.was_saved(lost)  # still down: not known, and said so
    durable.start()
    assert database.was_saved(kept)
    assert not database.was_saved(lost)
    with database.unit(signed.actor, save_id=lost) as unit:  # it may be sent again
        add(unit, Someone("Lind", number="died-2"))
    assert numbers(signed) >= {"died-1", "died-2"}


def test_a_server_that_dies_at_the_commit_takes_the_save(durable: Cluster, signed: SignedIn) -> None:
    def die_at_the_end() -> None:
        with signed.opened.database.unit(signed.actor) as unit:
            add(unit, Someone("Lind", number="end-1"))
            durable.stop("immediate", remove=False)

    with pytest.raises(DatabaseUnavailable):
        die_at_the_end()
    durable.start()
    assert "end-1" not in numbers(signed)


@pytest.fixture
def through_link(durable: Cluster) -> Iterator[tuple[CutLink, SignedIn]]:
    with CutLink(durable.port) as link:
        signed = accounts.sign_in(address(link.port), "admin", PASSWORD)
        yield link, signed
        signed.opened.close()


def save(signed: SignedIn, actor: Actor, number: str) -> None:
    with signed.opened.database.unit(actor) as unit:
        add(unit, Someone("Lind", number=number))


def test_a_commit_that_never_arrived_is_told_as_not_done(through_link: tuple[CutLink, SignedIn]) -> None:
    link, signed = through_link
    link.cut = Cut.BEFORE_COMMIT
    with pytest.raises(DatabaseUnavailable):
        save(signed, signed.actor, "before-1")
    assert link.cuts == 1
    assert "before-1" not in numbers(signed)
    save(signed, signed.actor, "before-1")


def test_a_commit_whose_answer_was_lost_is_looked_up_and_counts_as_done(
    through_link: tuple[CutLink, SignedIn],
) -> None:
    link, signed = through_link
    told: list[Changes] = []
    signed.opened.database.committed = told.append
    link.cut = Cut.BEFORE_REPLY
    save(signed, signed.actor, "reply-1")
    assert link.cuts == 1, "the link was really cut"
    assert len(told) == 1, "the open pages are told as of any other save"
    assert "reply-1" in numbers(signed)


def test_one_s_own_connection_ended_by_the_administrator_is_told(durable: Cluster, signed: SignedIn) -> None:
    def end_mine() -> None:
        with signed.opened.database.unit(signed.actor) as unit:
            add(unit, Someone("Lind", number="ended-1"))
            with durable.connect() as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'admin'"
                )

    with pytest.raises(DatabaseUnavailable):
        end_mine()
    assert "ended-1" not in numbers(signed)
