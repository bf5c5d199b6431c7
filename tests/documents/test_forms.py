"""The two forms and the privacy notice, read back: what is known stands on its line, what is not is a line."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from lpo_desk.documents.forms import CORRECTIONS, correction_form, inspection_form
from lpo_desk.documents.notice import privacy_notice, read_notice
from lpo_desk.domain.accounts import DEFAULT_OFFICES
from lpo_desk.domain.case import IdentityMethod, ReplyForm, Requester
from lpo_desk.domain.claims import CopyFormat
from lpo_desk.domain.forms import Claims, CorrectionLine, ErasureLine, FormContent, OfficePart, Person
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.terms import Lang, terms
from tests.documents.reading import (
    alternatives,
    catalog,
    dictionary,
    reader,
    rightmost,
    squeezed,
    tags,
    text,
    xmp,
)
from tests.documents.test_documents import HOSTILE, LETTER_LANGUAGES

TODAY = date(2026, 11, 23)
BLANK = FormContent(DEFAULT_OFFICES, TODAY)
FILLED = FormContent(
    DEFAULT_OFFICES,
    TODAY,
    "L-2026-0042",
    Person(
        "Åsa Märta Öhman",
        date(1975, 5, 17),
        "102938",
        ("Kuningattarenkatu 15 B 12", "07900 LOVIISA"),
        "040 123 4567",
        "asa@example.fi",
        "Aino Virtanen",
        Requester.ATTORNEY,
    ),
    Claims(
        access=True,
        scope="Laskut vuosilta 2022\u20132024",
        copy=CopyFormat.JSON,
        corrections=(
            CorrectionLine("040 123 4567", "040 765 4321", "Numero vaihtui", "Puhelin"),
            CorrectionLine("Ohman", "Öhman", "Kirjoitusvirhe"),
        ),
        erasures=(ErasureLine("Vanhat yhteystiedot", "Muutin 2019"),),
        restriction=RestrictionGround.ACCURACY,
        other="Lopettakaa profilointi",
    ),
    ReplyForm.PAPER_POST,
    Lang.SV,
    OfficePart("Maija Virtanen", TODAY, "L", IdentityMethod.PASSPORT),
)

LONG = "W" * 400

Form = Callable[[FormContent, Lang], bytes]
FORMS: dict[str, Form] = {"inspection": inspection_form, "correction": correction_form}
each_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
each_language = pytest.mark.parametrize("lang", LETTER_LANGUAGES, ids=lambda lang: lang.value)
each_content = pytest.mark.parametrize("content", [BLANK, FILLED], ids=["blank", "filled"])


def papers(lang: Lang) -> list[bytes]:
    return [form(content, lang) for form in FORMS.values() for content in (BLANK, FILLED)] + [
        privacy_notice(lang)
    ]


@each_language
def test_every_paper_is_tagged_archival_and_in_its_language(lang: Lang) -> None:
    for pdf in papers(lang):
        root, metadata = catalog(pdf), xmp(pdf)
        assert str(root["/Lang"]) == lang.value
        assert bool(dictionary(root["/MarkInfo"])["/Marked"])
        assert re.search(r"pdfuaid:part>1<", metadata)
        assert re.search(r"pdfaid:conformance>A<", metadata)
        levels = [int(tag[1]) for tag in tags(pdf) if re.fullmatch(r"H\d", tag)]
        assert levels[0] == levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert not re.search(r"[{}]|None|\bform\.", text(pdf))


@each_form
@each_language
@each_content
def test_names_the_register_both_offices_and_every_place_to_write(
    form: Form, lang: Lang, content: FormContent
) -> None:
    words = squeezed(text(form(content, lang)))
    for key in (
        "form.statement",
        "form.name",
        "form.born_or_number",
        "form.address",
        "form.phone",
        "form.email",
        "form.representative",
        "form.capacity",
        "form.reply_heading",
        "form.place_and_date",
        "form.signature",
        "form.block_letters",
        "form.received_by",
        "form.received_on",
        "form.identity",
        "office.office",
        "request.case_number",
    ):
        assert squeezed(terms(key, lang=lang)) in words, key
    assert "Linnunrata6" in words
    assert "Mannerheiminkatu16" in words


@each_form
def test_a_blank_form_has_no_number_and_nothing_ticked(form: Form) -> None:
    pdf = form(BLANK, Lang.FI)
    assert alternatives(pdf) == []
    assert "\u2612" not in text(pdf)
    assert "\u2610" in text(pdf)


@each_form
@each_language
def test_a_filled_form_has_the_person_the_case_and_its_code(form: Form, lang: Lang) -> None:
    pdf = form(FILLED, lang)
    (code,) = alternatives(pdf)
    assert "L-2026-0042" in code
    words = text(pdf)
    for value in (
        "Åsa Märta Öhman",
        "17.5.1975, 102938",
        "Kuningattarenkatu 15 B 12, 07900 LOVIISA",
        "040 123 4567",
        "asa@example.fi",
        "Aino Virtanen",
        terms("requester.attorney", lang=lang),
        "Maija Virtanen",
        "23.11.2026",
    ):
        assert value in words, value
    for ticked in (terms("reply_form.paper_post", lang=lang), terms("identity_method.passport", lang=lang)):
        assert squeezed(f"\u2612{ticked}") in squeezed(words)


def test_the_inspection_form_says_what_is_asked() -> None:
    words = squeezed(text(inspection_form(FILLED, Lang.FI)))
    assert squeezed("\u2610Kaikki minua koskevat tiedot") in words
    assert squeezed("\u2612Vain nämä tiedot tai tämän ajan tiedot:Laskut vuosilta 2022\u20132024") in words
    assert squeezed("\u2612JSON-tiedosto") in words
    whole = replace(FILLED, claims=Claims(access=True))
    assert squeezed("\u2612Kaikki minua koskevat tiedot") in squeezed(text(inspection_form(whole, Lang.FI)))


def test_the_correction_form_holds_several_claims() -> None:
    pdf = correction_form(FILLED, Lang.SV)
    words = squeezed(text(pdf))
    for value in (
        "Puhelin: 040 123 4567",
        "040 765 4321",
        "Numero vaihtui",
        "Öhman",
        "Vanhat yhteystiedot",
        "Muutin 2019",
        "Lopettakaa profilointi",
        "\u2612a) jag bestrider uppgifternas korrekthet",
        "\u2610b)",
        "\u2610d)",
    ):
        assert squeezed(value) in words, value
    assert tags(pdf).count("Table") == 2
    assert tags(pdf).count("TR") == (1 + 2) + (1 + 1)
    assert tags(correction_form(BLANK, Lang.SV)).count("TR") == (1 + CORRECTIONS) + (1 + 3)


def test_a_long_table_goes_on_over_pages_with_its_header() -> None:
    many = tuple(CorrectionLine(f"Vanha {n}", f"Uusi {n}", "Koska " * 10) for n in range(80))
    pdf = correction_form(replace(FILLED, claims=Claims(corrections=many)), Lang.FI)
    pages = [page.extract_text() for page in reader(pdf).pages]
    with_rows = [page for page in pages if "Vanha" in page]
    assert len(with_rows) > 2
    assert all(terms("form.right", lang=Lang.FI) in page for page in with_rows)
    whole = " ".join(pages)
    assert all(f"Uusi {n}" in whole for n in range(80))


@pytest.mark.parametrize("value", [*HOSTILE, "משה כהן", "أحمد", LONG])
def test_hostile_texts_are_printed_as_they_are_and_inside_the_page(value: str) -> None:
    claims = Claims(
        True,
        value,
        corrections=(CorrectionLine(value, value, value, value),),
        erasures=(ErasureLine(value, value),),
        other=value,
    )
    person = Person(value, address=(value,), phone=value, email=value, representative=value, capacity=value)
    content = replace(FILLED, person=person, claims=claims, office=OfficePart(value))
    for form, count in ((inspection_form, 8), (correction_form, 14)):
        pdf = form(content, Lang.FI)
        assert rightmost(pdf) <= 210 - 17
        if value is LONG:  # a row may go on on the next page
            assert text(pdf).count("W") == count * len(LONG)
        elif value.isascii():
            assert squeezed(text(pdf)).count(squeezed(value)) == count


@each_language
def test_the_notice_prints_whole_with_its_version(lang: Lang) -> None:
    notice, words = read_notice(lang), squeezed(text(privacy_notice(lang)))
    for section in notice.sections:
        assert squeezed(section.heading) in words
        for line in section.body:
            assert squeezed(line.removeprefix("- ")) in words, line
    assert all(squeezed(line) in words for line in notice.closing)
    assert squeezed(terms("form.notice_version", lang=lang, version=1, date="28.11.2026")) in words


def test_the_languages_of_the_notice_are_one_version() -> None:
    finnish, swedish = read_notice(Lang.FI), read_notice(Lang.SV)
    assert (finnish.version, finnish.dated) == (swedish.version, swedish.dated)
    shape = [(section.level, len(section.body)) for section in finnish.sections]
    assert [(section.level, len(section.body)) for section in swedish.sections] == shape
    assert len(finnish.closing) == len(swedish.closing)
    assert read_notice(Lang.EN) == finnish
