"""Products as data, and the connection a service runs over (law.md section 7: a connection is not a service)."""

from lpo_desk.domain.labels import Labelled


class ServiceKind(Labelled):
    """What a product is; only TELEPHONE and MOBILE have telephone numbers and so directory data."""

    BROADBAND = "broadband"
    TELEPHONE = "telephone"
    MOBILE = "mobile"
    TELEVISION = "television"
    OTHER = "other"


class OwnerConsent(Labelled):
    """Whether the owner of the property has agreed to the connection."""

    NOT_NEEDED = "not_needed"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
