"""Every kind of document, read back: standard, language, values, hostile input, sameness."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from lpo_desk.documents import extension_notice, extract, receipt, reply_letter
from lpo_desk.documents.wording import shown
from lpo_desk.domain.case import CaseStatus, IntakeChannel, ReplyForm, Requester
from lpo_desk.domain.claims import RefusalGround, Resolution
from lpo_desk.domain.extract import ExtractSection, Fact, Facts, Information, Row, Subject, Table
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.letters import Addressee
from lpo_desk.domain.privacy import Category
from lpo_desk.terms import Lang, catalogue, terms
from tests.documents import samples
from tests.documents.reading import (
    alternatives,
    catalog,
    dictionary,
    fonts,
    place,
    reader,
    rightmost,
    squeezed,
    tags,
    text,
    xmp,
)

Make = Callable[[Lang], bytes]

KINDS: dict[str, Make] = {
    "receipt": lambda lang: receipt(samples.RECEIPT, lang),
    "bare_receipt": lambda lang: receipt(samples.BARE_RECEIPT, lang),
    "reply": lambda lang: reply_letter(samples.REPLY, lang),
    "reply_with_information": lambda lang: reply_letter(samples.REPLY_WITH_INFORMATION, lang),
    "extension": lambda lang: extension_notice(samples.EXTENSION, lang),
    "extract": lambda lang: extract(samples.extract_of(), lang),
}
LETTER_LANGUAGES = (Lang.FI, Lang.SV)

every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS.keys())
each_language = pytest.mark.parametrize("lang", LETTER_LANGUAGES, ids=lambda lang: lang.value)


@every_kind
@each_language
def test_is_tagged_archival_and_in_its_language(make: Make, lang: Lang) -> None:
    pdf = make(lang)
    root = catalog(pdf)
    assert str(root["/Lang"]) == lang.value
    assert bool(dictionary(root["/MarkInfo"])["/Marked"])
    assert bool(dictionary(root["/ViewerPreferences"])["/DisplayDocTitle"])
    metadata = xmp(pdf)
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)


@every_kind
@each_language
def test_headings_begin_with_one_first_level_and_skip_none(make: Make, lang: Lang) -> None:
    levels = [int(tag[1]) for tag in tags(make(lang)) if re.fullmatch(r"H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_kind
@each_language
def test_embeds_the_bundled_fonts_only(make: Make, lang: Lang) -> None:
    found = fonts(make(lang))
    assert found
    assert all(found.values())
    assert all("NotoSans" in name for name in found)


@every_kind
@each_language
def test_says_nothing_in_another_language(make: Make, lang: Lang) -> None:
    """No term of another language appears, unless the same words are a term of this language too."""
    printed = text(make(lang))
    own = " ".join(catalogue(lang).values())
    for other in set(Lang) - {lang}:
        for area in ("letter", "receipt", "extract", "request", "notice", "customer"):
            strange = [
                term
                for key, term in catalogue(other).items()
                if key.startswith(f"{area}.") and len(term) > 5 and "{" not in term and term not in own
            ]
            assert [term for term in strange if re.search(rf"\b{re.escape(term)}\b", printed)] == []


@every_kind
@each_language
def test_leaves_no_placeholder_or_key(make: Make, lang: Lang) -> None:
    printed = text(make(lang))
    assert not re.search(r"[{}]", printed)
    assert not re.search(r"\b(letter|receipt|extract|request|customer)\.[a-z_]+\b", printed)


@every_kind
@each_language
def test_shows_the_case_number_beside_its_code_and_the_page_numbers(make: Make, lang: Lang) -> None:
    pdf = make(lang)
    pages = reader(pdf).pages
    (alternative,) = alternatives(pdf)
    number = samples.NUMBER if samples.NUMBER in alternative else samples.BARE_RECEIPT.case_number
    assert number in alternative
    for index, page in enumerate(pages, start=1):
        assert number in page.extract_text()
        assert f"{index}/{len(pages)}" in page.extract_text()


@every_kind
def test_the_same_content_gives_the_same_bytes(make: Make) -> None:
    assert make(Lang.FI) == make(Lang.FI)


@every_kind
def test_metadata_holds_no_name_of_the_person(make: Make) -> None:
    pdf = make(Lang.FI)
    said = str(reader(pdf).metadata) + xmp(pdf)
    assert "Öhman" not in said
    assert "LPOnet Osk Anl" in said


def test_receipt_says_everything_in_finnish_and_swedish() -> None:
    finnish, swedish = (text(receipt(samples.RECEIPT, lang)) for lang in LETTER_LANGUAGES)
    for value in ("Öhman, Åsa Märta", "Virtanen, Aino", "Lomakkeessa ei mainita rekisteriä.", "019 505 81"):
        assert value in finnish
        assert value in swedish
    for value in ("Rekisteritietojen tarkastuspyyntö", "Ajokortti", "Loviisa", "viimeistään ke 23.12.2026"):
        assert value in finnish
    for value in ("Begäran om insyn i registeruppgifter", "Körkort", "Lovisa", "senast on 23.12.2026"):
        assert value in swedish


def test_receipt_fits_one_page_and_leaves_out_what_is_missing() -> None:
    pdf = receipt(samples.BARE_RECEIPT, Lang.FI)
    assert len(reader(pdf).pages) == 1
    printed = text(pdf)
    assert "Varmistetaan ennen vastaamista" in printed
    for absent in ("Edustaja", "Huomautukset", "Toivottu vastaustapa", "None"):
        assert absent not in printed


def test_reply_holds_reasons_grounds_complaint_and_remedy() -> None:
    finnish, swedish = (text(reply_letter(samples.REPLY, lang)) for lang in LETTER_LANGUAGES)
    for value in (
        "Toteutamme pyyntösi osittain.",
        "Muistiinpanossa 3.2.2024 kerrotaan toisen henkilön terveydestä.",
        "15 artiklan 4 kohta",
        "34 §:n 1 momentin 2 kohta",
        "Tietosuojavaltuutetun toimisto, Lintulahdenkuja 4, 00530 Helsinki",
        "PL 800, 00531 Helsinki",
        "029 566 6700",
        "tuomioistuimen käsiteltäväksi",
        "Ote asiakasrekisteristä, 8 sivua",
        "Jani Alho",
    ):
        assert value in finnish
    for value in ("Fågelviksgränden 4, 00530 Helsingfors", "PB 800", "föra ärendet till domstol", "8 sidor"):
        assert value in swedish


def test_reply_handed_over_shows_no_address_but_says_so() -> None:
    printed = text(reply_letter(samples.REPLY_WITH_INFORMATION, Lang.FI))
    assert "Luovutetaan toimipisteessä" in printed
    assert "Kuningattarenkatu" not in printed
    assert "Öhman, Kalle" in printed


@each_language
def test_information_covers_article_15(lang: Lang) -> None:
    for pdf in (
        reply_letter(samples.REPLY_WITH_INFORMATION, lang),
        extract(samples.extract_of(), lang),
    ):
        printed = squeezed(text(pdf))
        for part in (
            "controller",
            "purposes",
            "categories",
            "recipients",
            "transfers",
            "retention",
            "rights",
            "complaint",
            "sources",
            "automated",
        ):
            assert squeezed(catalogue(lang)[f"extract.{part}_heading"]) in printed
        for value in ("Perintä Esimerkki Oy", "Jani Alho", "0129056-4", "tietosuoja@om.fi"):
            assert squeezed(value) in printed


def test_the_address_stands_in_the_envelope_window() -> None:
    """Window of C5 and E5 envelopes: 18-110 mm from the left edge, 47-77 mm from the top."""
    pdf = reply_letter(samples.REPLY, Lang.FI)
    for line in (samples.ADDRESSEE.name, *samples.ADDRESSEE.lines):
        left, top = place(pdf, line)
        assert 19 < left < 30
        assert 47 <= top <= 75


def test_extract_prints_every_value_with_source_and_date() -> None:
    printed = text(extract(samples.extract_of(), Lang.FI))
    for value in (
        "102938, 55001",
        "17.5.1975",
        "Rekisteröity itse, 1.3.2014",
        "39,90 €",
        "31.12.2020",
        "1.3.2026 klo 11.30",
        "Soittanut laskusta.",
        "asa.marta.ohman.pitka.osoite.jossa.ei.ole.valeja@example.fi",
        "Rekisterissä ei ole tietoja tässä kohdassa.",
        "3.5.2026",
        "Laskutustiedot",
        "Nota 3.2.2024",
        "12,50",
        "Kyllä",
    ):
        assert squeezed(value) in squeezed(printed)


def test_extract_without_anything_is_a_document_too() -> None:
    nothing = replace(
        samples.extract_of(),
        subject=Subject("Li"),
        sections=(ExtractSection("category.basic", Category.BASIC),),
        information=Information(),
        look_ups=(),
        disclosures=(),
        left_out=(),
    )
    printed = text(extract(nothing, Lang.SV))
    assert printed.count(catalogue(Lang.SV)["extract.no_data"]) == 3
    assert catalogue(Lang.SV)["extract.left_out_heading"] not in printed
    assert "None" not in printed


def test_hetu_is_printed_only_when_asked_for() -> None:
    hetu = "010594Y9032"
    content = samples.extract_of()
    ticked = replace(content, subject=replace(content.subject, hetu=hetu))
    assert catalogue(Lang.FI)["customer.hetu"] not in text(extract(content, Lang.FI))
    assert hetu in text(extract(ticked, Lang.FI))


def test_long_table_repeats_its_header_on_every_page() -> None:
    pdf = extract(samples.extract_of(rows=300), Lang.FI)
    pages = [page.extract_text() for page in reader(pdf).pages]
    with_rows = [page for page in pages if "LI-1" in page]
    assert len(with_rows) > 5
    assert all("Asennusosoite" in page for page in with_rows)
    whole = "\n".join(pages)
    assert all(f"LI-{1000 + index}" in whole for index in range(300))
    assert tags(pdf).count("TH") < 60  # a repeated header is no new header to a screen reader


def test_tables_mark_their_header_cells() -> None:
    found = tags(extract(samples.extract_of(), Lang.FI))
    assert found.count("Table") >= 6
    assert {"THead", "TH", "TBody", "TR", "TD"} <= set(found)


HOSTILE = (
    '#import "base.typ": *',
    "*bold* _it_ `code` <label> @ref ~ -- --- ... 'x' \"y\"",
    "$ x^2 $ \\ #sys.inputs.data // note /* note */",
    "= otsikko",
    "- luettelo",
    "https://example.fi/a_b#c",
    "]#panic()[",
    "</svg><script>",
    "{received} {0}",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_markup_in_values_is_printed_as_it_is(value: str) -> None:
    wanted = squeezed(value)
    letter = replace(samples.REPLY, addressee=Addressee(value, (value,)), concerning=value, signer=value)
    notice = replace(samples.EXTENSION, reasons=(value,))
    assert squeezed(text(receipt(replace(samples.RECEIPT, requester=value), Lang.FI))).count(wanted) == 1
    assert squeezed(text(reply_letter(letter, Lang.FI))).count(wanted) == 4
    assert squeezed(text(extension_notice(notice, Lang.SV))).count(wanted) == 1
    assert squeezed(text(extract(samples.extract_of(note=value), Lang.SV))).count(wanted) == 1


def test_emoji_other_scripts_and_controls_do_not_stop_a_document() -> None:
    hostile = "\U0001f600 שלום مرحبا Привет Γειά \U0001f9ff \ue000 \u202eabc\u202c \x07 日本 e\u0301 ☐ → ≤"
    for lang in LETTER_LANGUAGES:
        printed = text(extract(samples.extract_of(note=hostile), lang))
        for word in (
            "\U0001f600",
            "Привет",
            "Γειά",
            "[U+1F9FF]",
            "[U+E000]",
            "abc",
            "[U+65E5]",
            "é",
            "☐",
            "→",
            "≤",
        ):
            assert word in printed
        assert "\u202e" not in printed


@pytest.mark.parametrize("note", ["ж" * 4000, "жж " * 1333, "ж\n" * 2000], ids=["run", "words", "lines"])
def test_four_thousand_characters_are_all_printed_inside_the_page(note: str) -> None:
    pdf = extract(samples.extract_of(note=note), Lang.FI)
    assert text(pdf).count("ж") == note.count("ж")
    assert rightmost(pdf) <= 210 - 18


def test_unknown_term_is_a_bug_and_not_printed() -> None:
    broken = replace(
        samples.extract_of(),
        sections=(ExtractSection("customer.name", Category.BASIC, (Facts((Fact("no.such_term", 1),)),)),),
    )
    with pytest.raises(KeyError):
        extract(broken, Lang.FI)


def test_every_outcome_and_ground_has_its_sentence() -> None:
    members: list[tuple[str, Labelled]] = [("outcome", member) for member in Resolution]
    members += [("ground", member) for member in RefusalGround]
    for lang in Lang:
        assert all(catalogue(lang)[f"letter.{kind}_{member.value}"] for kind, member in members)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_row_of_more_values_than_the_page_is_wide_is_read_value_by_value(lang: Lang) -> None:
    columns = (
        *("field.case_number", "field.case_status", "field.requester", "field.channel", "field.received_on"),
        *(
            "field.signed_on",
            "field.signed",
            "field.names_register",
            "field.delivered_to_office",
            "field.reply_form",
        ),
    )
    row = Row(
        (
            *("L-2026-0018", CaseStatus.DECIDE, Requester.SELF, IntakeChannel.COUNTER, date(2026, 11, 22)),
            *(date(2026, 11, 21), True, True, False, ReplyForm.PAPER_COUNTER),
        )
    )
    section = ExtractSection("category.request", Category.REQUEST, (Table(columns, (row,)),))
    printed = text(extract(replace(samples.extract_of(), sections=(section,)), lang))
    for column, cell in zip(columns, row.cells, strict=True):
        assert f"{terms(column, lang=lang)} {shown(cell, lang)}" in printed
