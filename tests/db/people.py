"""People put straight into the tables, for tests of what is derived from them."""

from dataclasses import dataclass, field
from datetime import date

from lpo_desk.db import search_index
from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.tables import register, relationship, special
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import (
    AddressKind,
    ContactKind,
    CustomerType,
    DirectoryState,
    NameKind,
    PartyKind,
    PermissionState,
    Sender,
    Source,
)
from lpo_desk.domain.party import Channel as MarketingChannel
from lpo_desk.domain.restriction import RestrictionGround


@dataclass(frozen=True)
class Someone:
    """`address`: street, postcode, town. `phones` are E.164."""

    last_name: str = ""
    first_names: str = ""
    number: str = ""
    calling_name: str = ""
    former: tuple[str, ...] = ()
    organisation: str = ""
    business_id: str = ""
    address: tuple[str, str, str] | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    hetu: str = ""
    types: frozenset[CustomerType] = field(default_factory=lambda: frozenset({CustomerType.PRIVATE}))
    protected_until: date | None = None
    protected: bool = False
    marketing: tuple[PermissionState, ...] = ()
    directory: tuple[DirectoryState, ...] = ()
    died: date | None = None
    born: date | None = None
    restricted: bool = False


def add(unit: Unit, someone: Someone, *, derive: bool = True) -> int:
    """Adds the party with all its rows and, unless many are added, derives its search rows; returns its key."""
    came = {"source": Source.SUBJECT, "source_on": unit.today}
    kind = PartyKind.ORGANISATION if someone.organisation else PartyKind.PERSON
    party = register.Party(
        kind=kind, created_at=unit.at, date_of_death=someone.died, date_of_birth=someone.born, **came
    )
    unit.session.add(party)
    unit.session.flush()
    own = {"party_id": party.id, **came}
    unit.session.add(
        register.PartyName(
            kind=NameKind.CURRENT,
            last_name=someone.last_name,
            first_names=someone.first_names,
            calling_name=someone.calling_name,
            organisation_name=someone.organisation,
            **own,
        )
    )
    for name in someone.former:
        unit.session.add(register.PartyName(kind=NameKind.FORMER, last_name=name, **own))
    for customer_type in someone.types:
        unit.session.add(register.PartyType(type=customer_type, **own))
    if someone.number:
        unit.session.add(register.CustomerAccount(number=someone.number, **own))
    if someone.business_id:
        unit.session.add(register.BusinessId(value=someone.business_id, **own))
    _reach(unit, someone, own)
    _causes(unit, someone, own)
    if derive:
        search_index.refresh(unit, [party.id])
    return party.id


def _reach(unit: Unit, someone: Someone, own: dict[str, object]) -> None:
    if someone.address:
        street, postcode, town = someone.address
        unit.session.add(
            register.Address(kind=AddressKind.POSTAL, street=street, postcode=postcode, town=town, **own)
        )
    for phone in someone.phones:
        unit.session.add(register.ContactPoint(kind=ContactKind.PHONE, value=phone, **own))
    for email in someone.emails:
        unit.session.add(register.ContactPoint(kind=ContactKind.EMAIL, value=email, **own))
    if someone.hetu:
        digest = lookup_hash(unit.secret("hetu"), someone.hetu)
        unit.session.add(register.PersonalIdentityCode(value=someone.hetu, lookup_hash=digest, **own))


def _causes(unit: Unit, someone: Someone, own: dict[str, object]) -> None:
    if someone.protected or someone.protected_until:
        unit.session.add(register.ProtectionNote(until=someone.protected_until, **own))
    for state in someone.marketing:
        unit.session.add(
            relationship.PermissionEvent(
                sender=Sender.OWN, channel=MarketingChannel.ALL, state=state, on_date=unit.today, **own
            )
        )
        unit.session.flush()
    for listing in someone.directory:
        unit.session.add(relationship.DirectoryListing(state=listing, on_date=unit.today, **own))
        unit.session.flush()
    if someone.restricted:  # last: nothing else is written once it holds
        unit.session.flush()
        unit.session.add(
            special.ProcessingRestriction(ground=RestrictionGround.ACCURACY, from_on=unit.today, **own)
        )
