"""What a person may ask: the rights, what each demands, and the answer to each claim of a case.

A case holds one claim for each right that its form names, and each is decided alone.
"""

from lpo_desk.domain.labels import Labelled


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
