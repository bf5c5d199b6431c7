"""Which values of the card a rectification can write by itself."""

from dataclasses import fields

from lpo_desk.domain.party import BillingDetails, ContactDetails, OrganisationDetails, PersonDetails
from lpo_desk.domain.sections import Section

_SECTIONS = {
    Section.BASIC: (PersonDetails, OrganisationDetails),
    Section.CONTACT: (ContactDetails,),
    Section.BILLING: (BillingDetails,),
}


def writable() -> dict[str, Section]:
    """Targets of items that a decision can write by itself: text fields of the card, `contact.street`."""
    return {
        f"{section.value}.{field.name}": section
        for section, kinds in _SECTIONS.items()
        for kind in kinds
        for field in fields(kind)
        if field.type == "str" or field.type is str
    }
