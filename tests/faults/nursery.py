"""Children that save into a real encrypted file until they are killed, and a parent that counts what is left.

Run as a program: `nursery.py FILE PASSWORD KILLS SEED`. It imports everything once and forks, so that a life costs
milliseconds; each child opens the file as the program does. What it saw is printed as JSON at the end.
"""

import json
import os
import random
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import func
from sqlalchemy import select as sql_select

from lpo_desk.db import audit
from lpo_desk.db.backup import check_integrity
from lpo_desk.db.tables.register import Address, ContactPoint, CustomerAccount, PartyName
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.system import AuditBody, AuditEvent, Save
from lpo_desk.db.unit import Unit
from lpo_desk.services import accounts
from lpo_desk.services.accounts import SignedIn
from tests.db.people import Someone, add
from tests.faults.killing import killed
from tests.fixtures_db import CHEAP

LIFE = (0.005, 0.08)
"""Seconds from a child's first save to its end."""


@dataclass
class Seen:
    kills: int = 0
    acknowledged: int = 0
    most_in_one_life: int = 0
    unacknowledged: int = 0
    lost: list[int] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    chain_ok: bool = False


def customer(number: int) -> Someone:
    return Someone(
        "Kestävä",
        "x" * random.randrange(1, 2000),
        str(number),
        former=("Entinen",),
        address=("Brandsgatan 12", "07900", "Loviisa"),
        phones=("+358400000001", "+358400000002"),
        emails=(f"n{number}@example.fi",),
    )


def live(path: str, password: str, first: int, told: int) -> None:
    """The child: saves and says so, until it is killed."""
    signed = accounts.sign_in(path, "maija", password, cost=CHEAP)
    number = first
    while True:
        with signed.opened.database.unit(signed.actor) as unit:
            add(unit, customer(number))
        os.write(told, f"{number}\n".encode())
        number += 1


def one_life(path: str, password: str, first: int, seen: Seen) -> list[int]:
    """Fork, let live, kill. Returns the numbers that were acknowledged."""
    told, by_kill = killed(lambda pipe: live(path, password, first, pipe), random.uniform(*LIFE))
    seen.kills += by_kill
    return [int(line) for line in told]


def look(signed: SignedIn, life: int, told: set[int], seen: Seen) -> int:
    """Compare what is there with what was told. Returns the next free number."""
    with signed.opened.database.engine.connect() as connection:
        if not check_integrity(connection):
            seen.damaged.append(life)
    with signed.opened.database.reading(signed.actor) as unit:
        there = {int(number) for number in unit.connection.scalars(sql_select(CustomerAccount.number))}
        seen.lost += sorted(told - there)
        seen.unacknowledged = len(there - told)
        seen.torn += torn(unit, len(there))
    return max(there | told, default=0) + 1


def torn(unit: Unit, customers: int) -> list[str]:
    """Kinds of rows of which there are not as many as the customers call for."""
    each = {PartyName: 2, Address: 1, ContactPoint: 3, ListEntry: 1}
    wrong = []
    for table, times in each.items():
        count = unit.session.scalar(sql_select(func.count()).select_from(table)) or 0
        if count != customers * times:
            wrong.append(f"{table.__tablename__}: {count} of {customers * times}")
    audited = sql_select(func.count(AuditEvent.save_id.distinct())).where(AuditEvent.party_id.is_not(None))
    if unit.session.scalar(audited) != customers:
        wrong.append("audit_event")
    bodiless = (
        sql_select(func.count()).select_from(AuditBody).outerjoin(AuditEvent).where(AuditEvent.id.is_(None))
    )
    unsaved = sql_select(func.count()).select_from(AuditEvent).outerjoin(Save, Save.id == AuditEvent.save_id)
    if unit.session.scalar(bodiless) or unit.session.scalar(unsaved.where(Save.id.is_(None))):
        wrong.append("audit_body or save")
    return wrong


def main(path: str, password: str, kills: int, seed: int) -> Seen:
    random.seed(seed)
    seen, told, number = Seen(), set[int](), 1
    for life in range(kills):
        acknowledged = one_life(path, password, number, seen)
        told.update(acknowledged)
        seen.most_in_one_life = max(seen.most_in_one_life, len(acknowledged))
        signed = accounts.sign_in(path, "admin", password, cost=CHEAP)
        number = look(signed, life, told, seen)
        if life == kills - 1:
            with signed.opened.database.unit(signed.actor) as unit:
                audit.seal(unit)
            with signed.opened.database.reading(signed.actor) as unit:
                seen.chain_ok = audit.verify(unit).ok
        signed.opened.close()
    seen.acknowledged = len(told)
    return seen


if __name__ == "__main__":
    print(json.dumps(asdict(main(str(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))))
