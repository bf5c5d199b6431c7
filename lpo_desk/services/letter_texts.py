"""The wording of the letters: read by whoever makes one, worded anew by the data protection officer."""

from sqlalchemy import func, select

from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables.rights import LetterText
from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.letter_texts import (
    EDITABLE,
    LONGEST,
    LetterTexts,
    Paragraph,
    ParagraphTexts,
    TextUnfit,
    Wording,
    check_text,
    default_text,
)
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.domain.text import TextRefused, clean
from lpo_desk.terms import Lang

LANGUAGES = (Lang.FI, Lang.SV)


@requires(Right.SIGNED_IN)
def texts(unit: Unit, lang: Lang) -> LetterTexts:
    """The wording in force in the language; its version is that of the paragraph worded last."""
    own: dict[str, str] = {}
    version = 0
    mine = select(LetterText.name, LetterText.text, LetterText.version).where(LetterText.lang == lang)
    for row in unit.connection.execute(mine.order_by(LetterText.version, LetterText.id)):
        own[row.name] = row.text
        version = row.version
    return LetterTexts(lang, version, own)


@requires(Right.WORD_LETTERS)
def paragraphs(unit: Unit) -> tuple[Paragraph, ...]:
    """All editable paragraphs in the order of the letters."""
    last = {key: found[-1] for key, found in _versions(unit).items()}
    return tuple(
        Paragraph(name, *(last.get((name, lang)) or Wording(default_text(name, lang)) for lang in LANGUAGES))
        for name in EDITABLE
    )


@requires(Right.WORD_LETTERS)
def history(unit: Unit, name: str, lang: Lang) -> tuple[Wording, ...]:
    """Every wording that a paragraph has had, newest first; the last is the catalogue's own."""
    return (*reversed(_versions(unit).get((name, lang), [])), Wording(default_text(name, lang)))


@requires(Right.WORD_LETTERS)
def save(unit: Unit, seen: Paragraph, typed: ParagraphTexts) -> Paragraph:
    """Word a paragraph anew; a language whose text did not change keeps its version.

    seen: the paragraph as it was when the typing began. Raises FieldsRefused for a text no letter could be made of,
    and Conflict where somebody else worded it meanwhile.
    """
    now = next(each for each in paragraphs(unit) if each.name == seen.name)
    if (now.fi.version, now.sv.version) != (seen.fi.version, seen.sv.version):
        raise Conflict(who=now.last.by, at=now.last.at)
    cleaned = check(seen.name, typed)
    for lang, text, before in ((Lang.FI, cleaned.fi, now.fi), (Lang.SV, cleaned.sv, now.sv)):
        if text != before.text:
            _add(unit, seen.name, lang, text)
    unit.session.flush()
    return next(each for each in paragraphs(unit) if each.name == seen.name)


def check(name: str, typed: ParagraphTexts) -> ParagraphTexts:
    """The texts as they would be kept. Raises FieldsRefused."""
    cleaned: dict[str, str] = {}
    refused: dict[str, UserError] = {}
    for lang in LANGUAGES:
        try:
            text = clean(getattr(typed, lang.value), limit=LONGEST, multiline=True)
            check_text(name, lang, text)
            cleaned[lang.value] = text
        except (TextRefused, TextUnfit) as error:
            refused[lang.value] = error
    if refused:
        raise FieldsRefused(refused)
    return ParagraphTexts(**cleaned)


def _add(unit: Unit, name: str, lang: Lang, text: str) -> None:
    last = unit.session.scalar(select(func.max(LetterText.version)).where(LetterText.lang == lang)) or 0
    unit.session.add(
        LetterText(
            name=name, lang=lang, version=last + 1, text=text, at=unit.at, account_id=unit.actor.account_id
        )
    )


def _versions(unit: Unit) -> dict[tuple[str, Lang], list[Wording]]:
    """What was worded anew, oldest first."""
    found: dict[tuple[str, Lang], list[Wording]] = {}
    rows = unit.connection.execute(
        select(LetterText, Account.display_name)
        .join(Account, Account.id == LetterText.account_id)
        .order_by(LetterText.version, LetterText.id)
    )
    for row in rows:
        found.setdefault((row.name, row.lang), []).append(
            Wording(row.text, row.version, row.at, row.display_name)
        )
    return found
