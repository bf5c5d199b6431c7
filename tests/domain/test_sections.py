"""What a form of the card refuses, and how it writes what it takes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lpo_desk.domain.party import (
    BillingDetails,
    ContactDetails,
    CustomerType,
    OrganisationDetails,
    PermissionDetails,
    PersonDetails,
    Standing,
)
from lpo_desk.domain.sections import (
    FieldsRefused,
    check_billing,
    check_contact,
    check_organisation,
    check_permissions,
    check_person,
    is_undoable,
)
from lpo_desk.terms import Lang

TODAY = date(2026, 11, 23)
PERSON = PersonDetails(last_name="Aalto", first_names="Maija")
FIRM = OrganisationDetails(organisation_name="Åberg Rör Ab")


def refused(error: pytest.ExceptionInfo[FieldsRefused]) -> list[str]:
    for _, reason in error.value.errors:
        assert all(reason.sentence(lang) for lang in Lang)
    assert all(error.value.sentence(lang) for lang in Lang)
    return [name for name, _ in error.value.errors]


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("phone", "040-000 0101", "+358400000101"),
        ("phone_2", "+46 8 123 456", "+468123456"),
        ("email", " Maija@EXAMPLE.fi ", "Maija@example.fi"),
        ("street", "Linnunrata  12\u00a0A", "Linnunrata 12 A"),
        ("postcode", "FI-07900", "07900"),
        ("country", "se", "SE"),
        ("country", "Norge", "NO"),
        ("country", "", "FI"),
        ("phone", "", ""),
    ],
)
def test_contact_is_stored_in_one_form(field: str, typed: str, stored: str) -> None:
    held: dict[str, Any] = {field: "X" if field != "country" else "DK"}
    base = ContactDetails(**held)
    mine: ContactDetails = replace(base, **(held | {field: typed}))
    assert getattr(check_contact(base, mine), field) == stored


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("phone", "ei ole"),
        ("phone_3", "12"),
        ("email", "maija(at)example.fi"),
        ("postcode", "7900"),
        ("postcode", "07900 Loviisa"),
        ("country", "Suomii"),
        ("street", "x" * 201),
        ("street", "Linnunrata\u202e 12"),
        ("town", "Lovi\x07isa"),
    ],
)
def test_contact_that_cannot_be_is_refused_by_field(field: str, typed: str) -> None:
    wrong: dict[str, Any] = {field: typed}
    mine = replace(ContactDetails(), **wrong)
    with pytest.raises(FieldsRefused) as error:
        check_contact(ContactDetails(), mine)
    assert refused(error) == [field]


def test_all_wrong_fields_are_told_at_once() -> None:
    with pytest.raises(FieldsRefused) as error:
        check_contact(ContactDetails(), ContactDetails(phone="ei", email="ei", postcode="1"))
    assert sorted(refused(error)) == ["email", "phone", "postcode"]


def test_a_fault_of_the_old_register_does_not_stop_another_change() -> None:
    base = ContactDetails(postcode="790", phone="ei ole")
    assert check_contact(base, replace(base, town="Loviisa")).town == "Loviisa"


def test_a_foreign_postcode_is_taken_as_it_is() -> None:
    mine = ContactDetails(postcode="SW1A 1AA", country="GB")
    assert check_contact(ContactDetails(), mine).postcode == "SW1A 1AA"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"last_name": "", "first_names": " "}, ["last_name"]),
        ({"date_of_birth": date(2026, 11, 24)}, ["date_of_birth"]),
        ({"date_of_birth": date(1849, 1, 1)}, ["date_of_birth"]),
        ({"customer_since": date(2027, 1, 1)}, ["customer_since"]),
        ({"date_of_birth": date(1950, 1, 2), "date_of_death": date(1950, 1, 1)}, ["date_of_death"]),
        ({"types": ()}, ["types"]),
        ({"types": (CustomerType.ESTATE,)}, ["types"]),
        ({"business_id": "0129056-5"}, ["business_id"]),
    ],
)
def test_a_person_who_cannot_be_is_refused(changes: dict[str, Any], wrong: list[str]) -> None:
    with pytest.raises(FieldsRefused) as error:
        check_person(PERSON, replace(PERSON, **changes), TODAY)
    assert refused(error) == wrong


def test_types_are_kept_in_one_order() -> None:
    mine = replace(PERSON, types=(CustomerType.COMPANY, CustomerType.PRIVATE, CustomerType.COMPANY))
    assert check_person(PERSON, mine, TODAY).types == (CustomerType.PRIVATE, CustomerType.COMPANY)


def test_an_organisation_has_a_name_and_a_type_of_its_own() -> None:
    with pytest.raises(FieldsRefused) as error:
        check_organisation(FIRM, OrganisationDetails(types=(CustomerType.PRIVATE,)), TODAY)
    assert sorted(refused(error)) == ["organisation_name", "types"]
    estate = OrganisationDetails(last_name="Niemi", types=(CustomerType.ESTATE,))
    assert check_organisation(OrganisationDetails(), estate, TODAY) == estate


@pytest.mark.parametrize("address", ["003701290564", "FI21 1234 5600 0007 85"])
def test_an_einvoice_goes_to_an_ovt_or_an_account(address: str) -> None:
    checked = check_billing(BillingDetails(), BillingDetails(einvoice_address=address))
    assert checked.einvoice_address == address.replace(" ", "")


def test_other_einvoice_addresses_and_postcodes_are_refused() -> None:
    with pytest.raises(FieldsRefused) as error:
        check_billing(BillingDetails(), BillingDetails(einvoice_address="0037123", billing_postcode="x"))
    assert sorted(refused(error)) == ["billing_postcode", "einvoice_address"]


def test_an_operator_is_checked_when_it_changed() -> None:
    old = BillingDetails(operator="vanha pankki")
    assert check_billing(old, replace(old, billing_town="Loviisa")).operator == "vanha pankki"
    assert check_billing(old, replace(old, operator=" ndea fihh")).operator == "NDEAFIHH"
    assert check_billing(old, replace(old, operator="")).operator == ""
    with pytest.raises(FieldsRefused) as error:
        check_billing(old, replace(old, operator="Nordea"))
    assert refused(error) == ["operator"]


def permit(
    base: PermissionDetails, mine: PermissionDetails, *, person: bool = True, deceased: bool = False
) -> PermissionDetails:
    return check_permissions(base, mine, TODAY, person=person, deceased=deceased)


def test_a_ban_is_lifted_by_a_permission_alone() -> None:
    banned = PermissionDetails(own_phone=Standing.BANNED)
    for state in (Standing.REFUSED, Standing.WITHDRAWN, Standing.SOFT_OPT_IN, Standing.NOT_ASKED):
        with pytest.raises(FieldsRefused) as error:
            permit(banned, replace(banned, own_phone=state))
        assert refused(error) == ["own_phone"]
    given = replace(banned, own_phone=Standing.CONSENT)
    assert permit(banned, given) == given


def test_a_soft_opt_in_is_for_our_own_messages() -> None:
    base = PermissionDetails()
    assert permit(base, replace(base, own_email=Standing.SOFT_OPT_IN)).own_email is Standing.SOFT_OPT_IN
    for name in ("partner_email", "own_post", "research_sms"):
        wrong: dict[str, Any] = {name: Standing.SOFT_OPT_IN}
        with pytest.raises(FieldsRefused) as error:
            permit(base, replace(base, **wrong))
        assert refused(error) == [name]


def test_nothing_is_sold_to_the_dead() -> None:
    base = PermissionDetails(own_phone=Standing.BANNED)
    with pytest.raises(FieldsRefused):
        permit(base, replace(base, own_phone=Standing.GIVEN), deceased=True)


def test_protection_is_for_persons_and_for_a_time_to_come() -> None:
    with pytest.raises(FieldsRefused) as error:
        permit(PermissionDetails(), PermissionDetails(protected=True), person=False)
    assert refused(error) == ["protected"]
    for until in (date(2026, 11, 22), date(2032, 1, 1)):
        with pytest.raises(FieldsRefused) as error:
            permit(PermissionDetails(), PermissionDetails(protected=True, protected_until=until))
        assert refused(error) == ["protected_until"]
    ended = PermissionDetails(protected=False, protected_until=date(2028, 1, 1))
    assert permit(PermissionDetails(), ended).protected_until is None


def test_a_ban_is_not_undone_by_a_key() -> None:
    before, after = PermissionDetails(), PermissionDetails(own_phone=Standing.BANNED)
    assert not is_undoable(before, after)
    assert is_undoable(after, replace(before, own_phone=Standing.GIVEN))
    assert is_undoable(ContactDetails(), ContactDetails(phone="+358400000101"))
