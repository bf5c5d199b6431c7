"""The letters for every right and the shorter letters of a case, read back."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from lpo_desk.documents import extension_notice, receipt, reply_letter
from lpo_desk.documents.notices import identity_letter, lifting_notice, recipient_letter, specify_letter
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.done import Correction, Rectified
from lpo_desk.domain.letter_texts import EDITABLE, LetterTexts, TextUnfit, check_text, default_text
from lpo_desk.domain.letters import Addressee, Answer, LetterIncomplete
from lpo_desk.formats import format_date_words
from lpo_desk.terms import Lang, terms
from tests.documents import letter_samples as made
from tests.documents import samples
from tests.documents.reading import catalog, dictionary, place, reader, rightmost, squeezed, tags, text, xmp
from tests.documents.test_documents import HOSTILE, LETTER_LANGUAGES

Make = Callable[[Lang], bytes]
LETTERS: dict[str, Make] = {
    "every_right": lambda lang: reply_letter(made.EVERY_RIGHT, lang),
    "receipt": lambda lang: receipt(made.RECEIPT, lang),
    "recipient": lambda lang: recipient_letter(made.RECIPIENT, lang),
    "lifting": lambda lang: lifting_notice(made.LIFTING, lang),
    "identity": lambda lang: identity_letter(made.IDENTITY, lang),
    "specify": lambda lang: specify_letter(made.SPECIFY, lang),
}
each_language = pytest.mark.parametrize("lang", LETTER_LANGUAGES, ids=lambda lang: lang.value)
every_letter = pytest.mark.parametrize("make", LETTERS.values(), ids=LETTERS)


@every_letter
@each_language
def test_is_tagged_archival_and_whole(make: Make, lang: Lang) -> None:
    pdf = make(lang)
    root, metadata, words = catalog(pdf), xmp(pdf), text(pdf)
    assert str(root["/Lang"]) == lang.value
    assert bool(dictionary(root["/MarkInfo"])["/Marked"])
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)
    assert "Öhman" not in metadata + str(reader(pdf).metadata)
    levels = [int(tag[1]) for tag in tags(pdf) if re.fullmatch(r"H\d", tag)]
    assert levels[0] == levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert not re.search(r"[{}]|None|\bletter\.", words)
    assert samples.NUMBER in words


@each_language
def test_the_reply_tells_what_was_done_for_every_right(lang: Lang) -> None:
    words = squeezed(text(reply_letter(made.EVERY_RIGHT, lang)))
    for right in made.DONE:
        assert squeezed(terms(right.term, lang=lang)) in words, right
        key = f"letter.done_{right.value}"
        assert squeezed(terms(key, lang=lang, on=made.ON)) in words, key
    for value in ("040 123 4567", "040 765 4321", "Sopimus on tehty 1.2.2015.", "Kirjanpitolaki 2 luku 10 §"):
        assert squeezed(value) in words, value
    for key in (
        "letter.restriction_effect",
        "letter.erasure_backups",
        "letter.erasure_kept",
        "letter.recipients_told",
    ):
        assert squeezed(terms(key, lang=lang)) in words, key
    assert made.CHECKSUM in words
    assert squeezed(terms("letter.kept_to", lang=lang, on=date(2032, 12, 31))) in words
    assert squeezed(terms("letter.no_day", lang=lang)) in words


@pytest.mark.parametrize("right", made.DONE)
@pytest.mark.parametrize("resolution", [Resolution.FULFILLED, Resolution.PARTLY])
def test_what_is_granted_cannot_go_untold(right: RequestRight, resolution: Resolution) -> None:
    with pytest.raises(LetterIncomplete, match="missing_done"):
        Answer(right, resolution, reasons=("Syy",))
    wrong = next(done for done in made.DONE.values() if not isinstance(done, type(made.DONE[right])))
    with pytest.raises(LetterIncomplete, match="missing_done"):
        Answer(right, resolution, reasons=("Syy",), done=wrong)
    assert Answer(right, Resolution.REFUSED, reasons=("Syy",)).needs_remedies


def test_a_long_table_of_corrections_goes_on_over_pages() -> None:
    many = Rectified(tuple(Correction(f"Tieto {n}", f"Vanha {n}", f"Uusi {n}") for n in range(120)))
    answer = Answer(RequestRight.RECTIFICATION, Resolution.FULFILLED, done=many)
    pages = [
        page.extract_text()
        for page in reader(reply_letter(replace(made.EVERY_RIGHT, answers=(answer,)), Lang.FI)).pages
    ]
    with_rows = [page for page in pages if "Vanha" in page]
    assert len(with_rows) > 2
    assert all(terms("letter.before", lang=Lang.FI) in page for page in with_rows)
    assert all(f"Uusi {n}" in " ".join(pages) for n in range(120))


@each_language
def test_the_receipt_tells_what_is_demanded_and_what_may_stay(lang: Lang) -> None:
    words = squeezed(text(receipt(made.RECEIPT, lang)))
    for value in (
        "Puhelin",
        "040 123 4567",
        "040 765 4321",
        "Numero vaihtui",
        "Ei enää tarpeen",
        "Kirjanpitolaki",
    ):
        assert squeezed(value) in words, value
    for key in ("receipt.corrections", "receipt.erasures", "receipt.may_stay", "receipt.restricted_now"):
        assert squeezed(terms(key, lang=lang)) in words, key
    not_yet = receipt(replace(made.RECEIPT, restricted=False), lang)
    assert squeezed(terms("receipt.restricted_now", lang=lang)) not in squeezed(text(not_yet))


@each_language
def test_a_receipt_of_a_request_that_is_late_already_promises_no_day_gone_by(lang: Lang) -> None:
    words = squeezed(text(receipt(replace(made.RECEIPT, due_on=made.RECEIPT.given_on - timedelta(1)), lang)))
    day = format_date_words(made.RECEIPT.given_on - timedelta(1), lang)
    assert squeezed(terms("receipt.due_passed", lang=lang, date=day)) in words
    assert squeezed(terms("receipt.late", lang=lang)) in words
    for key in ("receipt.due", "receipt.extension"):
        assert squeezed(terms(key, lang=lang, date=day)) not in words, key
    last = squeezed(text(receipt(replace(made.RECEIPT, due_on=made.RECEIPT.given_on), lang)))
    assert squeezed(terms("receipt.extension", lang=lang)) in last  # the last day itself is in time


@each_language
def test_the_shorter_letters_say_what_law_asks_of_them(lang: Lang) -> None:
    told = squeezed(text(recipient_letter(made.RECIPIENT, lang)))
    for value in ("Åsa Märta Öhman", "102938", "1.4.2026", "040 765 4321", "Perintä Esimerkki Oy"):
        assert squeezed(value) in told, value
    assert squeezed(terms("letter.recipient_ask", lang=lang)) in told
    lifted = squeezed(text(lifting_notice(made.LIFTING, lang)))
    assert "21.12.2026" in lifted
    assert squeezed("Tiedot on tarkistettu.") in lifted
    assert "tietosuoja@om.fi" in lifted
    proof = squeezed(text(identity_letter(made.IDENTITY, lang)))
    assert squeezed("Pyyntö tuli sähköpostilla.") in proof
    assert "Linnunrata6" in proof
    assert "Mannerheiminkatu16" in proof
    assert squeezed(terms("letter.identity_how", lang=lang)) in proof
    asked = squeezed(text(specify_letter(made.SPECIFY, lang)))
    assert squeezed("Minkä vuoden laskuja tarkoitat?") in asked
    assert squeezed(terms("letter.specify_clock", lang=lang)) in asked


@each_language
@pytest.mark.parametrize("right", [RequestRight.ERASURE, RequestRight.RESTRICTION])
def test_a_recipient_is_told_of_erasure_and_restriction(right: RequestRight, lang: Lang) -> None:
    letter = replace(made.RECIPIENT, right=right, corrections=(), what=("Laskutustiedot",), disclosed_on=None)
    words = squeezed(text(recipient_letter(letter, lang)))
    earlier = terms("letter.earlier", lang=lang)
    assert (
        squeezed(
            terms(f"letter.recipient_{right.value}", lang=lang, name="Åsa Märta Öhman", disclosed=earlier)
        )
        in words
    )
    assert "Laskutustiedot" in words


def test_a_letter_without_its_point_cannot_be_made() -> None:
    for change, key in (
        (lambda: replace(made.RECIPIENT, corrections=()), "letter.missing_done"),
        (lambda: replace(made.RECIPIENT, right=RequestRight.ACCESS), "letter.not_told_onwards"),
        (lambda: replace(made.LIFTING, reasons=(" ",)), "letter.missing_lifting_reasons"),
        (lambda: replace(made.LIFTING, lifted_on=date(2026, 12, 6)), "letter.lifting_too_late"),
        (lambda: replace(made.IDENTITY, reasons=()), "letter.missing_doubt"),
        (lambda: replace(made.SPECIFY, questions=("",)), "letter.missing_question"),
    ):
        with pytest.raises(LetterIncomplete, match=re.escape(key)):
            change()


def test_the_address_stands_in_the_envelope_window() -> None:
    for pdf, name in (
        (lifting_notice(made.LIFTING, Lang.FI), "Åsa Märta Öhman"),
        (recipient_letter(made.RECIPIENT, Lang.SV), "Perintä Esimerkki Oy"),
    ):
        left, top = place(pdf, name)
        assert 19 < left < 30
        assert 47 <= top <= 75


@pytest.mark.parametrize("value", [*HOSTILE, "משה כהן", "أحمد", "W" * 200])
def test_hostile_texts_are_printed_as_they_are(value: str) -> None:
    to = Addressee(value, (value,))
    answer = Answer(
        RequestRight.RECTIFICATION,
        Resolution.PARTLY,
        (value,),
        (value,),
        done=Rectified((Correction(value, value, value), Correction(value, value, value, value))),
        told=(value,),
    )
    correction = (Correction(value, value, value),)
    pdfs = (
        (reply_letter(replace(made.EVERY_RIGHT, addressee=to, answers=(answer,)), Lang.FI), 2 + 2 + 7 + 1),
        (recipient_letter(replace(made.RECIPIENT, addressee=to, corrections=correction), Lang.FI), 2 + 3),
        (lifting_notice(replace(made.LIFTING, reasons=(value,)), Lang.FI), 1),
        (identity_letter(replace(made.IDENTITY, reasons=(value,)), Lang.FI), 1),
        (specify_letter(replace(made.SPECIFY, questions=(value,)), Lang.FI), 1),
    )
    for pdf, count in pdfs:
        assert rightmost(pdf) <= 210 - 17
        if value.isascii():
            assert squeezed(text(pdf)).count(squeezed(value)) == count


def test_a_paragraph_worded_anew_is_printed_in_its_place() -> None:
    own = {
        "letter.outcome_partly": "Saat osan siitä, mitä pyysit.",
        "letter.complaint": "Valita toki: #panic()[*] $x$.",
        "letter.reply_intro": "Pyyntösi tuli {received}.",
        "letter.extension_due": "Odota päivään {due}.",
    }
    texts = LetterTexts(Lang.FI, 3, own)
    words = squeezed(text(reply_letter(samples.REPLY, Lang.FI, texts=texts)))
    for said in (
        "Saat osan siitä, mitä pyysit.",
        "Valita toki: #panic()[*] $x$.",
        "Pyyntösi tuli 23.11.2026.",
    ):
        assert squeezed(said) in words
    assert squeezed(terms("letter.outcome_partly", lang=Lang.FI)) not in words
    notice = squeezed(text(extension_notice(samples.EXTENSION, Lang.FI, texts=texts)))
    assert squeezed("Odota päivään ti 23.2.2027.") in notice


@pytest.mark.parametrize("lang", Lang)
def test_the_defaults_pass_their_own_check(lang: Lang) -> None:
    assert len(set(EDITABLE)) == len(EDITABLE)
    for name in EDITABLE:
        check_text(name, lang, default_text(name, lang))


@pytest.mark.parametrize(
    ("text_", "key"),
    [
        (" ", "letter_text.empty"),
        ("Tuli joskus.", "letter_text.missing"),
        ("Tuli {received} {due}", "letter_text.unknown"),
        ("Tuli {received.year}", "letter_text.missing"),
        ("Tuli {received} {received.__class__}", "letter_text.unknown"),
        ("Tuli {received} {received!r}", "letter_text.unknown"),
        ("Tuli {received} {}", "letter_text.unknown"),
        ("Tuli {received} {received:>9999}", "letter_text.unknown"),
        ("Tuli {received} {", "letter_text.braces"),
        ("Tuli {received} }", "letter_text.braces"),
    ],
)
def test_a_wording_that_no_letter_could_be_made_of_is_refused(text_: str, key: str) -> None:
    with pytest.raises(TextUnfit, match=re.escape(key)):
        check_text("letter.reply_intro", Lang.FI, text_)
