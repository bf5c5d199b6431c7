"""The paragraphs of the letters that the data protection officer may word anew, and the rule that keeps them whole.

A paragraph is a term of the catalogue until somebody words it otherwise. The catalogue's own wording is version 0; each
new wording gets the next number of its language, whichever paragraph it is, so that one number tells the wording of a
whole letter.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Lang, catalogue, fill, terms

_OF_LETTERS: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.REPLY: (
        "letter.reply_intro",
        "letter.outcome_fulfilled",
        "letter.outcome_partly",
        "letter.outcome_refused",
        "letter.outcome_nothing_held",
        "letter.outcome_not_identified",
        "letter.outcome_withdrawn",
        "letter.outcome_duplicate",
        "letter.outcome_moved",
        "letter.confirm_access",
        "letter.done_rectification",
        "letter.not_rectified",
        "letter.done_erasure",
        "letter.erasure_kept",
        "letter.erasure_backups",
        "letter.done_restriction",
        "letter.restriction_effect",
        "letter.done_portability",
        "letter.portability_check",
        "letter.done_marketing_objection",
        "letter.done_objection",
        "letter.still_restricted",
        "letter.still_restricted_until",
        "letter.done_consent_withdrawal",
        "letter.recipients_told",
        "letter.free_of_charge",
        "letter.complaint",
        "letter.remedy",
    ),
    DocumentKind.EXTENSION: (
        "letter.extension_intro",
        "letter.extension_due",
        "letter.extension_counted",
    ),
    DocumentKind.IDENTITY_LETTER: (
        "letter.identity_intro",
        "letter.identity_how",
        "letter.identity_clock",
    ),
    DocumentKind.SPECIFY_LETTER: (
        "letter.specify_intro",
        "letter.specify_clock",
    ),
    DocumentKind.LIFTING_NOTICE: (
        "letter.lifting_intro",
        "letter.lifting_after",
    ),
    DocumentKind.RECIPIENT_NOTICE: (
        "letter.recipient_rectification",
        "letter.recipient_erasure",
        "letter.recipient_restriction",
        "letter.recipient_ask",
    ),
}

EDITABLE: dict[str, DocumentKind] = {name: kind for kind, names in _OF_LETTERS.items() for name in names}
"""Key of each editable paragraph -> the letter it stands in, in the order of the letters."""

LONGEST = 2000
"""Characters of a paragraph."""


class TextUnfit(UserError):
    """The wording is not one that a letter can be made of; `key` says why."""

    key = "letter_text.empty"


@dataclass(frozen=True, slots=True)
class LetterTexts:
    """The wording of the letters in one language. `own`: paragraphs worded anew, by their key."""

    lang: Lang
    version: int = 0
    own: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """The paragraph, its placeholders filled. What nobody worded anew is the catalogue's."""
        own = self.own.get(key)
        return terms(key, lang=self.lang, **values) if own is None else fill(own, self.lang, values)


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a paragraph. `version` 0 and no `at`: the catalogue's own."""

    text: str
    version: int = 0
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphTexts:
    """A paragraph as it is typed."""

    fi: str
    sv: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An editable paragraph in both languages of the letters, as it stands."""

    name: str
    fi: Wording
    sv: Wording

    @property
    def letter(self) -> DocumentKind:
        return EDITABLE[self.name]

    @property
    def last(self) -> Wording:
        """The wording that came last, in either language."""
        return max((self.fi, self.sv), key=_age)

    def texts(self) -> ParagraphTexts:
        return ParagraphTexts(self.fi.text, self.sv.text)


def default_text(name: str, lang: Lang) -> str:
    """Version 0. Raises KeyError for a paragraph that is not editable."""
    if name not in EDITABLE:
        raise KeyError(name)
    return catalogue(lang)[name]


def placeholders(text: str) -> frozenset[str]:
    """What the text asks to be filled in, as it is written between the braces: `due`, `date:words`.

    Raises TextUnfit for braces that are none of a placeholder.
    """
    try:
        parts = [
            (name, spec, how) for _, name, spec, how in string.Formatter().parse(text) if name is not None
        ]
    except ValueError:
        raise TextUnfit("letter_text.braces") from None
    return frozenset(
        name + (f"!{how}" if how else "") + (f":{spec}" if spec else "") for name, spec, how in parts
    )


def check_text(name: str, lang: Lang, text: str) -> None:
    """Raises TextUnfit: every placeholder of the default stays, and there is none that nobody could fill."""
    if not text.strip():
        raise TextUnfit("letter_text.empty")
    wanted, found = placeholders(default_text(name, lang)), placeholders(text)
    if missing := wanted - found:
        raise TextUnfit("letter_text.missing", names=_written(missing))
    if unknown := found - wanted:
        raise TextUnfit("letter_text.unknown", names=_written(unknown))


def _age(wording: Wording) -> tuple[bool, float]:
    return (wording.at is not None, wording.at.timestamp() if wording.at else 0.0)


def _written(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
