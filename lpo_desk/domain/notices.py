"""The shorter letters of a case: to a recipient of data, before a restriction is lifted, and the two that ask for more.

None can be made without what it is there to say: the constructor raises LetterIncomplete.
"""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.accounts import NewOffice, Office
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.done import Correction
from lpo_desk.domain.letters import DATA_PROTECTION_OFFICER, Addressee, LetterIncomplete, says_something
from lpo_desk.domain.printed import Text

TOLD_ONWARDS = frozenset({RequestRight.RECTIFICATION, RequestRight.ERASURE, RequestRight.RESTRICTION})
"""The rights whose effect every recipient of the data is told (GDPR art. 19)."""


@dataclass(frozen=True, slots=True)
class RecipientLetter:
    """Tells one recipient what became of data that were given to him.

    person: the data subject; `known_by`: a customer number or a date of birth that the recipient can find the person
    by. corrections: old and new values; what: groups of data erased or restricted. disclosed_on: None where the day is
    not known.
    """

    addressee: Addressee
    case_number: str
    written_on: date
    right: RequestRight
    person: str
    signer: str
    known_by: str = ""
    disclosed_on: date | None = None
    corrections: tuple[Correction, ...] = ()
    what: tuple[Text, ...] = ()
    signer_title: Text = DATA_PROTECTION_OFFICER

    def __post_init__(self) -> None:
        if self.right not in TOLD_ONWARDS:
            raise LetterIncomplete("letter.not_told_onwards")
        if not self.corrections and not any(says_something(each) for each in self.what):
            raise LetterIncomplete("letter.missing_done")


@dataclass(frozen=True, slots=True)
class LiftingNotice:
    """Tells the person, beforehand, that a restriction ends (GDPR art. 18(3))."""

    addressee: Addressee
    case_number: str
    written_on: date
    lifted_on: date
    reasons: tuple[Text, ...]
    signer: str
    signer_title: Text = DATA_PROTECTION_OFFICER
    concerning: str = ""

    def __post_init__(self) -> None:
        _demand(self.reasons, "letter.missing_lifting_reasons")
        if self.lifted_on < self.written_on:
            raise LetterIncomplete("letter.lifting_too_late")


@dataclass(frozen=True, slots=True)
class IdentityLetter:
    """Asks for what is needed to know the person by; no more than the doubt demands (GDPR art. 12(6))."""

    addressee: Addressee
    case_number: str
    written_on: date
    received_on: date
    reasons: tuple[Text, ...]
    offices: tuple[Office | NewOffice, ...]
    signer: str
    signer_title: Text = DATA_PROTECTION_OFFICER
    concerning: str = ""

    def __post_init__(self) -> None:
        _demand(self.reasons, "letter.missing_doubt")


@dataclass(frozen=True, slots=True)
class SpecifyLetter:
    """Asks what is meant by a request; its time limit goes on."""

    addressee: Addressee
    case_number: str
    written_on: date
    received_on: date
    questions: tuple[Text, ...]
    signer: str
    signer_title: Text = DATA_PROTECTION_OFFICER
    concerning: str = ""

    def __post_init__(self) -> None:
        _demand(self.questions, "letter.missing_question")


def _demand(texts: tuple[Text, ...], key: str) -> None:
    if not any(says_something(text) for text in texts):
        raise LetterIncomplete(key)
