"""What is asked of a new customer, in the order of the sheet (ux.md section 3, row 2)."""

from dataclasses import dataclass, field
from datetime import date

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import CustomerType, ListRow
from lpo_desk.terms import Lang


@dataclass(frozen=True, slots=True)
class NewPerson:
    """The first eleven fields are those of everybody. A person without an identity code is a customer like any other;
    one who has a code of another country has it in `foreign_id`, with the country's ISO 3166 code."""

    last_name: str = ""
    first_names: str = ""
    hetu: str = field(default="", repr=False)
    language: Lang | None = None
    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    number: str = ""
    member: bool = False
    types: tuple[CustomerType, ...] = (CustomerType.PRIVATE,)
    date_of_birth: date | None = None
    country: str = "FI"
    foreign_id: str = ""
    foreign_country: str = ""


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """`last_name` to `date_of_death` are an estate's: who died. The `contact_` fields: the contact person, if any."""

    organisation_name: str = ""
    business_id: str = ""
    types: tuple[CustomerType, ...] = (CustomerType.COMPANY,)
    language: Lang | None = None
    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    number: str = ""
    member: bool = False
    country: str = "FI"
    last_name: str = ""
    first_names: str = ""
    date_of_birth: date | None = None
    date_of_death: date | None = None
    contact_last_name: str = ""
    contact_first_names: str = ""
    contact_task: str = ""
    contact_phone: str = ""
    contact_email: str = ""


NewCustomer = NewPerson | NewOrganisation


class AlreadyCustomer(UserError):
    """The code that tells people or organisations apart is in the register; `rows`: whose, as a search shows them."""

    def __init__(self, key: str, rows: tuple[ListRow, ...]) -> None:
        super().__init__(key)
        self.rows = rows
