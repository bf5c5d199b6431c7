"""The two forms of the privacy notice: what is printed on them, blank to lay on the counter or filled in from the card.

What is not known stays an empty line to be written on by hand.
"""

from dataclasses import dataclass, field
from datetime import date

from lpo_desk.domain.accounts import NewOffice, Office
from lpo_desk.domain.case import IdentityMethod, ReplyForm
from lpo_desk.domain.claims import CopyFormat
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.printed import Text
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.terms import Lang


class CounterPaper(Labelled):
    """What lies on the counter: the forms by their names in the notice, and the notice itself."""

    INSPECTION = "inspection"
    CORRECTION = "correction"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose data the form is about. No personal identity code: the date of birth or a customer number will do."""

    name: str = ""
    born: date | None = None
    customer_number: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    representative: str = ""
    capacity: Text = ""


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A wrong value and the right one, word for word. `datum`: the name of the value, "" where it goes without."""

    wrong: str
    right: str
    reason: str = ""
    datum: Text = ""


@dataclass(frozen=True, slots=True)
class ErasureLine:
    data: Text
    reason: Text = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the forms ask. access: the person wants to see data, `scope` which ("" for all). copy: machine-readable.
    other: the processing that the person objects to, and why.
    """

    access: bool = False
    scope: str = ""
    copy: CopyFormat | None = None
    corrections: tuple[CorrectionLine, ...] = ()
    erasures: tuple[ErasureLine, ...] = ()
    restriction: RestrictionGround | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class OfficePart:
    """What the office writes on the form when it takes it in."""

    received_by: str = ""
    received_on: date | None = None
    office: str = ""
    identity: IdentityMethod | None = None


@dataclass(frozen=True, slots=True)
class FormContent:
    """A form. `offices`: where it can be brought. `printed_on`: the file's date. `office.office` is an office's code."""

    offices: tuple[Office | NewOffice, ...]
    printed_on: date
    case_number: str = ""
    person: Person = field(default_factory=Person)
    claims: Claims = field(default_factory=Claims)
    reply_form: ReplyForm | None = None
    reply_lang: Lang | None = None
    office: OfficePart = field(default_factory=OfficePart)
