"""The certificate of destroyed papers: read back, tagged, and naming nobody but the staff."""

from dataclasses import replace
from datetime import date

import pytest

from lpo_desk.documents.destruction import destruction_certificate
from lpo_desk.domain.accounts import Office
from lpo_desk.domain.destroying import (
    DestructionItem,
    DestructionMethod,
    DestructionRecord,
    DestructionRow,
    ItemVerdict,
    ListState,
    Obstacle,
)
from lpo_desk.domain.paper import PaperKind
from lpo_desk.terms import Lang, terms
from tests.documents.reading import catalog, squeezed, text, xmp

ROW = DestructionRow(
    7,
    "L-H0007",
    Office(1, "L", "Loviisa", "Lovisa"),
    ListState.EXECUTED,
    date(2026, 11, 23),
    4,
    "Leena Salo",
    62,
    approved_on=date(2026, 11, 24),
    approved_by="Jani Alho",
    not_before=date(2026, 12, 2),
    executed_on=date(2026, 12, 3),
    executed_by="Leena Salo",
    witness="Maija Virtanen",
    method=DestructionMethod.CONTRACTOR,
    destroyed=61,
)
HELD = DestructionItem(99, "L-00099", PaperKind.CONTRACT, None, ItemVerdict.LEFT_OUT, Obstacle.HELD)


def record(count: int = 61) -> DestructionRecord:
    gone = [
        DestructionItem(key, f"L-{key:05}", PaperKind.VOUCHER, 2014, ItemVerdict.DESTROYED)
        for key in range(1, count + 1)
    ]
    return DestructionRecord(ROW, (*gone, HELD))


@pytest.mark.parametrize("lang", list(Lang))
def test_the_certificate_tells_what_how_when_and_by_whom(lang: Lang) -> None:
    pdf = destruction_certificate(record(), lang)
    words = squeezed(text(pdf))
    said = [
        "L-H0007",
        *(f"L-{key:05}" for key in range(1, 62)),
        *("Leena Salo", "Jani Alho", "Maija Virtanen", "2014"),
        *(terms(key, lang=lang) for key in ("paper_kind.voucher", "destruction_method.contractor")),
        terms("obstacle.held", lang=lang),
        terms("certificate.signature", lang=lang, name="Maija Virtanen"),
        terms("certificate.papers", lang=lang, count=61),
        terms("certificate.left_out", lang=lang, count=1),
    ]
    missing = [each for each in said if squeezed(each) not in words]
    assert not missing
    assert "/MarkInfo" in catalog(pdf), "tagged"
    assert "pdfuaid" in xmp(pdf), "PDF/UA"


def test_nothing_left_out_is_not_told_of() -> None:
    words = text(
        destruction_certificate(replace(record(), items=record(2).of(ItemVerdict.DESTROYED)), Lang.FI)
    )
    assert "Luettelosta jätetty pois" not in words


def test_there_is_no_certificate_before_the_papers_are_gone() -> None:
    with pytest.raises(ValueError, match="nothing was destroyed"):
        destruction_certificate(replace(record(), row=replace(ROW, executed_on=None)), Lang.FI)
