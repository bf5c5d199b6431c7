"""What a person may ask: the rights, what each demands, and the answer to each claim of a case.

A case holds one claim for each right that its form names, and each is decided alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.restriction import RestrictionGround


class RequestRight(Labelled):
    """What is asked (GDPR articles 7 and 15-21)."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    MARKETING_OBJECTION = "marketing_objection"
    OBJECTION = "objection"
    CONSENT_WITHDRAWAL = "consent_withdrawal"


class Resolution(Labelled):
    FULFILLED = "fulfilled"
    PARTLY = "partly"
    REFUSED = "refused"
    NOTHING_HELD = "nothing_held"
    NOT_IDENTIFIED = "not_identified"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    MOVED = "moved"


NEEDS_REASONS = frozenset({Resolution.PARTLY, Resolution.REFUSED, Resolution.NOT_IDENTIFIED})


class RefusalGround(Labelled):
    """Grounds a refusal or a part refusal may rest on (law.md section 2, decision enumeration)."""

    OTHERS_RIGHTS = "others_rights"
    DANGER = "danger"
    UNFOUNDED = "unfounded"
    NOT_IDENTIFIED = "not_identified"
    LEGAL_DUTY = "legal_duty"
    CLAIMS = "claims"
    ACCURATE = "accurate"
    NOT_PORTABLE = "not_portable"
    COMPELLING = "compelling"
    CONDITIONS = "conditions"
    OTHER = "other"


class ErasureGround(Labelled):
    """Why data should go, art. 17(1)(a)-(e) in its order; marketing apart from other objections."""

    NOT_NEEDED = "not_needed"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTION = "objection"
    MARKETING = "marketing"
    UNLAWFUL = "unlawful"
    LEGAL_DUTY = "legal_duty"


class CopyFormat(Labelled):
    """The machine-readable form of a portability copy (art. 20(1))."""

    JSON = "json"
    CSV = "csv"


class RecipientState(Labelled):
    """What was done about one recipient of the data (art. 19)."""

    OPEN = "open"
    TOLD = "told"
    IMPOSSIBLE = "impossible"
    DISPROPORTIONATE = "disproportionate"


class FormKind(Labelled):
    """The two forms that the notice names."""

    INSPECTION = "inspection"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Kind:
    """What one right demands (law.md 1.3).

    article: of the GDPR. form: which of the notice's forms asks it, None where no form is needed. immediate: it holds
    from the moment it is taken in, without a decision. gives_data: a copy goes to the person, so that everything is
    gathered and reviewed for others' data. tells_recipients: art. 19. second_person: whoever prepared it does not
    decide it. outcomes and grounds: what the decision may be, and what a refusal may rest on.
    """

    article: str
    form: FormKind | None
    outcomes: tuple[Resolution, ...]
    grounds: tuple[RefusalGround, ...] = ()
    immediate: bool = False
    gives_data: bool = False
    tells_recipients: bool = False
    second_person: bool = False


_YES_OR_NO = (Resolution.FULFILLED, Resolution.PARTLY, Resolution.REFUSED)
_ALWAYS = (RefusalGround.UNFOUNDED, RefusalGround.OTHER)

KINDS: dict[RequestRight, Kind] = {
    RequestRight.ACCESS: Kind(
        "15",
        FormKind.INSPECTION,
        (*_YES_OR_NO, Resolution.NOTHING_HELD),
        (RefusalGround.OTHERS_RIGHTS, RefusalGround.DANGER, *_ALWAYS),
        gives_data=True,
    ),
    RequestRight.RECTIFICATION: Kind(
        "16",
        FormKind.CORRECTION,
        (*_YES_OR_NO, Resolution.NOTHING_HELD),
        (RefusalGround.ACCURATE, *_ALWAYS),
        tells_recipients=True,
    ),
    RequestRight.ERASURE: Kind(
        "17",
        FormKind.CORRECTION,
        (*_YES_OR_NO, Resolution.NOTHING_HELD),
        (RefusalGround.LEGAL_DUTY, RefusalGround.CLAIMS, RefusalGround.CONDITIONS, *_ALWAYS),
        tells_recipients=True,
        second_person=True,
    ),
    RequestRight.RESTRICTION: Kind(
        "18", FormKind.CORRECTION, _YES_OR_NO, (RefusalGround.CONDITIONS, *_ALWAYS), tells_recipients=True
    ),
    RequestRight.PORTABILITY: Kind(
        "20",
        FormKind.INSPECTION,
        (*_YES_OR_NO, Resolution.NOTHING_HELD),
        (RefusalGround.NOT_PORTABLE, RefusalGround.OTHERS_RIGHTS, *_ALWAYS),
        gives_data=True,
    ),
    RequestRight.MARKETING_OBJECTION: Kind("21(2)", None, (Resolution.FULFILLED,), immediate=True),
    RequestRight.OBJECTION: Kind(
        "21(1)",
        FormKind.CORRECTION,
        (Resolution.FULFILLED, Resolution.REFUSED),
        (RefusalGround.COMPELLING, RefusalGround.CLAIMS, *_ALWAYS),
    ),
    RequestRight.CONSENT_WITHDRAWAL: Kind("7(3)", None, (Resolution.FULFILLED,), immediate=True),
}


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A value to be corrected or a group of data to be erased. `wanted` and `reason` are the person's, word for word.

    target: `contact.street` (section and field of the card), or a Category's value for a group of data.
    datum: its name in the language of the reply.
    """

    target: str
    datum: str
    present: str = ""
    wanted: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One right as asked. `scope`: the person's own words, or what is limited by time or kind. `also_restrict`: nothing
    else is to be done with the data while this is examined; it makes a claim of its own (`with_restriction`)."""

    right: RequestRight = RequestRight.ACCESS
    scope: str = ""
    items: tuple[AskedItem, ...] = ()
    restriction_ground: RestrictionGround | None = None
    erasure_ground: ErasureGround | None = None
    copy_format: CopyFormat | None = None
    also_restrict: bool = False


RESTRICTS = {
    RequestRight.RECTIFICATION: RestrictionGround.ACCURACY,
    RequestRight.OBJECTION: RestrictionGround.OBJECTION,
}
"""Rights beside which a restriction may be asked by a tick, and its ground (art. 18(1)(a) and (d))."""


def with_restriction(claims: Sequence[Asked]) -> tuple[Asked, ...]:
    """The claims with the one that a tick adds. A restriction that is asked by itself has its own ground and stands;
    of two ticks the first gives the ground, and an objection marks the person by itself anyway."""
    ticked = [RESTRICTS[asked.right] for asked in claims if asked.also_restrict and asked.right in RESTRICTS]
    plain = tuple(replace(asked, also_restrict=False) for asked in claims)
    if not ticked or any(asked.right is RequestRight.RESTRICTION for asked in claims):
        return plain
    return (*plain, Asked(RequestRight.RESTRICTION, restriction_ground=ticked[0]))


@dataclass(frozen=True, slots=True)
class Item:
    """What a claim is about, as it stands in the case. `accepted`: as decided; `applied`: it was done."""

    id: int
    asked: AskedItem
    accepted: bool | None = None
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a case and what became of it. `prepared_by`: who made the plan that a second person confirms."""

    id: int
    asked: Asked
    items: tuple[Item, ...] = ()
    resolution: Resolution | None = None
    grounds: tuple[RefusalGround, ...] = ()
    reasons: str = ""
    withheld: str = ""
    left_out: tuple[str, ...] = ()
    effected: bool = False
    prepared_by: str = ""

    @property
    def kind(self) -> Kind:
        return KINDS[self.asked.right]


@dataclass(frozen=True, slots=True)
class Decision:
    """The officer's decision on one claim. `accepted`: keys of the items that are granted, where the claim has any.
    `lifting_on`: the day on which the restriction is lifted that the refused claim had brought."""

    resolution: Resolution
    grounds: tuple[RefusalGround, ...] = ()
    reasons: str = ""
    withheld: str = ""
    accepted: frozenset[int] = field(default=frozenset())
    lifting_on: date | None = None


def outcome(resolutions: Collection[Resolution | None]) -> Resolution | None:
    """What a case came to, of what its claims did; None while one is undecided. Different outcomes are "partly"."""
    found = set(resolutions)
    if not found or None in found:
        return None
    return next(iter(found)) if len(found) == 1 else Resolution.PARTLY
