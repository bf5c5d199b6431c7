"""Counting whom an offer may be made to, in a register of 100,000 customers with its suppression list."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import func, select

from lpo_desk.db.tables.special import SuppressionEntry
from lpo_desk.domain.accounts import Role
from lpo_desk.domain.marketing import Offer
from lpo_desk.domain.party import Sender
from lpo_desk.domain.permissions import CHANNELS
from lpo_desk.domain.products import ServiceKind
from lpo_desk.services import accounts, marketing
from tests.bench.harness import Case, Goal, Group, Sample, latencies
from tests.bench.registers import LARGE, USER, password, register

OFFERS = [
    Offer(Sender.OWN, channel, kind)
    for channel in CHANNELS
    for kind in (ServiceKind.BROADBAND, ServiceKind.MOBILE)
]


def cases() -> Iterator[Group]:
    signed = accounts.sign_in(str(register(LARGE)), USER, password())
    database = signed.opened.database
    actor = replace(signed.actor, roles=frozenset({Role.MANAGER}))
    with database.reading(actor) as unit:
        entries = unit.connection.scalar(select(func.count(SuppressionEntry.digest.distinct())))

    def count(offer: Offer) -> None:
        with database.reading(actor) as unit:
            marketing.counts(unit, offer)

    def counted() -> Sample:
        return latencies(count, OFFERS)

    yield Group(
        f"Counting for an offer, {LARGE:,} customers",
        [Case("LPO Desk", counted, goals=[Goal("p95", plus=500)])],
        note=f"By every channel, for broadband and for mobile; {entries:,} hashes on the suppression list.",
        close=signed.opened.close,
    )
