"""What was done about a claim, right by right, as the reply tells it (law.md 1.3)."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.printed import Text
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.terms import Term

ALL_DATA = Term("letter.all_data")


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that was to be corrected. `why_not`: "" where it was corrected."""

    datum: Text
    before: str
    wanted: str
    why_not: Text = ""


@dataclass(frozen=True, slots=True)
class Rectified:
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Data that stay. `until`: their last day, None where none is known yet (a customer relation that goes on)."""

    data: Text
    why: Text
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    data: tuple[Text, ...]
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Restricted:
    from_on: date
    ground: RestrictionGround
    scope: Text = ALL_DATA


@dataclass(frozen=True, slots=True)
class PortedFile:
    """`sha256`: the checksum of the file's bytes, in hexadecimal."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ported:
    """`included`: what the files hold."""

    included: tuple[Text, ...]
    files: tuple[PortedFile, ...]


@dataclass(frozen=True, slots=True)
class EnclosedCopy:
    """A portable copy ready to be archived with the letter that tells its checksum."""

    kind: DocumentKind
    name: str
    content: bytes
    sha256: str
    included: tuple[Text, ...]

    @property
    def listed(self) -> PortedFile:
        return PortedFile(self.name, self.sha256)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Marketing, other processing or what a consent allowed, ended on a day. `what`: "" for all of it."""

    on: date
    what: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class StillRestricted:
    """A refused claim leaves the restriction that it had brought: until the day told here, or till the person is told
    apart (art. 18(3))."""

    lifting_on: date | None = None


Done = Rectified | Erased | Restricted | Ported | Stopped

TELLS: dict[RequestRight, type[Done]] = {
    RequestRight.RECTIFICATION: Rectified,
    RequestRight.ERASURE: Erased,
    RequestRight.RESTRICTION: Restricted,
    RequestRight.PORTABILITY: Ported,
    RequestRight.MARKETING_OBJECTION: Stopped,
    RequestRight.OBJECTION: Stopped,
    RequestRight.CONSENT_WITHDRAWAL: Stopped,
}
"""What a reply that grants a right, wholly or partly, must tell. Access tells it by the extract that it encloses."""
