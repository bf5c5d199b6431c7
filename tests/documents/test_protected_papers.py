"""Of a protected person nothing that tells a place or a way to reach goes into what a PDF says of itself."""

import pytest

from lpo_desk.documents import casework as papers
from lpo_desk.domain.case import CaseStatus, ReplyForm
from lpo_desk.domain.claims import Decision
from lpo_desk.services import deciding
from tests.documents.reading import reader, text, xmp
from tests.fixtures_db import Desk
from tests.services.case_steps import FULFILLED, REFUSED, bring, do, opened, register
from tests.services.people import PROTECTED, add

PLACES = ("Piilokuja", "06150", "0000909", "000 0909", "salla@")


@pytest.mark.parametrize("decision", [FULFILLED, REFUSED])
def test_no_metadata_of_a_receipt_letter_or_extract_tells(local_desk: Desk, decision: Decision) -> None:
    desk = local_desk
    hidden = add(desk, PROTECTED)
    case = register(desk, hidden, reply_form=ReplyForm.PAPER_POST).case_id
    receipt = papers.issue_receipt(desk.database, desk["jani"], case, opened(desk, hidden))
    bring(desk, case, CaseStatus.DECIDE)
    do(desk, deciding.decide, case, decision)
    made = papers.issue_reply(desk.database, desk["jani"], case, opened(desk, hidden))
    for pdf in (receipt, *made.values()):
        information = reader(pdf).metadata
        assert information, "there is something to look at"
        told = " ".join([*map(str, information.values()), xmp(pdf), *outline(pdf)])
        assert [word for word in PLACES if word in told] == [], told
    assert not [word for word in PLACES if word in text(receipt)], "a receipt lies on the counter"


def outline(pdf: bytes) -> list[str]:
    """Bookmarks, and the names of files within."""
    return [str(entry) for entry in reader(pdf).outline] + list(reader(pdf).attachments)
