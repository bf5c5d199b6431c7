"""Where a person's post may go: of a protected person to the contact address he gave for it, else nowhere."""

from sqlalchemy import select

from lpo_desk.db.tables.register import ProtectionNote
from lpo_desk.db.unit import Unit
from lpo_desk.domain.flags import is_protected
from lpo_desk.domain.party import AddressKind
from lpo_desk.domain.reference import country_name
from lpo_desk.services._held import Held
from lpo_desk.terms import Lang


def protected(unit: Unit, party_id: int) -> bool:
    notes = unit.session.scalars(select(ProtectionNote).where(ProtectionNote.party_id == party_id))
    return any(is_protected(note.until, note.ended_on, unit.today) for note in notes)


def lines(unit: Unit, party_id: int, lang: Lang) -> tuple[str, ...]:
    """The lines of the address that holds today; none where there is none that may be used (law.md section 5)."""
    kind = AddressKind.CONTACT if protected(unit, party_id) else AddressKind.POSTAL
    row = Held(unit, party_id).address(kind)
    if row is None:
        return ()
    country = country_name(row.country, lang).upper() if row.country != "FI" else ""
    written = (f"c/o {row.co}" if row.co else "", row.street, f"{row.postcode} {row.town}".strip(), country)
    return tuple(line for line in written if line)
