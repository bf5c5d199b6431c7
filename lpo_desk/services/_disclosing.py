"""Disclosures that the program writes by itself, where it gives data out; in the language of the person."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.rights import Disclosure
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import Source
from lpo_desk.services._opened import came
from lpo_desk.terms import Lang, terms


def to_directory(unit: Unit, published: Collection[tuple[int, bool]]) -> None:
    """The directory service was told of somebody's number: (party, whether with the address), one each."""
    told = dict(
        sorted(set(published))
    )  # of several numbers of one person the fullest counts: True comes last
    languages = _languages(unit, told)
    for party_id, with_address in told.items():
        lang = languages[party_id]
        what = "disclosure.directory_what" if with_address else "disclosure.directory_what_no_address"
        unit.session.add(
            Disclosure(
                party_id=party_id,
                recipient=terms("disclosure.directory_recipient", lang=lang),
                what=terms(what, lang=lang),
                basis=terms("disclosure.directory_basis", lang=lang),
                on_date=unit.today,
                **came(unit, Source.OWN_SYSTEMS),
            )
        )


def to_agency(unit: Unit, party_id: int, agency: str, on: date) -> Disclosure:
    """A collection agency got a customer's claim to collect."""
    lang = _languages(unit, [party_id])[party_id]
    row = Disclosure(
        party_id=party_id,
        recipient=agency,
        what=terms("disclosure.collection_what", lang=lang),
        basis=terms("disclosure.collection_basis", lang=lang),
        on_date=on,
        **came(unit, Source.OWN_SYSTEMS),
    )
    unit.session.add(row)
    unit.session.flush()
    return row


def _languages(unit: Unit, party_ids: Collection[int]) -> dict[int, Lang]:
    """Finnish where the customer's language is not known."""
    rows = unit.connection.execute(select(Party.id, Party.lang).where(Party.id.in_(party_ids)))
    return {row.id: row.lang or Lang.FI for row in rows}
