"""Recipients who must be told of a correction, an erasure or a restriction (GDPR art. 19)."""

from datetime import date

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.requests import RequestClaim
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import RecipientState, RequestRight, Resolution
from lpo_desk.domain.disclosing import NewDisclosure
from lpo_desk.domain.recipients import ToTell
from lpo_desk.services import cases, disclosures, recipients
from lpo_desk.services.recipients import NoticeRefused
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.case_steps import ON_THE_FILE, TODAY, customer, do, opened, register

EARLIER, LATER = date(2026, 1, 10), date(2026, 11, 1)


def case_of(
    desk: Desk,
    right: RequestRight = RequestRight.RECTIFICATION,
    resolution: Resolution | None = Resolution.PARTLY,
) -> tuple[int, int]:
    """A case with one decided claim, of somebody whose data two recipients got; its id and the claim's."""
    party = customer(desk)
    ticket = opened(desk, party, "maija")
    for name, day in (("Perintä Oy", EARLIER), ("Numerot Oy", EARLIER), ("perintä oy", LATER)):
        with desk.database.unit(desk["maija"]) as unit:
            disclosures.add(unit, ticket, NewDisclosure(name, "nimi", on_date=day))
    case = register(desk, party).case_id
    with desk.database.unit(desk["jani"]) as unit:
        claim = unit.session.scalars(select(RequestClaim).where(RequestClaim.case_id == case)).one()
        claim.right, claim.resolution = right, resolution
        return case, claim.id


@pytest.mark.parametrize(
    "right", [RequestRight.RECTIFICATION, RequestRight.ERASURE, RequestRight.RESTRICTION]
)
def test_each_recipient_is_listed_once_with_its_last_day(desk: Desk, right: RequestRight) -> None:
    case, claim = case_of(desk, right)
    for _ in range(2):
        lines = do(desk, recipients.list_for, case, claim)
    assert [(line.recipient, line.disclosed_on, line.state) for line in lines] == [
        ("perintä oy", LATER, RecipientState.OPEN),
        ("Numerot Oy", EARLIER, RecipientState.OPEN),
    ]
    with desk.database.reading(desk["jani"]) as unit:
        assert recipients.outstanding(unit) == (ToTell(case, "L-2026-0001", 2),)
        assert cases.read(unit, case).recipients == lines


@ON_THE_FILE
@pytest.mark.parametrize(
    ("right", "resolution"),
    [
        (RequestRight.ACCESS, Resolution.FULFILLED),
        (RequestRight.ERASURE, Resolution.REFUSED),
        (RequestRight.ERASURE, None),
    ],
)
def test_nobody_is_told_of_what_was_not_done(
    desk: Desk, right: RequestRight, resolution: Resolution | None
) -> None:
    case, claim = case_of(desk, right, resolution)
    with pytest.raises(NoticeRefused):
        do(desk, recipients.list_for, case, claim)


@ON_THE_FILE
@pytest.mark.parametrize(
    ("state", "on", "reason", "key"),
    [
        (RecipientState.OPEN, None, "", "recipient.settled"),
        (RecipientState.TOLD, None, "Soitettu.", "recipient.day_wrong"),
        (RecipientState.TOLD, date(2026, 11, 24), "Soitettu.", "recipient.day_wrong"),
        (RecipientState.TOLD, date(2026, 11, 1), "Soitettu.", "recipient.day_wrong"),
        (RecipientState.TOLD, TODAY, "", "recipient.letter_missing"),
        (RecipientState.IMPOSSIBLE, None, " ", "recipient.reason_missing"),
        (RecipientState.DISPROPORTIONATE, TODAY, "", "recipient.reason_missing"),
    ],
)
def test_what_is_needed_to_settle(
    desk: Desk, state: RecipientState, on: date | None, reason: str, key: str
) -> None:
    case, claim = case_of(desk)
    notice = do(desk, recipients.list_for, case, claim)[0].id
    with pytest.raises(NoticeRefused) as refused:
        do(desk, recipients.settle, notice, state, on, reason)
    assert refused.value.key == key


def test_told_by_letter_by_phone_or_not_at_all(desk: Desk) -> None:
    case, claim = case_of(desk)
    first, second = do(desk, recipients.list_for, case, claim)
    do(desk, recipients.settle, second.id, RecipientState.IMPOSSIBLE, None, "Yritys on lopetettu.")
    with desk.database.reading(desk["jani"]) as unit:
        assert recipients.outstanding(unit) == (ToTell(case, "L-2026-0001", 1),)
    letter = do(desk, cases.archive, case, DocumentKind.RECIPIENT_NOTICE, Lang.FI, b"%PDF-kirje")
    with pytest.raises(NoticeRefused):  # a letter, and not this one's
        do(desk, recipients.settle, first.id, RecipientState.TOLD, TODAY)
    with pytest.raises(NoticeRefused):  # the other needs none any more
        do(desk, recipients.keep_letter, second.id, letter)
    do(desk, recipients.keep_letter, first.id, letter)
    done = do(desk, recipients.settle, first.id, RecipientState.TOLD, TODAY)
    assert (done.state, done.on_date) == (RecipientState.TOLD, TODAY)
    with desk.database.reading(desk["jani"]) as unit:
        assert not recipients.outstanding(unit)
        assert recipients.of_case(unit, case)[0].letter_on == TODAY
        assert [line.reason for line in recipients.of_case(unit, case)] == ["", "Yritys on lopetettu."]
    with pytest.raises(NoticeRefused) as refused:
        do(desk, recipients.settle, first.id, RecipientState.DISPROPORTIONATE, None, "Toisin.")
    assert refused.value.key == "recipient.settled"
