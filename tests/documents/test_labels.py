"""Labels, binder sheets and out-cards: read back, and their codes read from the rendered page."""

from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from lpo_desk.documents.labels import (
    ON_A_SHEET,
    Label,
    binder_sheet,
    labels,
    out_card,
    paper_label,
    place_label,
)
from lpo_desk.domain.custody import Custody, PaperState
from lpo_desk.domain.labels import Term
from lpo_desk.domain.paper import Kept, PaperKind, PaperRow
from lpo_desk.domain.places import PlaceDetails, PlaceKind, PlaceLine
from lpo_desk.terms import Lang
from tests.documents.reading import alternatives, catalog, dictionary, reader, text, xmp

DAY = date(2026, 11, 23)
PLACE = PlaceLine(
    7, 1, 3, "L-K0012", "C/kaappi 1/mappi 20", PlaceDetails(PlaceKind.BINDER, "mappi 20", "avain Leenalla")
)
OUT = Custody(
    PaperState.OUT,
    home_id=7,
    holder="Pekka Berg",
    office_id=1,
    due_on=DAY + timedelta(days=7),
    since=datetime(2026, 11, 23, 9, tzinfo=UTC),
)


def paper(number: int, custody: Custody = OUT) -> PaperRow:
    return PaperRow(
        id=number,
        number=f"L-{number:05}",
        kind=PaperKind.CONTRACT,
        title="Aalto Maijan sopimus",
        dated_on=date(2014, 5, 2),
        year=None,
        pages=3,
        person="Aalto Maija",
        party_id=4,
        people=1,
        custody=custody,
        path="",
        home=PLACE.path,
        office="L",
        kept=Kept(date(2036, 12, 31), Term("paper_kept.contract", {"years": 3})),
        held=False,
        case_id=None,
    )


def codes(pdf: bytes, page: int = 0) -> list[str]:
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=200 / 72).to_pil().convert("L")
    return sorted(found.text for found in zxingcpp.read_barcodes(picture))


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_labels_name_nobody_and_are_tagged(lang: Lang) -> None:
    made = labels([paper_label(paper(1), lang), place_label(PLACE, lang)], lang, DAY)
    words = text(made)
    assert "L-00001" in words
    assert "L-K0012" in words
    assert "Aalto" not in words
    assert str(catalog(made)["/Lang"]) == lang.value
    assert bool(dictionary(catalog(made)["/MarkInfo"])["/Marked"])
    assert "pdfuaid:part>1<" in xmp(made)
    assert len(alternatives(made)) == 2


def test_every_label_of_a_full_sheet_is_read_by_its_code() -> None:
    made = labels([Label(f"L-{n:05}", "Sopimus 2014") for n in range(1, ON_A_SHEET + 1)], Lang.FI, DAY)
    assert len(reader(made).pages) == 1
    assert len(codes(made)) == ON_A_SHEET


def test_labels_that_are_used_already_are_left_out() -> None:
    some = [Label(f"L-{n:05}", "Sopimus") for n in range(1, 3)]
    assert len(reader(labels(some, Lang.FI, DAY, skip=22)).pages) == 1
    assert len(reader(labels(some, Lang.FI, DAY, skip=23)).pages) == 2
    for skip in (-1, ON_A_SHEET):
        with pytest.raises(ValueError, match="sheet"):
            labels(some, Lang.FI, DAY, skip=skip)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_binder_sheet_tells_where_it_stands_and_what_belongs_in_it(lang: Lang) -> None:
    words = text(binder_sheet(PLACE, "Loviisa", [paper(1), paper(2)], lang, DAY))
    for told in ("L-K0012", "C/kaappi 1/mappi 20", "avain Leenalla", "L-00001", "L-00002", "31.12.2036"):
        assert told in words, told
    assert "Aalto" not in words, "a sheet in a binder names nobody"
    assert "L-00001" not in text(binder_sheet(PLACE, "Loviisa", [], lang, DAY))


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_an_out_card_tells_who_has_the_paper_and_until_when(lang: Lang) -> None:
    made = out_card(paper(1), "Loviisa", lang, DAY)
    words = text(made)
    for told in ("L-00001", "Pekka Berg", "23.11.2026", "30.11.2026", PLACE.path):
        assert told in words, told
    assert "Aalto" not in words
    assert codes(made) == ["LPO:L-00001-" + codes(made)[0][-1]]
    with pytest.raises(ValueError, match="nobody"):
        out_card(paper(1, Custody(PaperState.IN_PLACE, 7, 7)), "Loviisa", lang, DAY)
