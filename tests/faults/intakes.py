"""Clerks that take requests in until they are killed, and a parent that looks whether any request lacks anything.

Run as a program: `intakes.py FILE PASSWORD INTAKES SEED LIFE`. LIFE: the longest life of a clerk, in seconds. It forks as
nursery.py does; what it saw is printed as JSON at the end.
"""

import json
import os
import random
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func
from sqlalchemy import select as sql_select

from lpo_desk.db import audit
from lpo_desk.db.backup import check_integrity
from lpo_desk.db.tables.requests import CaseCounter, CaseEventRow, RequestCase, RequestClaim
from lpo_desk.db.tables.system import DraftRow
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import CaseDiary, DraftKind, IdentityMethod, Intake, IntakeChannel, Requester
from lpo_desk.domain.claims import Asked, AskedItem, CopyFormat, ErasureGround, RequestRight
from lpo_desk.domain.deadlines import ClockEvent, due
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.intake_form import to_json
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.services import accounts, customers, diary, drafts, intake
from lpo_desk.services.accounts import SignedIn
from lpo_desk.terms import Lang
from tests.db.people import Someone, add
from tests.faults.killing import killed
from tests.fixtures_db import CHEAP

CLERKS = ("maija", "kalle", "leena")
CUSTOMERS = 40


@dataclass
class Seen:
    kills: int = 0
    intakes: int = 0
    acknowledged: int = 0
    claims: int = 0
    lost: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    damaged: int = 0
    chain_ok: bool = False


def claim(right: RequestRight) -> Asked:
    words = random.choice(("", "Vuoden 2025 laskut.", "Uppgifterna om anslutningen."))
    if right is RequestRight.RECTIFICATION:
        item = AskedItem("contact.street", "Lähiosoite", "Brandsgatan 12", "Brandsgatan 14", "Muuttanut.")
        return Asked(right, words, (item,))
    if right is RequestRight.ERASURE:
        groups = random.sample(list(Category), 2)
        items = tuple(AskedItem(group.value, group.value) for group in groups)
        return Asked(right, words, items, erasure_ground=random.choice(list(ErasureGround)))
    if right is RequestRight.RESTRICTION:
        return Asked(right, words, restriction_ground=random.choice(list(RestrictionGround)))
    return Asked(right, words, copy_format=CopyFormat.JSON if right is RequestRight.PORTABILITY else None)


def request(unit: Unit, party_id: int | None) -> Intake:
    """Any request that a counter may see; some are dated tomorrow by a slip and refused."""
    rights = random.sample(list(RequestRight), random.choice((1, 1, 1, 2, 3)))
    requester = random.choice(list(Requester)) if party_id else Requester.SELF
    return Intake(
        party_id,
        claims=tuple(claim(right) for right in rights),
        requester=requester,
        requester_name="" if requester is Requester.SELF and party_id else "Ville Vieras",
        authority_document=random.choice(("", "valtakirja 1.11.2026")),
        channel=random.choice(list(IntakeChannel)),
        received_on=unit.today - timedelta(days=random.choice((-1, 0, 0, 0, 0, 1, 3, 20, 40))),
        signed=random.random() < 0.7,
        names_register=random.random() < 0.7,
        identity=random.choice((None, *IdentityMethod)),
        identity_matches=random.random() < 0.8,
        reply_lang=random.choice((Lang.FI, Lang.SV)),
    )


def live(path: str, password: str, seed: int, people: list[int], told: int) -> None:
    """The child: a draft, the customer opened, the request registered and told; until it is killed."""
    random.seed(seed)
    signed = accounts.sign_in(path, random.choice(CLERKS), password, cost=CHEAP)
    database, actor = signed.opened.database, signed.actor
    while True:
        party_id, key = random.choice((None, *people)), uuid4()
        with database.reading(actor) as unit:
            asked = request(unit, party_id)
        with database.unit(actor) as unit:
            drafts.save(unit, key, DraftKind.REQUEST, to_json(asked), party_id=party_id, page=3)
        ticket = None
        if party_id is not None:
            with database.unit(actor) as unit:
                ticket = customers.open(unit, party_id, Purpose.REQUEST)
        try:
            with database.unit(actor) as unit:
                number = intake.register(unit, asked, ticket, key).number
        except UserError:
            number = "-"
        os.write(told, f"{number}\n".encode())


def one_life(path: str, password: str, people: list[int], longest: float, seen: Seen) -> list[str]:
    """Fork, let live, kill. Returns the numbers that were told to the customers."""
    seed = random.randrange(10**9)
    told, by_kill = killed(
        lambda pipe: live(path, password, seed, people, pipe), random.uniform(0.01, longest)
    )
    seen.kills += by_kill
    return [line for line in told if line != "-"]


def count(signed: SignedIn) -> int:
    with signed.opened.database.reading(signed.actor) as unit:
        return unit.session.scalar(sql_select(func.count()).select_from(RequestCase)) or 0


def look(signed: SignedIn, told: set[str], seen: Seen) -> None:
    """Every request has its number, day, deadline, owner, claims and first diary line; numbers run without a gap."""
    with signed.opened.database.engine.connect() as connection:
        seen.damaged += not check_integrity(connection)
    with signed.opened.database.reading(signed.actor) as unit:
        cases = list(unit.session.scalars(sql_select(RequestCase)))
        ids = [case.id for case in cases]
        clocks: dict[int, list[ClockEvent]] = {}
        for start in range(0, len(ids), 500):
            clocks |= diary.clocks(unit, ids[start : start + 500])
        claimed = set(unit.session.scalars(sql_select(RequestClaim.case_id)))
        registered = sql_select(CaseEventRow.case_id).where(CaseEventRow.kind == CaseDiary.REGISTERED)
        noted = list(unit.session.scalars(registered))
        seen.claims = unit.session.scalar(sql_select(func.count()).select_from(RequestClaim)) or 0
        by_office: dict[tuple[int, str], list[int]] = defaultdict(list)
        for case in cases:
            what = {
                "number": bool(case.number),
                "arrival": case.received_on is not None,
                "owner": case.entered_by is not None and case.office_id is not None,
                "deadline": bool(clocks.get(case.id))
                and due(clocks[case.id], unit.today).deadline.legal > case.received_on,
                "claim": case.id in claimed,
            }
            seen.lacking += [f"{case.number}: {name}" for name, there in what.items() if not there]
            code, year, place = case.number.split("-")
            by_office[case.office_id, f"{code}-{year}"].append(int(place))
        if sorted(noted) != sorted(ids):
            seen.lacking.append("diary")
        for (office, series), places in by_office.items():
            if sorted(places) != list(range(1, len(places) + 1)):
                seen.gaps.append(series)
            last = sql_select(CaseCounter.last).where(CaseCounter.office_id == office)
            if unit.session.scalar(last) != len(places):
                seen.gaps.append(f"counter of {series}")
        seen.lost += sorted(told - {case.number for case in cases})
        left = unit.session.scalar(sql_select(func.count()).select_from(DraftRow)) or 0
        if left > seen.kills + refused(unit):
            seen.lacking.append("draft beside its case")
        seen.intakes = len(cases)


def refused(unit: Unit) -> int:
    """Drafts of requests dated tomorrow, which stay to be mended."""
    data = unit.session.scalars(sql_select(DraftRow.data))
    return sum(1 for each in data if str(each["received_on"]) > unit.today.isoformat())


def main(path: str, password: str, intakes: int, seed: int, longest: float) -> Seen:
    random.seed(seed)
    seen, told = Seen(), set[str]()
    signed = accounts.sign_in(path, "maija", password, cost=CHEAP)
    with signed.opened.database.unit(signed.actor) as unit:
        people = [add(unit, Someone("Asiakas", f"Nro {n}", str(50000 + n))) for n in range(CUSTOMERS)]
    signed.opened.close()
    there = 0
    while there < intakes:
        told.update(one_life(path, password, people, longest, seen))
        signed = accounts.sign_in(path, "jani", password, cost=CHEAP)
        there = count(signed)
        signed.opened.close()
    seen.acknowledged = len(told)
    signed = accounts.sign_in(path, "admin", password, cost=CHEAP)
    look(signed, told, seen)
    with signed.opened.database.unit(signed.actor) as unit:
        audit.seal(unit)
    with signed.opened.database.reading(signed.actor) as unit:
        seen.chain_ok = audit.verify(unit).ok
    signed.opened.close()
    return seen


if __name__ == "__main__":
    file, word, wanted, start, life = sys.argv[1:]
    print(json.dumps(asdict(main(file, word, int(wanted), int(start), float(life)))))
