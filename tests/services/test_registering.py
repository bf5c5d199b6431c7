"""New parties are checked, audited and found like every other save."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lpo_desk.db import audit
from lpo_desk.db.errors import Duplicate
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.relationship import PermissionEvent
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.identifiers import IdentifierRefused
from lpo_desk.domain.party import ContactDetails, PermissionDetails, PersonDetails, Sender, Standing
from lpo_desk.domain.permissions import column
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import search
from lpo_desk.services.registering import NewParty
from tests.fixtures_db import Desk
from tests.services.people import MAIJA, add, audited, fresh


def test_a_new_party_is_found_and_audited_once(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    assert fresh(desk, party_id).version == 1
    with desk.database.reading(desk["kalle"]) as unit:
        assert [row.party_id for row in search.find(unit, "aalto").rows] == [party_id]
        assert audit.verify(unit).ok
    tables = [row.table for row in audited(desk, party_id)]
    assert {"party", "party_name", "address", "contact_point", "personal_identity_code"} <= set(tables)


def test_a_made_up_past_begins_on_its_day(desk: Desk) -> None:
    since = datetime(2010, 3, 4, 7, 0, tzinfo=UTC)
    new = replace(MAIJA, since=since, permissions=PermissionDetails(**column(Sender.OWN, Standing.BANNED)))
    party_id = add(desk, new)
    assert fresh(desk, party_id).sources["street"].on == date(2010, 3, 4)
    with desk.database.reading(desk["maija"]) as unit:
        assert unit.session.get_one(Party, party_id).created_at == since
        assert unit.session.scalars(select(PermissionEvent.on_date)).all() == [date(2010, 3, 4)]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (NewParty(PersonDetails()), FieldsRefused),
        (replace(MAIJA, contact=ContactDetails(phone="ei ole")), FieldsRefused),
        (replace(MAIJA, hetu="131052-9080"), IdentifierRefused),
        (NewParty(PersonDetails(last_name="Aalto", member=True)), FieldsRefused),
    ],
)
def test_a_faulty_party_leaves_nothing(desk: Desk, wrong: NewParty, error: type[Exception]) -> None:
    with pytest.raises(error):
        add(desk, wrong)
    with desk.database.reading(desk["maija"]) as unit:
        assert unit.session.scalars(select(Party)).all() == []


def test_a_customer_number_is_given_once(desk: Desk) -> None:
    add(desk, MAIJA)
    with pytest.raises(Duplicate):
        add(desk, MAIJA)


def test_who_does_not_edit_does_not_register(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        add(desk, MAIJA, by="jani")
