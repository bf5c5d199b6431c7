"""Those who handle data for the company under a contract (GDPR art. 28): what is kept of them, and what is checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.dates import DateFault, DateRefused, holds
from lpo_desk.domain.disclosing import EARLIEST
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.sections import FieldsRefused, ValueRefused, clean_lines
from lpo_desk.domain.text import fold


@dataclass(frozen=True, slots=True)
class ProcessorDetails:
    """contact: where it is asked for a person's data. valid_to: the last day of the contract, None while it runs."""

    name: str = ""
    service: str = ""
    contact: str = ""
    contract_on: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ProcessorLine:
    id: int
    details: ProcessorDetails

    def active(self, on: date) -> bool:
        """Whether its contract holds that day; one whose day of contract nobody knows has begun."""
        return holds(self.details.contract_on, self.details.valid_to, on)


def check_processor(mine: ProcessorDetails, others: Iterable[ProcessorLine]) -> ProcessorDetails:
    """The details cleaned. Raises FieldsRefused, also for a name that another one has."""
    texts = clean_lines(name=(mine.name, 100), service=(mine.service, 200), contact=(mine.contact, 200))
    errors: dict[str, UserError] = {}
    if not texts["name"]:
        errors["name"] = ValueRefused("processor.name_missing")
    elif any(fold(other.details.name) == fold(texts["name"]) for other in others):
        errors["name"] = ValueRefused("processor.name_taken")
    if not texts["contact"]:
        errors["contact"] = ValueRefused("processor.contact_missing")
    if mine.contract_on is not None and mine.contract_on < EARLIEST:
        errors["contract_on"] = DateRefused(DateFault.TOO_EARLY, earliest=EARLIEST)
    if mine.valid_to is not None and mine.contract_on is not None and mine.valid_to < mine.contract_on:
        errors["valid_to"] = DateRefused(DateFault.TOO_EARLY, earliest=mine.contract_on)
    if errors:
        raise FieldsRefused(errors)
    return ProcessorDetails(**texts, contract_on=mine.contract_on, valid_to=mine.valid_to)
