"""Opening a card: the ticket committed to the disk, then everything of the customer read, beside the bare driver.

And the card with its whole history shown: of customers with 200 lines of it.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import select

from lpo_desk.db import bulk
from lpo_desk.db.tables.register import CustomerAccount
from lpo_desk.db.tables.relationship import Interaction
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.card import Card
from lpo_desk.domain.party import Flag, InteractionKind, Source
from lpo_desk.services import accounts, cards, customers, history
from lpo_desk.services.accounts import SignedIn
from tests.bench.harness import Case, Goal, Group, Sample, apart, latencies
from tests.bench.raw_driver import Transaction
from tests.bench.recording import recording, watched
from tests.bench.registers import LARGE, SMALL, USER, copy, password

OPENED = 60
"""Customers opened, evenly over the register."""
LINES = 200
FLOOR = "driver alone, same statements"


def sign_in(path: str, secret: str) -> SignedIn:
    return accounts.sign_in(path, USER, secret)


def sampled(signed: SignedIn) -> list[int]:
    ids = (
        select(ListEntry.party_id)
        .join(CustomerAccount, CustomerAccount.party_id == ListEntry.party_id)
        .where(~ListEntry.flags.contains(Flag.PROTECTED.value))
        .order_by(ListEntry.party_id)
    )
    with signed.opened.database.reading(signed.actor) as unit:
        found = list(unit.session.scalars(ids))
    return found[:: len(found) // OPENED][:OPENED]


def open_card(signed: SignedIn, party_id: int) -> Card:
    """As the window does it: a unit that commits the ticket, then one that reads under it."""
    database = signed.opened.database
    with database.unit(signed.actor, Purpose.COUNTER) as unit:
        ticket = customers.open(unit, party_id, Purpose.COUNTER)
    with database.reading(signed.actor) as unit:
        return cards.read(unit, ticket)


def record(signed: SignedIn, file: Path) -> None:
    """The statements of each opening and each reading, apart: one ends with COMMIT, the other with ROLLBACK."""
    database, operations = signed.opened.database, []
    for party_id in sampled(signed):
        with watched(database.engine) as opening, database.unit(signed.actor, Purpose.COUNTER) as unit:
            ticket = customers.open(unit, party_id, Purpose.COUNTER)
            save_id = unit.save_id.hex if unit.save_id else ""
        with watched(database.engine) as reading, database.reading(signed.actor) as unit:
            cards.read(unit, ticket)
        operations.append([Transaction(opening, "COMMIT", save_id), Transaction(reading)])
    recording(signed.opened, {"card": operations}).save(file)


def desk(path: str, secret: str) -> Sample:
    signed = sign_in(path, secret)
    ids = sampled(signed)
    latencies(partial(open_card, signed), ids)
    sample = latencies(partial(open_card, signed), ids * 2)
    signed.opened.close()
    return sample


def open_with_history(signed: SignedIn, party_id: int) -> None:
    """Section 7 in front: its lines are read after the card, in a unit of their own."""
    with signed.opened.database.unit(signed.actor, Purpose.COUNTER) as unit:
        ticket = customers.open(unit, party_id, Purpose.COUNTER)
    with signed.opened.database.reading(signed.actor) as unit:
        cards.read(unit, ticket)
    with signed.opened.database.reading(signed.actor) as unit:
        assert len(history.lines(unit, ticket)) == LINES


def lengthen(signed: SignedIn) -> None:
    """Give each of the sampled customers LINES contacts."""
    ids = sampled(signed)
    with signed.opened.database.unit(signed.actor) as unit:
        rows = [
            {
                "party_id": party_id,
                "kind": InteractionKind.CONTACT,
                "on_date": unit.today - timedelta(days=n),
                "text": f"Kysyi kuidun rakentamisesta kadulleen {n}",
            }
            for party_id in ids
            for n in range(LINES)
        ]
        came = {"source": Source.OWN_SYSTEMS, "source_on": unit.today}
        bulk.insert(unit.connection, Interaction, rows, came)


def desk_history(path: str, secret: str) -> Sample:
    signed = sign_in(path, secret)
    ids = sampled(signed)
    latencies(partial(open_with_history, signed), ids)
    sample = latencies(partial(open_with_history, signed), ids * 2)
    signed.opened.close()
    return sample


def cases() -> Iterator[Group]:
    yield _of_size(SMALL)
    yield _of_size(LARGE)
    yield _long()


def _long() -> Group:
    path = copy(SMALL)
    signed = sign_in(str(path), password())
    lengthen(signed)
    signed.opened.close()
    card = "LPO Desk, the card"
    return Group(
        f"Opening a card with {LINES} lines of history, {SMALL:,} customers",
        [
            Case(card, lambda: apart("tests.bench.bench_card:desk", str(path), password())),
            Case(
                "LPO Desk, the card with its history in front",
                lambda: apart("tests.bench.bench_card:desk_history", str(path), password()),
                floor=card,
                goals=[Goal("p95", plus=50)],
            ),
        ],
        note=f"{OPENED} customers, twice each; the newest {LINES} lines are read from contacts, changes, look-ups, "
        "requests, papers and permissions.",
        close=lambda: shutil.rmtree(path.parent),
    )


def _of_size(number: int) -> Group:
    path = copy(number)
    file = path.with_suffix(".json")
    signed = sign_in(str(path), password())
    record(signed, file)
    signed.opened.close()
    return Group(
        f"Opening a card, {number:,} customers",
        [
            Case(FLOOR, lambda: apart("tests.bench.raw_driver:replay", str(file), 2)),
            Case(
                "LPO Desk",
                lambda: apart("tests.bench.bench_card:desk", str(path), password()),
                floor=FLOOR,
                goals=[Goal("p95", plus=30)],
            ),
        ],
        note=f"{OPENED} customers, twice each: the log row of the opening is committed (WAL, synchronous FULL), then "
        "the card is read under its ticket, all sections. Each in a process of its own.",
        close=lambda: shutil.rmtree(path.parent),
    )
