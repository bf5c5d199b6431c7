"""What a receipt, a reply and a notice of extension say. documents/ prints them in the reader's language.

A reply that refuses anything cannot be made without its reasons, the way to complain and the judicial remedy
(GDPR art. 12(4)), nor a reply that gives data without the list of art. 15(1): the constructor raises.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import NEEDS_REASONS, CopyFormat, RefusalGround, RequestRight, Resolution
from lpo_desk.domain.done import TELLS, Done, Kept, StillRestricted
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.extract import Information, LeftOut
from lpo_desk.domain.forms import Claims
from lpo_desk.domain.organisation import Authority
from lpo_desk.domain.printed import Text
from lpo_desk.terms import Term

DATA_PROTECTION_OFFICER = Term("role.dpo")
JUDICIAL_REMEDY = Term("letter.remedy")
FREE_OF_CHARGE = Term("letter.free_of_charge")
BY_HAND, BY_MAIL = Term("letter.by_hand"), Term("letter.by_mail")
GRANTS = frozenset({Resolution.FULFILLED, Resolution.PARTLY})
COPIES = {CopyFormat.JSON: DocumentKind.PORTABLE_JSON, CopyFormat.CSV: DocumentKind.PORTABLE_CSV}


def papers(
    claims: Iterable[tuple[RequestRight, Resolution | None, CopyFormat | None]],
) -> frozenset[DocumentKind]:
    """What must be made before a case can be handed over: its reply, and what is given with it."""
    needed = {DocumentKind.REPLY}
    for right, resolution, copy_format in claims:
        if resolution in GRANTS and right is RequestRight.ACCESS:
            needed.add(DocumentKind.EXTRACT)
        if resolution in GRANTS and right is RequestRight.PORTABILITY:
            needed.add(COPIES[copy_format or CopyFormat.JSON])
    return frozenset(needed)


class LetterIncomplete(UserError):
    """The letter lacks something that the law demands of it; the key names what."""

    key = "letter.missing_reasons"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Given at once to the person who brought a request.

    `identity`: the kind of document that was seen, None when identity is still to be checked. `due_on`: None when all
    was done at once and nothing is left to answer. `due_reasons`: how the due date was counted. `notes`: marks of the
    privacy notice that the request lacks; they block nothing. `claims`: what exactly is to be corrected, erased or
    restricted. `may_stay`: of the data that are to be erased, those that law or a running customer relation keeps;
    nothing is promised. `restricted`: whether a demanded restriction is provisionally in force already. `done`: what
    holds from now on, by the right that asked it: the receipt is its confirmation.
    """

    case_number: str
    given_on: date
    requester: str
    office: Text
    received_on: date
    channel: Text
    rights: tuple[Text, ...]
    due_on: date | None
    due_reasons: tuple[Text, ...] = ()
    identity: Text | None = None
    notes: tuple[Text, ...] = ()
    representative: str = ""
    reply_wish: Text | None = None
    scope: Text | None = None
    claims: Claims = field(default_factory=Claims)
    may_stay: tuple[Kept, ...] = ()
    restricted: bool = False
    done: tuple[tuple[RequestRight, Done], ...] = ()

    @property
    def late(self) -> bool:
        """Whether the request was entered when its last day had gone by already."""
        return self.due_on is not None and self.due_on < self.given_on


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter is for. `way`: how it reaches him where no postal lines stand on it; "" says nothing."""

    name: str
    lines: tuple[str, ...] = ()
    way: Text = BY_HAND


@dataclass(frozen=True, slots=True)
class Complaint:
    """The right to complain to the supervisory authority (GDPR art. 12(4) and 77)."""

    authority: Authority


@dataclass(frozen=True, slots=True)
class Remedy:
    """The right to a judicial remedy (GDPR art. 12(4) and 79)."""

    text: Text = JUDICIAL_REMEDY


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one claim of the request.

    `done`: what was done, of the kind that the right demands (domain/done.py). `told`: recipients of the data who were
    told of it (art. 19). `paragraphs`: more, in the officer's own words. `still`: the restriction that a refusal leaves.
    """

    right: RequestRight
    resolution: Resolution
    paragraphs: tuple[Text, ...] = ()
    reasons: tuple[Text, ...] = ()
    grounds: tuple[RefusalGround, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    done: Done | None = None
    told: tuple[str, ...] = ()
    still: StillRestricted | None = None

    def __post_init__(self) -> None:
        tells = TELLS.get(self.right)
        if self.resolution in GRANTS and tells is not None and not isinstance(self.done, tells):
            raise LetterIncomplete("letter.missing_done")
        if self.needs_remedies and not any(says_something(reason) for reason in self.reasons):
            raise LetterIncomplete("letter.missing_reasons")

    @property
    def needs_remedies(self) -> bool:
        """Whether the person must be told the reasons and the ways to contest (GDPR art. 12(4))."""
        return self.resolution in NEEDS_REASONS or bool(self.left_out)

    @property
    def may_be_contested(self) -> bool:
        """Whether the letter tells how: where it must, and where nothing was done because nothing is held."""
        return self.needs_remedies or self.resolution is Resolution.NOTHING_HELD

    @property
    def gives_access(self) -> bool:
        return self.right is RequestRight.ACCESS and self.resolution in GRANTS


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Something sent with the letter. `informs`: it holds the art. 15(1) list, so the letter need not."""

    name: Text
    pages: int | None = None
    informs: bool = False


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """The controller's reply to a request.

    `concerning`: the data subject, when the letter goes to someone else. Raises LetterIncomplete for a
    refusal without complaint or remedy, and for access without the art. 15(1) list.
    """

    addressee: Addressee
    case_number: str
    written_on: date
    received_on: date
    answers: tuple[Answer, ...]
    signer: str
    signer_title: Text = DATA_PROTECTION_OFFICER
    information: Information | None = None
    enclosures: tuple[Enclosure, ...] = ()
    complaint: Complaint | None = None
    remedy: Remedy | None = None
    concerning: str = ""
    fee: Text = FREE_OF_CHARGE

    def __post_init__(self) -> None:
        if not self.answers:
            raise LetterIncomplete("letter.missing_answers")
        if any(answer.needs_remedies for answer in self.answers):
            if self.complaint is None:
                raise LetterIncomplete("letter.missing_complaint")
            if self.remedy is None:
                raise LetterIncomplete("letter.missing_remedy")
        informed = self.information is not None or any(enclosure.informs for enclosure in self.enclosures)
        if any(answer.gives_access for answer in self.answers) and not informed:
            raise LetterIncomplete("letter.missing_information")


@dataclass(frozen=True, slots=True)
class ExtensionNotice:
    """Tells inside the first month that the reply takes longer, and why (GDPR art. 12(3)).

    `first_due`: the due date before the extension; `due_on`: the new one, counted from the original request.
    Raises LetterIncomplete without reasons or when it comes too late.
    """

    addressee: Addressee
    case_number: str
    written_on: date
    received_on: date
    first_due: date
    due_on: date
    reasons: tuple[Text, ...]
    signer: str
    signer_title: Text = DATA_PROTECTION_OFFICER
    concerning: str = ""

    def __post_init__(self) -> None:
        if not any(says_something(reason) for reason in self.reasons):
            raise LetterIncomplete("letter.missing_extension_reasons")
        if self.written_on > self.first_due:
            raise LetterIncomplete("letter.extension_too_late", due=self.first_due)


def says_something(text: Text) -> bool:
    """Whether there is anything to read in it."""
    return not isinstance(text, str) or bool(text.strip())
