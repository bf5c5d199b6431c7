"""Rows of Asiakkaat -> parties with everything that hangs on them."""

from collections.abc import Sequence

from lpo_desk.db.tables.billing import CollectionEvent
from lpo_desk.db.tables.register import (
    Address,
    BusinessId,
    CustomerAccount,
    CustomerNote,
    Party,
    PartyType,
    ProtectionNote,
)
from lpo_desk.db.tables.relationship import (
    BillingProfile,
    CollectionCase,
    DirectoryListing,
    PermissionEvent,
)
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.legacy import LegacyCustomer
from lpo_desk.domain.party import (
    AddressKind,
    Channel,
    CollectionState,
    DirectoryState,
    PermissionState,
    RelationKind,
    Sender,
)
from lpo_desk.domain.permissions import Way
from lpo_desk.domain.suppression import Reach
from lpo_desk.services._import_batch import Batch
from lpo_desk.services._import_people import (
    add_code,
    add_contact_person,
    add_contacts,
    add_name,
    add_relation,
)
from lpo_desk.services._import_suppression import Suppression
from lpo_desk.services._suppression import Ban
from lpo_desk.terms import Lang, terms


def add_customers(
    batch: Batch, key: bytes, suppression: Suppression, customers: Sequence[LegacyCustomer]
) -> dict[str, int]:
    """Customer number -> the new party. `key`: of the look-up hash. Who pays is told by `add_payers`, later."""
    people = sum(customer.contact_person is not None for customer in customers)
    ids = batch.numbers(Party, len(customers) + people)
    collected = sum(customer.collection is not CollectionState.NONE for customer in customers)
    cases = batch.numbers(CollectionCase, collected)
    found = {}
    for customer in customers:
        party_id = found[customer.number] = next(ids)
        _who(batch, key, party_id, customer)
        _account(batch, party_id, customer)
        _reach(batch, party_id, customer)
        _billing(batch, party_id, customer)
        if customer.collection is not CollectionState.NONE:
            _collection(batch, next(cases), party_id, customer.collection)
        _permissions(batch, party_id, customer)
        suppression.enter(party_id, _reached(customer), customer.language, _forbidden(customer))
        for text in customer.notes:
            batch.add(CustomerNote, party_id=party_id, text=text)
        if customer.contact_person is not None:
            person_id, person = next(ids), customer.contact_person
            add_contact_person(batch, person_id, party_id, person)
            phones = [phone.e164 for phone in person.phones]
            suppression.enter(person_id, Reach(phones=phones, emails=list(person.emails)))
    return found


def add_payer(batch: Batch, payer_id: int, party_id: int) -> None:
    """One customer's bills are another's to pay."""
    add_relation(batch, payer_id, RelationKind.PAYER, party_id)


def _who(batch: Batch, key: bytes, party_id: int, customer: LegacyCustomer) -> None:
    """The day of birth is that of the personal identity code; an estate's are the days of the deceased."""
    batch.add_party(
        party_id,
        customer.kind,
        lang=customer.language,
        born=parse_hetu(customer.hetu).born if customer.hetu else None,
        died=customer.deceased_on,
    )
    add_name(batch, party_id, customer.last_name, customer.first_names, customer.organisation_name)
    for kind in customer.types:
        batch.add(PartyType, party_id=party_id, type=kind)
    if customer.hetu:
        add_code(batch, key, party_id, customer.hetu)
    if customer.business_id:
        batch.add(BusinessId, party_id=party_id, value=customer.business_id)


def _account(batch: Batch, party_id: int, customer: LegacyCustomer) -> None:
    batch.add(
        CustomerAccount,
        party_id=party_id,
        number=customer.number,
        since=customer.customer_since,
        member=customer.member,
        member_number=customer.member_number,
    )


def _reach(batch: Batch, party_id: int, customer: LegacyCustomer) -> None:
    _address(batch, party_id, AddressKind.POSTAL, customer.street, customer.postcode, customer.town)
    add_contacts(batch, party_id, customer.phones, customer.emails)


def _billing(batch: Batch, party_id: int, customer: LegacyCustomer) -> None:
    _address(
        batch,
        party_id,
        AddressKind.BILLING,
        customer.billing_street,
        customer.billing_postcode,
        customer.billing_town,
    )
    if customer.billing_method or customer.einvoice_address or customer.operator:
        batch.add(
            BillingProfile,
            party_id=party_id,
            method=customer.billing_method,
            einvoice_address=customer.einvoice_address,
            operator=customer.operator,
        )


def _collection(batch: Batch, case_id: int, party_id: int, stage: CollectionState) -> None:
    """The old register told how far collection had come, and no day."""
    batch.add(CollectionCase, id=case_id, party_id=party_id)
    batch.add(CollectionEvent, party_id=party_id, collection_case_id=case_id, stage=stage)


def _permissions(batch: Batch, party_id: int, customer: LegacyCustomer) -> None:
    """The old register tells states without days: what is the default there leaves no event here."""
    if customer.marketing is not PermissionState.NOT_ASKED:
        reason = terms("flag.deceased", lang=customer.language or Lang.FI) if customer.deceased else ""
        batch.add(
            PermissionEvent,
            party_id=party_id,
            sender=Sender.OWN,
            channel=Channel.ALL,
            state=customer.marketing,
            reason=reason,
            way=Way.OLD_REGISTER,
        )
    if customer.directory is not DirectoryState.PUBLIC:
        batch.add(DirectoryListing, party_id=party_id, state=customer.directory)
    if customer.protected:
        batch.add(ProtectionNote, party_id=party_id, until=customer.protected_until)


def _reached(customer: LegacyCustomer) -> Reach:
    places = [(customer.street, customer.postcode), (customer.billing_street, customer.billing_postcode)]
    phones = [phone.e164 for phone in customer.phones]
    return Reach(
        customer.last_name,
        customer.first_names,
        customer.organisation_name,
        phones,
        list(customer.emails),
        places,
    )


def _forbidden(customer: LegacyCustomer) -> Ban | None:
    """What the person forbade. The dead get no marketing anyhow, and their numbers pass to others."""
    banned = customer.marketing is PermissionState.BANNED and not customer.deceased
    return (Sender.OWN, Channel.ALL) if banned else None


def _address(batch: Batch, party_id: int, kind: AddressKind, street: str, postcode: str, town: str) -> None:
    if street or postcode or town:
        batch.add(Address, party_id=party_id, kind=kind, street=street, postcode=postcode, town=town)
