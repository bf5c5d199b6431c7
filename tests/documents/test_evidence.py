"""The evidence pack: everything of the case and its papers, nothing of the clerks, and a trace that it was taken."""

import io
import re
from hashlib import sha256

import pytest
from PIL import Image
from sqlalchemy import select

from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.papers import ManualRecord
from lpo_desk.db.tables.requests import Document
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Forbidden
from lpo_desk.documents import casework as papers
from lpo_desk.documents.evidence import evidence_cover, issue_evidence, joined
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.case import CaseStatus, HandoverMethod, IdentityMethod
from lpo_desk.domain.claims import Asked, AskedItem, Decision, RefusalGround, RequestRight, Resolution
from lpo_desk.domain.paper import PaperKind, RetentionClass
from lpo_desk.domain.party import Source
from lpo_desk.domain.scans import ScanMedia, ScanState
from lpo_desk.scanning.pages import as_pdf
from lpo_desk.services import casework, closing, deciding, evidence
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang, terms
from tests.documents.reading import catalog, dictionary, reader, rightmost, squeezed, tags, text, xmp
from tests.fixtures_db import STAFF, Desk
from tests.services.case_steps import FULFILLED, MATTI, TODAY, bring, customer, do, opened, register

CORRECTION = Asked(
    RequestRight.RECTIFICATION,
    items=(AskedItem("contact.street", "Katuosoite", "Mannerheiminkatu 4", "Linnunrata 12 A 3", "Muutin."),),
)
REFUSED = Decision(Resolution.REFUSED, (RefusalGround.UNFOUNDED,), "Sama pyyntö toistuu viikoittain.")


def handled(desk: Desk) -> tuple[int, int]:
    """A case of two claims from its receipt to the handover at the counter."""
    party = customer(desk)
    case = register(desk, party, claims=(CORRECTION, Asked(RequestRight.ACCESS))).case_id
    papers.issue_receipt(desk.database, desk["jani"], case, opened(desk, party))
    bring(desk, case, CaseStatus.DECIDE)
    do(desk, casework.extend, case, "Aineistoa on paljon.")
    papers.issue_extension(desk.database, desk["jani"], case, opened(desk, party))
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    do(desk, deciding.decide, case, REFUSED)
    papers.issue_reply(desk.database, desk["jani"], case, opened(desk, party))
    do(desk, closing.hand_over, case, HandoverMethod.COUNTER, on=TODAY, identity=IdentityMethod.ID_CARD)
    return case, party


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_pack_tells_the_case_and_encloses_its_papers(local_desk: Desk, lang: Lang) -> None:
    desk = local_desk
    case, party = handled(desk)
    pdf = issue_evidence(desk.database, desk["jani"], case, opened(desk, party), lang, as_pdf)
    whole = squeezed(text(pdf))
    with desk.database.reading(desk["jani"]) as unit:
        content = evidence.build(unit, case, opened(desk, party))
        kept = list(unit.session.scalars(select(Document).order_by(Document.id)))
        sizes = [len(reader(paper.content).pages) for paper in kept]
        digests = [paper.digest.hex() for paper in kept]
    cover = evidence_cover(content, lang)
    assert len(reader(pdf).pages) == len(reader(cover).pages) + sum(sizes)
    assert len(sizes) == 3
    told = squeezed(text(cover))
    for value in (
        "L-2026-0001",
        "Matti Juhani Virtanen",
        "Linnunrata 12 A 3",
        "Muutin.",
        "Sama pyyntö toistuu viikoittain.",
        "Aineistoa on paljon.",
        *digests,
        terms("identity_method.passport", lang=lang),
        terms("identity_method.id_card", lang=lang),
        terms("evidence.at_handover", lang=lang),
        terms("clock.extended", lang=lang),
        terms("handover_method.counter", lang=lang),
        terms("case_diary.decided", lang=lang),
        terms("letter.ground_unfounded", lang=lang),
    ):
        assert squeezed(value) in told, value
    for key in ("receipt.title", "deadline.extension_notice", "letter.reply_title"):
        assert squeezed(terms(key, lang=Lang.FI)) in whole, key


def scanned(desk: Desk, content: bytes, media: ScanMedia, **its: object) -> None:
    """A scan filed with the case, or with a paper of it."""
    with desk.database.unit(desk["maija"]) as unit:
        row = Scan(
            office_id=1, state=ScanState.FILED, arrived_at=unit.at, media=media, pages=1, size=len(content)
        )
        row.digest, row.content = sha256(content).digest(), content
        for name, value in its.items():
            setattr(row, name, value)
        unit.session.add(row)


def picture(width: int, height: int, frames: int = 1, media: str = "PNG") -> bytes:
    made, sheets = io.BytesIO(), [Image.new("RGB", (width, height), "white") for _ in range(frames)]
    more = {"save_all": True, "append_images": sheets[1:]} if frames > 1 else {}
    sheets[0].save(made, format=media, **more)
    return made.getvalue()


def test_the_signed_form_goes_along_as_it_was_scanned(local_desk: Desk) -> None:
    desk = local_desk
    case, party = handled(desk)
    with desk.database.unit(desk["maija"]) as unit:
        paper = ManualRecord(
            office_id=1,
            paper_number="L-900001",
            kind=PaperKind.OTHER,
            retention=RetentionClass.OLD_REGISTER,
            case_id=case,
            source=Source.SUBJECT,
            source_on=unit.today,
        )
        unit.session.add(paper)
        unit.session.flush()
        record_id = paper.id
    plain = issue_evidence(desk.database, desk["jani"], case, opened(desk, party), Lang.FI, as_pdf)
    with desk.database.reading(desk["jani"]) as unit:
        alone = evidence_cover(evidence.build(unit, case, opened(desk, party)), Lang.FI)
    before, covered = len(reader(plain).pages), len(reader(alone).pages)
    form, attached = picture(1240, 1754), picture(800, 1100, frames=2, media="TIFF")
    scanned(desk, form, ScanMedia.PNG, case_id=case)
    scanned(desk, attached, ScanMedia.TIFF, record_id=record_id)
    scanned(desk, joined([as_pdf(form, ScanMedia.PNG)]), ScanMedia.PDF, case_id=case)
    scanned(desk, form, ScanMedia.PNG, case_id=case, duplicate_of_id=1)
    scanned(desk, picture(10, 10), ScanMedia.PNG, case_id=None)
    pdf = issue_evidence(desk.database, desk["jani"], case, opened(desk, party), Lang.FI, as_pdf)
    with desk.database.reading(desk["jani"]) as unit:
        content = evidence.build(unit, case, opened(desk, party))
    cover = evidence_cover(content, Lang.FI)
    pages = reader(pdf).pages
    first = len(reader(cover).pages)
    assert content.scans == 3
    assert len(pages) == before + 4 + (first - covered), (
        "one form, two pages of an enclosure, the form once more"
    )
    width, height = float(pages[first].mediabox.width), float(pages[first].mediabox.height)
    assert (round(width), round(height)) == (595, 842), "A4"
    told = squeezed(text(cover))
    for each in (form, attached):
        assert sha256(each).hexdigest() in told
    assert told.count(squeezed(terms("evidence.scan", lang=Lang.FI))) == 3


def test_the_cover_names_no_clerk_and_no_identity_code(local_desk: Desk) -> None:
    case, party = handled(local_desk)
    with local_desk.database.reading(local_desk["jani"]) as unit:
        pdf = evidence_cover(evidence.build(unit, case, opened(local_desk, party)), Lang.FI)
    told = text(pdf)
    for clerk in STAFF.values():
        assert clerk.display_name not in told.replace("Jani Alho, puh.", "")
        assert clerk.username not in told.split()
    assert (MATTI.hetu or "-") not in told
    assert "999P" not in told


def test_the_cover_is_tagged_and_stays_on_the_page(local_desk: Desk) -> None:
    case, party = handled(local_desk)
    with local_desk.database.reading(local_desk["jani"]) as unit:
        pdf = evidence_cover(evidence.build(unit, case, opened(local_desk, party)), Lang.SV)
    assert str(catalog(pdf)["/Lang"]) == "sv"
    assert bool(dictionary(catalog(pdf)["/MarkInfo"])["/Marked"])
    assert re.search(r"pdfuaid:part>1<", xmp(pdf))
    assert tags(pdf).count("Table") >= 6
    assert rightmost(pdf) <= 210 - 17
    assert not re.search(r"[{}]|None|\bevidence\.", text(pdf))


def test_taking_it_is_an_export_in_the_log(desk: Desk) -> None:
    party = customer(desk)
    case = register(desk, party).case_id
    papers.issue_receipt(desk.database, desk["jani"], case, opened(desk, party))
    issue_evidence(desk.database, desk["jani"], case, opened(desk, party), Lang.FI, as_pdf)
    with desk.database.reading(desk["jani"]) as unit:
        rows = unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.EXPORT)).all()
        assert [(row.party_id, row.detail) for row in rows] == [(party, "evidence:1")]


def test_who_does_not_handle_requests_takes_none(local_desk: Desk) -> None:
    desk = local_desk
    party = customer(desk)
    case = register(desk, party).case_id
    for who in ("maija", "esko", "admin"):
        with pytest.raises(Forbidden):
            issue_evidence(desk.database, desk[who], case, None, Lang.FI, as_pdf)
    with pytest.raises(StepRefused):
        issue_evidence(desk.database, desk["jani"], case, None, Lang.FI, as_pdf)


def test_pages_are_joined_in_order() -> None:
    from tests.documents import samples
    from tests.documents.test_documents import KINDS

    parts = [KINDS["receipt"](Lang.FI), KINDS["extension"](Lang.SV)]
    whole = reader(joined(parts))
    wanted = [page.extract_text() for part in parts for page in reader(part).pages]
    assert [squeezed(page.extract_text()) for page in whole.pages] == [squeezed(page) for page in wanted]
    assert samples.NUMBER in whole.pages[0].extract_text()
