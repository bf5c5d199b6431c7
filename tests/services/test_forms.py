"""What the card puts on a form: no personal identity code, and nothing of where a protected person lives."""

from dataclasses import replace
from datetime import date

import pytest

from lpo_desk.db.tables.register import ContactPoint, ProtectionNote
from lpo_desk.db.unit import Forbidden
from lpo_desk.documents.forms import correction_form, inspection_form
from lpo_desk.domain.forms import Claims
from lpo_desk.domain.party import ContactKind, Source
from lpo_desk.services import forms
from lpo_desk.terms import Lang
from tests.documents.reading import squeezed, text
from tests.fixtures_db import Desk
from tests.services.case_steps import MATTI, TODAY, customer, opened


def person(desk: Desk) -> int:
    party = customer(desk, replace(MATTI, number="10042"))
    with desk.database.unit(desk["maija"]) as unit:
        for kind, value in ((ContactKind.PHONE, "+358401234567"), (ContactKind.EMAIL, "matti@example.fi")):
            unit.session.add(
                ContactPoint(
                    party_id=party, kind=kind, value=value, position=0, source=Source.SUBJECT,
                    source_on=TODAY,
                )
            )  # fmt: skip
    return party


def test_the_card_fills_the_form(desk: Desk) -> None:
    party = person(desk)
    ticket = opened(desk, party, "maija")
    with desk.database.reading(desk["maija"]) as unit:
        content = forms.prefilled(unit, ticket, Lang.FI, Claims(access=True))
    assert content.person.name == "Matti Juhani Virtanen"
    assert content.person.customer_number == "10042"
    assert content.person.address == ("Mannerheiminkatu 4", "06100 Porvoo")
    assert (content.person.phone, content.person.email) == ("040 1234567", "matti@example.fi")
    assert content.claims.access
    assert [office.code for office in content.offices] == ["L", "P"]
    for form in (inspection_form, correction_form):
        words = squeezed(text(form(content, Lang.FI)))
        assert "MattiJuhaniVirtanen" in words
        assert squeezed(MATTI.hetu or "") not in words


def test_a_protected_persons_address_stays_away(desk: Desk) -> None:
    party = person(desk)
    with desk.database.unit(desk["leena"]) as unit:
        unit.session.add(
            ProtectionNote(
                party_id=party, until=date(2030, 1, 1), told_on=TODAY, source=Source.SUBJECT, source_on=TODAY
            )
        )
    ticket = opened(desk, party, "maija")
    with desk.database.reading(desk["maija"]) as unit:
        who = forms.prefilled(unit, ticket, Lang.FI).person
    assert who.name == "Matti Juhani Virtanen"
    assert (who.address, who.phone, who.email) == ((), "", "")


def test_a_manager_prints_none(local_desk: Desk) -> None:
    with local_desk.database.reading(local_desk["esko"]) as unit, pytest.raises(Forbidden):
        forms.blank(unit)
