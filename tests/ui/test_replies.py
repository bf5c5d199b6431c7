"""The whole answer: the letter tells the checksum of the very file that is archived beside it."""

import hashlib
import json

import pytest

from lpo_desk.domain.case import CaseStatus, DocumentKind, FileMedium, HandoverMethod
from lpo_desk.domain.claims import Asked, CopyFormat, RequestRight
from lpo_desk.services import closing, deciding
from lpo_desk.terms import Lang
from lpo_desk.ui.replies import issue_whole_reply
from tests.documents.reading import squeezed, text
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    FULFILLED,
    REFUSED,
    TODAY,
    bring,
    customer,
    do,
    opened,
    register,
    save_files,
)


def decided(desk: Desk, *claims: Asked, lang: Lang = Lang.FI) -> tuple[int, int]:
    party = customer(desk)
    case = register(desk, party, claims=claims, reply_lang=lang).case_id
    bring(desk, case, CaseStatus.DECIDE)
    return case, party


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
@pytest.mark.parametrize("form", CopyFormat)
def test_the_copy_goes_with_its_letter(local_desk: Desk, form: CopyFormat, lang: Lang) -> None:
    desk = local_desk
    case, party = decided(
        desk,
        Asked(RequestRight.PORTABILITY, copy_format=form),
        Asked(RequestRight.ACCESS),
        lang=lang,
    )
    for _ in range(2):
        do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    made = issue_whole_reply(desk.database, desk["jani"], case, opened(desk, party))
    kind = {CopyFormat.JSON: DocumentKind.PORTABLE_JSON, CopyFormat.CSV: DocumentKind.PORTABLE_CSV}[form]
    assert made.keys() == {DocumentKind.EXTRACT, DocumentKind.REPLY, kind}
    assert hashlib.sha256(made[kind]).hexdigest() in squeezed(text(made[DocumentKind.REPLY]))
    if form is CopyFormat.JSON:
        assert "Virtanen" in json.dumps(json.loads(made[kind]), ensure_ascii=False)
    stick = FileMedium.MEMORY_STICK
    save_files(desk, case)
    do(desk, closing.hand_over, case, HandoverMethod.POST, on=TODAY, medium=stick)


def test_a_refused_copy_is_not_made(local_desk: Desk) -> None:
    case, party = decided(local_desk, Asked(RequestRight.PORTABILITY))
    do(local_desk, deciding.decide, case, REFUSED)
    made = issue_whole_reply(local_desk.database, local_desk["jani"], case, opened(local_desk, party))
    assert made.keys() == {DocumentKind.REPLY}
