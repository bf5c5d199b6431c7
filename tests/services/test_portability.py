"""The portability copy: what the person gave, nothing that came from elsewhere or is another's (GDPR art. 20)."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from lpo_desk.db import declared
from lpo_desk.db.tables import register, relationship
from lpo_desk.db.unit import NoTicket
from lpo_desk.domain.audit import RevealReason
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import CopyFormat
from lpo_desk.domain.party import ContactKind, RelationKind, Source, SubscriptionState
from lpo_desk.domain.portability import (
    FORMAT,
    VERSION,
    NotPorted,
    PortableCopy,
    PortableField,
    PortableGroup,
    PortableRow,
    WhyLeft,
    field_key,
)
from lpo_desk.exports import portability as files
from lpo_desk.paths import resources
from lpo_desk.services import cases, customers, portability, releasing
from lpo_desk.services._reveals import NotRevealed
from lpo_desk.terms import Lang
from tests.db.people import add
from tests.fixtures_db import Desk
from tests.services.canaries import HETU
from tests.services.case_steps import MATTI, ON_THE_FILE, TODAY, customer, do, opened
from tests.services.case_steps import register as take_in

CO = "c/o Maija Meikäläinen"


@cache
def schema() -> dict[str, Any]:
    text = (resources() / "reference" / "portability.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def validator() -> Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def build(desk: Desk, party: int, case: int | None = None, **more: Any) -> PortableCopy:  # noqa: ANN401 - arguments of build
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        return portability.build(unit, ticket, case, **more)


def parsed(copy: PortableCopy, lang: Lang = Lang.FI) -> dict[str, Any]:
    """The JSON file, after it was found to be of the documented shape."""
    found: dict[str, Any] = json.loads(files.make(copy, CopyFormat.JSON, lang).content)
    validator().validate(found)
    return found


def values(copy: PortableCopy, group: str) -> list[dict[str, Any]]:
    return [row["values"] for each in parsed(copy)["groups"] if each["key"] == group for row in each["rows"]]


def sheets(copy: PortableCopy, lang: Lang = Lang.FI) -> dict[str, list[list[str]]]:
    packed = zipfile.ZipFile(io.BytesIO(files.make(copy, CopyFormat.CSV, lang).content))
    return {
        name: list(csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig"), newline="")))
        for name in packed.namelist()
    }


def test_what_the_person_gave_is_there_and_what_came_from_elsewhere_is_not(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, replace(MATTI, phones=("+358401234567",), born=date(1990, 1, 1)))
        add(unit, replace(MATTI, number="10043", last_name="Toinen", hetu="", emails=("toinen@example.fi",)))
        for value, source in (("vtj@example.fi", Source.POPULATION), ("oma@example.fi", Source.SERVICE_USE)):
            unit.session.add(
                register.ContactPoint(
                    party_id=party, kind=ContactKind.EMAIL, value=value, source=source, source_on=TODAY
                )
            )
        unit.session.add(
            register.CustomerNote(party_id=party, text="Hankala", source=Source.SUBJECT, source_on=TODAY)
        )
        row = unit.session.query(register.Address).filter_by(party_id=party).one()
        row.co = CO
    copy = build(desk, party)
    assert [row["contact_value"] for row in values(copy, "contact_point")] == [
        "+358401234567",
        "oma@example.fi",
    ]
    assert values(copy, "party") == [{"date_of_birth": "1990-01-01"}]
    (address,) = values(copy, "address")
    assert address["street"] == "Mannerheiminkatu 4"
    assert address["address_kind"] == {"code": "postal", "label": "Postiosoite"}
    assert {(left.group, left.key): left.why for left in copy.left_out} == {
        ("contact_point", "contact_kind"): WhyLeft.NOT_GIVEN,
        ("contact_point", "contact_value"): WhyLeft.NOT_GIVEN,
        ("personal_identity_code", "hetu"): WhyLeft.IDENTITY_CODE,
        ("address", "co"): WhyLeft.OTHERS,
    }
    whole = files.make(copy, CopyFormat.JSON, Lang.FI).content.decode()
    for foreign in (CO, "Hankala", "toinen@", "vtj@", "10042", HETU["A"][:6] + "-"):
        assert foreign not in whole


def test_one_field_of_a_row_may_have_come_from_elsewhere(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, replace(MATTI, born=date(1990, 1, 1)))
        unit.session.get_one(register.Party, party).lang = Lang.SV
        for field, source in (("date_of_birth", Source.POPULATION), ("first_names", Source.POPULATION)):
            unit.session.add(
                register.FieldSource(party_id=party, field=field, source=source, source_on=date(2020, 1, 1))
            )
    copy = build(desk, party)
    assert values(copy, "party") == [{"language": {"code": "sv", "label": "ruotsi"}}]
    (name,) = values(copy, "party_name")
    assert "first_names" not in name
    assert name["last_name"] == "Virtanen"


def test_a_protected_users_home_is_in_no_copy_of_the_owner(desk: Desk) -> None:
    came = {"source": Source.SUBJECT, "source_on": TODAY}
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, MATTI)
        lodger = add(unit, replace(MATTI, number="10043", hetu="", protected=True))
        service = relationship.Subscription(
            party_id=party,
            number="S1",
            product="Valokuitu",
            street="Salakuja 1",
            state=SubscriptionState.ACTIVE,
            **came,
        )
        unit.session.add(service)
        unit.session.flush()
        unit.session.add(
            register.PartyRelation(
                party_id=lodger, other_id=party, kind=RelationKind.USER, subscription_id=service.id, **came
            )
        )
    copy = build(desk, party)
    assert values(copy, "subscription") == [{"product": "Valokuitu"}]
    assert (
        NotPorted("subscription", "installation_street", "field.installation_street", WhyLeft.OTHERS)
        in copy.left_out
    )


def test_the_code_is_given_only_with_a_committed_reason(desk: Desk) -> None:
    party = customer(desk)
    ticket = opened(desk, party)
    with desk.database.unit(desk["jani"]) as unit:
        asked = customers.request_reveal(unit, ticket, next(iter(RevealReason)))
        with pytest.raises(NotRevealed):
            portability.build(unit, ticket, None, asked)
    assert values(build(desk, party, code=asked), "personal_identity_code") == [{"hetu": "010190-999P"}]
    assert "010190" not in str(parsed(build(desk, party)))


@ON_THE_FILE
def test_a_case_of_another_person_opens_nothing(desk: Desk) -> None:
    party = customer(desk)
    with desk.database.unit(desk["maija"]) as unit:
        other = add(unit, replace(MATTI, number="10043", hetu=""))
    case = take_in(desk, party)
    with pytest.raises(NoTicket):
        build(desk, other, case.case_id)
    assert parsed(build(desk, party, case.case_id))["case"] == case.number


@ON_THE_FILE
def test_the_wizard_is_told_what_will_be_in_the_file_without_a_value(desk: Desk) -> None:
    party = customer(desk)
    ticket = opened(desk, party, "maija")
    with desk.database.reading(desk["maija"]) as unit:
        counts = {each.label: each for each in portability.preview(unit, ticket)}
    assert counts["table.party_name"].rows == 1
    assert "field.street" in counts["table.address"].fields
    assert "table.personal_identity_code" not in counts


@ON_THE_FILE
def test_the_file_is_archived_and_saved_and_never_overwrites(desk: Desk, tmp_path: Path) -> None:
    party = customer(desk)
    case = take_in(desk, party)
    made = files.make(build(desk, party, case.case_id), CopyFormat.JSON, Lang.FI)
    key = do(desk, cases.archive, case.case_id, made.kind, Lang.FI, made.content)
    assert do(desk, releasing.take_files, case.case_id, [key]) == (made.content,)
    first, second = (files.save(made.name, made.content, tmp_path) for _ in range(2))
    assert first != second
    assert first.read_bytes() == second.read_bytes() == made.content
    assert first.name == f"{case.number}-2026-11-23.json"
    assert hashlib.sha256(first.read_bytes()).hexdigest() == made.sha256


def test_the_schema_names_the_groups_and_fields_that_the_register_declares() -> None:
    groups: dict[str, list[str]] = {}
    for table, end, _ in declared.roads():
        columns = portability.portable_columns(table)
        if columns and end.shows is None:
            keys = [field_key(personal.label) for _, personal in columns]
            assert len(keys) == len(set(keys)), table.name
            groups[table.name] = keys
    told = schema()["$defs"]
    assert set(told["group_key"]["enum"]) == set(groups)
    assert set(told["field_key"]["enum"]) == {key for keys in groups.values() for key in keys}
    assert (schema()["properties"]["format"]["const"], schema()["properties"]["version"]["const"]) == (
        FORMAT,
        VERSION,
    )
    assert set(told["left_out"]["properties"]["why"]["enum"]) == {why.value for why in WhyLeft}


ODD = PortableCopy(
    "L-2026-0001",
    TODAY,
    (
        PortableGroup(
            "address",
            "table.address",
            (PortableField("street", "field.street"), PortableField("town", "field.town")),
            tuple(
                PortableRow((street, None), Source.SUBJECT, TODAY)
                for street in (
                    '=HYPERLINK("x")',
                    "+358401234567",
                    "+1+cmd",
                    "-2",
                    "@SUM(A1)",
                    'Katu "1", B',
                    "Å\nÖ",
                )
            ),
        ),
    ),
    (NotPorted("address", "co", "field.co", WhyLeft.OTHERS),),
)


def test_the_sheets_are_rfc_4180_and_no_cell_is_a_formula() -> None:
    made = files.make(ODD, CopyFormat.CSV, Lang.SV)
    assert (made.kind, made.name) == (DocumentKind.PORTABLE_CSV, "L-2026-0001-2026-11-23.zip")
    raw = zipfile.ZipFile(io.BytesIO(made.content)).read("address.csv")
    assert raw.startswith(b"\xef\xbb\xbfstreet,town,source,source_label,source_on\r\n")
    heading, *rows = sheets(ODD, Lang.SV)["address.csv"]
    assert [row[0] for row in rows] == [
        '\'=HYPERLINK("x")', "+358401234567", "'+1+cmd", "'-2", "'@SUM(A1)", 'Katu "1", B', "Å\nÖ",
    ]  # fmt: skip
    assert rows[0][2:] == ["subject", "Den registrerade själv", "2026-11-23"]
    labels = sheets(ODD, Lang.SV)[files.LABELS]
    assert ["address", "street", "Näradress", ""] in labels
    assert ["address", "co", "c/o-adress", "Uppgiften kan gälla en annan person"] in labels
    assert len(heading) == len(rows[0])


@pytest.mark.parametrize("form", list(CopyFormat))
def test_the_same_copy_has_the_same_checksum(form: CopyFormat) -> None:
    first, second = (files.make(ODD, form, Lang.FI) for _ in range(2))
    assert first == second
    assert first.sha256 == hashlib.sha256(first.content).hexdigest()


def test_keys_are_the_same_in_both_languages() -> None:
    finnish, swedish = (sheets(ODD, lang)["address.csv"][0] for lang in (Lang.FI, Lang.SV))
    assert finnish == swedish
    assert parsed(ODD, Lang.SV)["groups"][0]["fields"][0] == {"key": "street", "label": "Näradress"}
