"""Erasing again what an older database has brought back: its ledger tells what was erased since (GDPR art. 17).

An entry binds only whom it knows: by the internal number and by a keyed hash of what the record held. Another person
who has got the same number in a restored register is left alone.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select, update

from lpo_desk.db import erasure_ledger
from lpo_desk.db.database import Database
from lpo_desk.db.erasure_ledger import Line
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.rights import ErasureEntry
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.erasure import Kept
from lpo_desk.domain.labels import Term
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.formats import helsinki
from lpo_desk.services import _suppression
from lpo_desk.services._erasable import Survey, survey
from lpo_desk.services._known_by import digests
from lpo_desk.services._taking_out import take_out
from lpo_desk.services.erasing import entry_of


def complete(database: Database, actor: Actor) -> int:
    """Carry out what the ledger tells and the database does not know. Returns how many records were erased.

    Raises LedgerDamaged.
    """
    if database.ledger is None or not database.ledger.exists():
        return 0
    with database.reading(actor) as unit:
        lines = unknown(unit, erasure_ledger.read(database.ledger, unit.secret("erasure")))
    if not lines:
        return 0
    with database.unit(actor, Purpose.UPKEEP) as unit:
        return replay(unit, lines)


def unknown(unit: Unit, lines: Iterable[Line]) -> list[Line]:
    """Of these lines those that the database has no entry of."""
    known = keys(unit)
    return [line for line in lines if line.key not in known]


def keys(unit: Unit) -> set[str]:
    """Of the lines of the ledger that the database has entries of."""
    return {plan["key"] for plan in unit.connection.scalars(select(ErasureEntry.plan))}


def replay(unit: Unit, lines: Iterable[Line]) -> int:
    """Carry out the entries, oldest first. Returns how many records were erased."""
    erased = 0
    for line in lines:
        erased += _erase_again(unit, line)
        entry = entry_of(line)
        entry.account_id = _account(unit, line.account) or unit.actor.account_id
        entry.second_id = _account(unit, line.second)
        unit.session.add(entry)
        unit.session.flush()
    return erased


def _erase_again(unit: Unit, line: Line) -> bool:
    party = unit.session.get(Party, line.party)
    if party is None or digests(unit, [line.party]).isdisjoint(line.digests):
        return False
    found = _as_decided(survey(unit, line.party, None), line)
    _lift(unit, found, helsinki(line.instant).date())
    for party_id in found.members:
        _suppression.remember(unit, party_id)
    counts, _ = take_out(unit, found)
    unit.log(
        AuditKind.ERASE, table="erasure_entry", party_id=line.party, detail=f"again:{sum(counts.values())}"
    )
    unit.leaves_no_trace = True
    return True


def _as_decided(found: Survey, line: Line) -> Survey:
    """The groups that were decided to go, whatever the older register would say of them now."""
    going = {(Category(category), Retention(retention)) for category, retention in line.erased}
    stays = Kept(None, Term("erasure.not_asked"))
    kept = {group: None if group in going else stays for group in found.kept}
    return replace(found, kept=kept, asked=frozenset(category for category, _ in going))


def _lift(unit: Unit, found: Survey, on: date) -> None:
    """A restriction that was in force when the backup was made had ended before the erasure: it forbids erasing."""
    open_ones = (
        ProcessingRestriction.party_id.in_(found.members),
        ProcessingRestriction.lifted_on.is_(None),
    )
    unit.connection.execute(update(ProcessingRestriction).where(*open_ones).values(told_on=on))
    unit.connection.execute(update(ProcessingRestriction).where(*open_ones).values(lifted_on=on))


def _account(unit: Unit, account_id: int | None) -> int | None:
    """The account, None where the older register does not have it yet."""
    if account_id is None or unit.session.get(Account, account_id) is None:
        return None
    return account_id
