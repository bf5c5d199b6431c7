"""The right to act for another: which paper was seen and how far it reaches (law.md section 5)."""

from lpo_desk.domain.labels import Labelled


class AuthorityKind(Labelled):
    """The paper that was seen. A mandate is in force only once the Digital and Population Data Services Agency has
    confirmed it."""

    GUARDIANSHIP_ORDER = "guardianship_order"
    CONFIRMED_MANDATE = "confirmed_mandate"
    POWER_OF_ATTORNEY = "power_of_attorney"
    CUSTODY_EXTRACT = "custody_extract"
    ESTATE_INVENTORY = "estate_inventory"
    GENEALOGY_REPORT = "genealogy_report"
    TRADE_REGISTER = "trade_register"


class AuthorityScope(Labelled):
    FINANCES = "finances"
    PERSON = "person"
    EVERYTHING = "everything"
    STATED = "stated"
