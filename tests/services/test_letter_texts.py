"""The wording of the letters: versions that are never changed, checked, and kept to the officer."""

import pytest
from sqlalchemy import select

from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables.rights import LetterText
from lpo_desk.db.unit import Forbidden
from lpo_desk.documents.specimen import specimen
from lpo_desk.domain.letter_texts import EDITABLE, LetterTexts, Paragraph, ParagraphTexts, default_text
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import letter_texts
from lpo_desk.terms import Lang
from tests.documents.reading import squeezed, text
from tests.fixtures_db import Desk

INTRO = "letter.reply_intro"


def paragraph(desk: Desk, name: str = INTRO) -> Paragraph:
    with desk.database.reading(desk["jani"]) as unit:
        return next(each for each in letter_texts.paragraphs(unit) if each.name == name)


def word(desk: Desk, fi: str, sv: str = "", name: str = INTRO) -> Paragraph:
    seen = paragraph(desk, name)
    with desk.database.unit(desk["jani"]) as unit:
        return letter_texts.save(unit, seen, ParagraphTexts(fi, sv or seen.sv.text))


def in_force(desk: Desk, lang: Lang = Lang.FI) -> LetterTexts:
    with desk.database.reading(desk["maija"]) as unit:
        return letter_texts.texts(unit, lang)


def test_until_somebody_words_it_the_catalogue_speaks(desk: Desk) -> None:
    assert in_force(desk) == LetterTexts(Lang.FI)
    with desk.database.reading(desk["jani"]) as unit:
        found = letter_texts.paragraphs(unit)
    assert [each.name for each in found] == list(EDITABLE)
    assert all(each.fi.version == each.sv.version == 0 and each.last.at is None for each in found)


def test_a_new_wording_is_a_new_version_of_its_language(desk: Desk) -> None:
    desk.clock.forward(minutes=1)
    saved = word(desk, "Pyyntösi tuli {received}.")
    assert (saved.fi.text, saved.fi.version, saved.fi.by) == ("Pyyntösi tuli {received}.", 1, "Jani Alho")
    assert saved.sv.version == 0
    assert saved.last == saved.fi
    word(desk, "Vastaus maksaa nolla euroa.", name="letter.free_of_charge")
    word(desk, "Saimme pyyntösi {received}.", "Vi fick din begäran {received}.")
    assert (in_force(desk).version, in_force(desk, Lang.SV).version) == (3, 1)
    assert in_force(desk).say(INTRO, received="1.2.2026") == "Saimme pyyntösi 1.2.2026."
    with desk.database.reading(desk["jani"]) as unit:
        history = letter_texts.history(unit, INTRO, Lang.FI)
    assert [each.version for each in history] == [3, 1, 0]
    assert history[-1].text == default_text(INTRO, Lang.FI)
    with desk.database.reading(desk["jani"]) as unit:
        assert len(list(unit.session.scalars(select(LetterText)))) == 4


def test_the_same_text_is_no_new_version(desk: Desk) -> None:
    before = paragraph(desk)
    assert word(desk, f"  {before.fi.text}\n") == before


def test_two_officers_do_not_overwrite_each_other(desk: Desk) -> None:
    seen = paragraph(desk)
    word(desk, "Pyyntösi tuli {received}.")
    with desk.database.unit(desk["jani"]) as unit, pytest.raises(Conflict) as caught:
        letter_texts.save(unit, seen, ParagraphTexts("Saimme sen {received}.", seen.sv.text))
    assert caught.value.who == "Jani Alho"
    assert paragraph(desk).fi.text == "Pyyntösi tuli {received}."


def test_what_no_letter_could_be_made_of_is_refused_beside_its_field(local_desk: Desk) -> None:
    seen = paragraph(local_desk)
    with local_desk.database.unit(local_desk["jani"]) as unit, pytest.raises(FieldsRefused) as caught:
        letter_texts.save(unit, seen, ParagraphTexts("Tuli.", "x" * 5000))
    assert [name for name, _ in caught.value.errors] == ["fi", "sv"]
    assert paragraph(local_desk) == seen


@pytest.mark.parametrize("who", ["maija", "leena", "esko", "admin"])
def test_only_the_officer_words_letters(local_desk: Desk, who: str) -> None:
    seen = paragraph(local_desk)
    with local_desk.database.unit(local_desk[who]) as unit:
        for act in (
            lambda: letter_texts.save(unit, seen, seen.texts()),
            lambda: letter_texts.paragraphs(unit),
            lambda: letter_texts.history(unit, INTRO, Lang.FI),
        ):
            with pytest.raises(Forbidden):
                act()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_specimen_shows_each_paragraph_in_its_place(lang: Lang) -> None:
    for number, name in enumerate(EDITABLE):
        own = f"Merkki {number} #panic()[*] " + "".join(f"{{{each}}}" for each in _fields(name, lang))
        words = squeezed(text(specimen(name, LetterTexts(lang, 1, {name: own}))))
        assert squeezed(f"Merkki {number} #panic()[*]") in words, name


def _fields(name: str, lang: Lang) -> list[str]:
    from lpo_desk.domain.letter_texts import placeholders

    return sorted(placeholders(default_text(name, lang)))
