"""The one query of marketing targets agrees with the law as domain/marketing.py writes it, on both databases."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from lpo_desk.db import search_index
from lpo_desk.db.roads import digest, key
from lpo_desk.db.tables import register, relationship, services, special
from lpo_desk.db.tables.system import Account, AuditEvent
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.marketing import LeftOut, MarketingPurpose, Offer, Prospect, why_not
from lpo_desk.domain.party import (
    AddressKind,
    Channel,
    ContactDetails,
    ContactKind,
    CustomerType,
    NameKind,
    PartyKind,
    PermissionDetails,
    PermissionState,
    PersonDetails,
    Sender,
    Source,
    Standing,
    SubscriptionState,
)
from lpo_desk.domain.permissions import CHANNELS, PermissionBasis, Said, SuppressionKind
from lpo_desk.domain.products import ServiceKind
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.services import marketing
from lpo_desk.services.registering import NewParty
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add

TODAY = date(2026, 11, 23)
OFFERS = [
    *(
        Offer(sender, channel, product)
        for sender in (Sender.OWN, Sender.PARTNER)
        for channel in CHANNELS
        for product in (ServiceKind.MOBILE, ServiceKind.BROADBAND)
    ),
    *(Offer(Sender.RESEARCH, channel) for channel in CHANNELS),
]
SAID = st.builds(
    Said,
    st.sampled_from(Sender),
    st.sampled_from(Channel),
    st.sampled_from(PermissionState),
    st.none() | st.sampled_from(PermissionBasis),
)


@dataclass(frozen=True)
class Spec:
    """One customer of a random register."""

    person: bool = True
    said: tuple[Said, ...] = ()
    kinds: frozenset[ServiceKind] = frozenset()
    ended_kinds: frozenset[ServiceKind] = frozenset()
    fixed: bool = True
    mobile: bool = True
    email: bool = True
    post: bool = True
    born: date | None = None
    died: date | None = None
    estate: bool = False
    protected: tuple[date | None, date | None] | None = None
    lifted: tuple[date | None, ...] = ()
    merged: tuple[bool, ...] = ()
    suppressed: tuple[tuple[Sender, Channel], ...] = field(default=())

    def prospect(self, offer: Offer) -> Prospect:
        reached = {
            Channel.POST: self.post,
            Channel.PHONE: self.fixed or self.mobile,
            Channel.SMS: self.mobile,
            Channel.EMAIL: self.email,
        }
        known = any(
            sender is offer.sender and channel in (Channel.ALL, offer.channel)
            for sender, channel in self.suppressed
        )
        until, ended = self.protected or (None, TODAY)
        return Prospect(
            person=self.person,
            said=self.said,
            kinds=self.kinds,
            reached_by=frozenset(channel for channel, there in reached.items() if there),
            merged=any(not undone for undone in self.merged),
            deceased=self.died is not None,
            estate=self.estate,
            minor=self.born is not None and self.born > date(2008, 11, 23),
            protected=(ended is None or ended > TODAY) and (until is None or until >= TODAY),
            restricted=None in self.lifted,
            suppressed=known and (self.fixed or self.mobile),
        )


rarely = st.integers(0, 9).map(lambda n: n == 0)
DAYS = st.sampled_from([None, TODAY - timedelta(1), TODAY, TODAY + timedelta(1)])
SPECS = st.builds(
    Spec,
    person=st.integers(0, 3).map(bool),
    said=st.lists(SAID, max_size=6).map(tuple),
    kinds=st.frozensets(st.sampled_from([ServiceKind.MOBILE, ServiceKind.BROADBAND])),
    ended_kinds=st.frozensets(st.sampled_from([ServiceKind.MOBILE, ServiceKind.BROADBAND])),
    fixed=st.booleans(),
    mobile=st.integers(0, 3).map(bool),
    email=st.integers(0, 3).map(bool),
    post=st.integers(0, 3).map(bool),
    born=st.sampled_from([None, None, date(2008, 11, 23), date(2008, 11, 24), date(1970, 1, 1)]),
    died=st.sampled_from([None] * 9 + [date(2020, 1, 1)]),
    estate=rarely,
    protected=st.sampled_from([None] * 7) | st.tuples(DAYS, DAYS),
    lifted=st.sampled_from([(), (), (), (), (date(2026, 1, 1),), (None,), (date(2026, 1, 1), None)]),
    merged=st.sampled_from([(), (), (), (), (True,), (False,)]),
    suppressed=st.sampled_from([(), (), ()])
    | st.lists(st.tuples(st.sampled_from(Sender), st.sampled_from(Channel)), max_size=2).map(tuple),
)


class _TakenBack(Exception):
    pass


@contextmanager
def scratch(desk: Desk) -> Iterator[Unit]:
    """A unit that is rolled back."""
    try:
        with desk.database.unit(desk["leena"]) as unit:
            yield unit
            raise _TakenBack
    except _TakenBack:
        pass


def put(unit: Unit, number: int, spec: Spec, products: dict[ServiceKind, int]) -> int:
    """The customer of a spec, straight into the tables."""
    came = {"source": Source.SUBJECT, "source_on": TODAY}
    kind = PartyKind.PERSON if spec.person else PartyKind.ORGANISATION
    party = register.Party(
        kind=kind, created_at=unit.at, date_of_birth=spec.born, date_of_death=spec.died, **came
    )
    unit.session.add(party)
    unit.session.flush()
    own: dict[str, Any] = {"party_id": party.id, **came}
    rows: list[Any] = [
        register.PartyName(kind=NameKind.CURRENT, last_name=f"Aalto{number}", first_names="Maija", **own),
        register.CustomerAccount(number=f"X{number}", **own),
        register.PartyType(type=CustomerType.ESTATE if spec.estate else CustomerType.PRIVATE, **own),
    ]
    phones = [f"+358195{number:05}"] * spec.fixed + [f"+358400{number:06}"] * spec.mobile
    rows += [
        register.ContactPoint(kind=ContactKind.PHONE, value=value, position=place, **own)
        for place, value in enumerate(phones)
    ]
    if spec.email:
        rows.append(register.ContactPoint(kind=ContactKind.EMAIL, value=f"x{number}@example.fi", **own))
    valid_to = None if spec.post else TODAY
    rows.append(
        register.Address(
            kind=AddressKind.POSTAL, street="Puistokatu 1", town="Loviisa", valid_to=valid_to, **own
        )
    )
    for kinds, state in ((spec.kinds, SubscriptionState.ACTIVE), (spec.ended_kinds, SubscriptionState.ENDED)):
        rows += [
            relationship.Subscription(
                number=f"{number}-{product.value}-{state.value}",
                product="x",
                product_id=products[product],
                state=state,
                **own,
            )
            for product in kinds
        ]
    unit.session.add_all(rows)
    for said in spec.said:
        unit.session.add(
            relationship.PermissionEvent(
                sender=said.sender, channel=said.channel, state=said.state, basis=said.basis, **own
            )
        )
        unit.session.flush()
    if spec.protected:
        until, ended = spec.protected
        unit.session.add(register.ProtectionNote(until=until, ended_on=ended, **own))
    for undone in spec.merged:
        unit.session.add(
            special.PartyMerge(
                survivor_id=party.id,
                merged_id=party.id,
                at=unit.at,
                account_id=unit.actor.account_id,
                survivor_version=1,
                merged_version=1,
                undone_at=unit.at if undone else None,
            )
        )
    unit.session.flush()
    for lifted in spec.lifted:
        unit.session.add(
            special.ProcessingRestriction(
                ground=RestrictionGround.ACCURACY, from_on=TODAY, told_on=TODAY, lifted_on=lifted, **own
            )
        )
    for sender, channel in spec.suppressed:
        for phone in phones:
            row = {"kind": SuppressionKind.PHONE, "sender": sender, "channel": channel, "since": TODAY}
            code = digest(key(unit), (SuppressionKind.PHONE, phone))
            unit.connection.execute(insert(special.SuppressionEntry), {"digest": code, **row})
    unit.session.flush()
    return party.id


def add_products(unit: Unit) -> dict[ServiceKind, int]:
    found = {}
    for kind in (ServiceKind.MOBILE, ServiceKind.BROADBAND):
        row = services.Product(code=f"test-{kind.value}", kind=kind, name_fi="x", name_sv="x")
        unit.session.add(row)
        unit.session.flush()
        found[kind] = row.id
    return found


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(SPECS, min_size=1, max_size=8))
def test_the_query_agrees_with_the_law(desk: Desk, specs: list[Spec]) -> None:
    with scratch(desk) as unit:
        products = add_products(unit)
        parties = {put(unit, number, spec, products): spec for number, spec in enumerate(specs)}
        search_index.refresh(unit, parties)
        for offer in OFFERS:
            judged = marketing._judged(unit, offer)
            tally = Counter(reason for reason, _ in judged.values())
            counted = marketing.counts(unit, offer)
            assert counted.targets == tally[None], "counted as it is drawn"
            assert counted.left_out == {reason: n for reason, n in tally.items() if reason}
            found = {party_id: judged[party_id][0] for party_id in parties}
            assert found == {
                party_id: why_not(spec.prospect(offer), offer) for party_id, spec in parties.items()
            }, offer


OWN_EMAIL = Offer(Sender.OWN, Channel.EMAIL, ServiceKind.BROADBAND)


def test_a_list_names_whom_the_channel_needs_and_counts_the_others(desk: Desk) -> None:
    consented = add(
        desk,
        NewParty(
            PersonDetails("Lind", "Eva"),
            "10101",
            contact=ContactDetails(
                street="Storgatan 3",
                postcode="06100",
                town="Borgå",
                email="eva@example.fi",
                phone="040 000 0111",
            ),
            permissions=PermissionDetails(own_email=Standing.CONSENT),
        ),
    )
    for other in (MAIJA, PROTECTED, FIRM):
        add(desk, other)
    assert consented
    with desk.database.unit(desk["leena"]) as unit:
        drawn = marketing.draw(unit, OWN_EMAIL, MarketingPurpose.NEW_SERVICE, "test")
        marketing.log_list(unit, drawn, "marketing-list")
        post = marketing.draw(
            unit, Offer(Sender.OWN, Channel.POST, ServiceKind.BROADBAND), drawn.purpose, "test"
        )
    (row,) = drawn.rows
    assert (row.number, row.name, row.email, row.phone, row.street) == (
        "10101",
        "Lind Eva",
        "eva@example.fi",
        "",
        "",
    )
    assert row.standing is Standing.CONSENT
    assert drawn.counts.targets == 1
    assert dict(drawn.counts.left_out) == {
        LeftOut.PROTECTED: 1,
        LeftOut.NO_PERMISSION: 1,
        LeftOut.NO_CONTACT: 1,
    }
    assert (drawn.use_from, drawn.use_until) == (TODAY, TODAY + timedelta(days=7))
    assert [row.number for row in post.rows] == ["10042", "10101", "20007"]
    assert post.rows[1].street == "Storgatan 3"
    with desk.database.reading(desk["jani"]) as unit:
        logged = select(AuditEvent.detail).join(Account, Account.id == AuditEvent.account_id)
        details = unit.session.scalars(logged.where(AuditEvent.table_name == "marketing-list")).all()
    assert details == ["own:email:broadband:new_service rows=1"]


@pytest.mark.parametrize(
    ("who", "counts", "draws"),
    [("leena", True, True), ("jani", True, False), ("esko", True, False), ("maija", False, False)],
)
def test_who_sees_counts_and_who_draws_lists(desk: Desk, who: str, counts: bool, draws: bool) -> None:
    for allowed, call in (
        (counts, lambda unit: marketing.counts(unit, OWN_EMAIL)),
        (draws, lambda unit: marketing.draw(unit, OWN_EMAIL, MarketingPurpose.SURVEY, "test")),
    ):
        with desk.database.reading(desk[who]) as unit:
            if allowed:
                assert call(unit)
                continue
            with pytest.raises(Forbidden):
                call(unit)
