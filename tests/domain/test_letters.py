"""Letters that the law forbids cannot be made."""

from dataclasses import replace
from datetime import date

import pytest

from lpo_desk.domain.claims import NEEDS_REASONS, RequestRight, Resolution
from lpo_desk.domain.extract import Information, LeftOut
from lpo_desk.domain.letters import (
    Addressee,
    Answer,
    Complaint,
    Enclosure,
    ExtensionNotice,
    LetterIncomplete,
    Remedy,
    ReplyLetter,
)
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, Term

COMPLAINT, REMEDY = Complaint(organisation().authority), Remedy()


def reply(answer: Answer, **more: object) -> ReplyLetter:
    whole = ReplyLetter(
        addressee=Addressee("Öhman, Åsa"),
        case_number="L-2026-0042",
        written_on=date(2026, 12, 8),
        received_on=date(2026, 11, 23),
        answers=(answer,),
        signer="Jani Alho",
        information=Information(),
        complaint=COMPLAINT,
        remedy=REMEDY,
    )
    return replace(whole, **more)  # type: ignore[arg-type]  # names of fields, given by each test


@pytest.mark.parametrize("resolution", [member for member in Resolution if member in NEEDS_REASONS])
class TestRefusal:
    def answer(self, resolution: Resolution) -> Answer:
        return Answer(RequestRight.ACCESS, resolution, reasons=("Toisen henkilön tietoja.",))

    @pytest.mark.parametrize("reasons", [(), ("",), ("  \n",)])
    def test_needs_reasons(self, resolution: Resolution, reasons: tuple[str, ...]) -> None:
        with pytest.raises(LetterIncomplete) as refused:
            Answer(RequestRight.ACCESS, resolution, reasons=reasons)
        assert refused.value.key == "letter.missing_reasons"

    @pytest.mark.parametrize("block", ["complaint", "remedy"])
    def test_needs_complaint_and_remedy(self, resolution: Resolution, block: str) -> None:
        with pytest.raises(LetterIncomplete) as refused:
            reply(self.answer(resolution), **{block: None})
        assert refused.value.key == f"letter.missing_{block}"

    def test_with_all_of_them_is_made(self, resolution: Resolution) -> None:
        assert reply(self.answer(resolution)).complaint is COMPLAINT


def test_leaving_something_out_counts_as_refusing_a_part() -> None:
    left_out = (LeftOut("Muistiinpano", "Toisen henkilön tiedot"),)
    with pytest.raises(LetterIncomplete):
        Answer(RequestRight.ACCESS, Resolution.FULFILLED, left_out=left_out)


@pytest.mark.parametrize("resolution", [Resolution.FULFILLED, Resolution.NOTHING_HELD, Resolution.WITHDRAWN])
def test_other_outcomes_need_no_remedies(resolution: Resolution) -> None:
    assert reply(Answer(RequestRight.ACCESS, resolution), complaint=None, remedy=None).remedy is None


def test_access_needs_the_list_of_article_15_in_the_letter_or_in_an_enclosure() -> None:
    answer = Answer(RequestRight.ACCESS, Resolution.FULFILLED)
    with pytest.raises(LetterIncomplete) as refused:
        reply(answer, information=None, enclosures=(Enclosure("Laskut"),))
    assert refused.value.key == "letter.missing_information"
    assert reply(answer, information=None, enclosures=(Enclosure(Term("extract.title"), informs=True),))


def test_no_data_needs_no_list() -> None:
    assert reply(Answer(RequestRight.ACCESS, Resolution.NOTHING_HELD), information=None)


def test_a_letter_answers_something() -> None:
    with pytest.raises(LetterIncomplete) as refused:
        reply(Answer(RequestRight.ACCESS, Resolution.FULFILLED), answers=())
    assert refused.value.key == "letter.missing_answers"


def notice(written_on: date, reasons: tuple[str, ...]) -> ExtensionNotice:
    return ExtensionNotice(
        addressee=Addressee("Öhman, Åsa"),
        case_number="L-2026-0042",
        written_on=written_on,
        received_on=date(2026, 11, 23),
        first_due=date(2026, 12, 23),
        due_on=date(2027, 2, 23),
        reasons=reasons,
        signer="Jani Alho",
    )


def test_extension_needs_a_reason_and_goes_out_in_the_first_month() -> None:
    assert notice(date(2026, 12, 23), ("Paljon aineistoa.",))
    with pytest.raises(LetterIncomplete) as unreasoned:
        notice(date(2026, 12, 23), (" ",))
    with pytest.raises(LetterIncomplete) as late:
        notice(date(2026, 12, 24), ("Paljon aineistoa.",))
    assert unreasoned.value.key == "letter.missing_extension_reasons"
    assert "23.12.2026" in late.value.sentence(Lang.FI)
    assert "23.12.2026" in late.value.sentence(Lang.SV)
