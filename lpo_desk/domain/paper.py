"""Paper records: what they are and what happens to them."""

from lpo_desk.domain.labels import Labelled


class PaperKind(Labelled):
    CONTRACT = "contract"
    TERMINATION = "termination"
    POWER_OF_ATTORNEY = "power_of_attorney"
    ACCESS_REQUEST = "access_request"
    RECTIFICATION = "rectification"
    COMPLAINT = "complaint"
    OTHER = "other"


class CustodyKind(Labelled):
    PLACED = "placed"
    LENT = "lent"
