"""Which columns each sheet of the old register has. They are found by name, in any order."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from lpo_desk.domain.legacy import LegacySheet
from lpo_desk.imports.errors import ColumnMissing


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """`mandatory`: without these the sheet cannot be imported; the `optional` may be absent and are then reported."""

    sheet: LegacySheet
    mandatory: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.mandatory + self.optional


CUSTOMER_COLUMNS = SheetColumns(
    LegacySheet.CUSTOMERS,
    mandatory=("Asnro", "Sukunimi", "Yrityksen nimi"),
    optional=(
        "Tyyppi",
        "Etunimet",
        "Hetu/Y-tunnus",
        "Lähiosoite",
        "Postinro",
        "Postitoimipaikka",
        "Puhelin",
        "Matkapuhelin",
        "Sähköposti",
        "Kieli",
        "Jäsen",
        "Jäsennro",
        "Asiakas alkaen",
        "Lasku",
        "Verkkolaskuosoite",
        "Välittäjä",
        "Laskutusosoite",
        "Maksaja asnro",
        "Suoramarkkinointi",
        "Luettelokielto",
        "Turvakielto",
        "Perintä",
        "Yhteyshenkilö",
        "Yht. puhelin",
        "Yht. sähköposti",
        "Yht. tehtävä",
        "Huomautus",
    ),
)
SUBSCRIPTION_COLUMNS = SheetColumns(
    LegacySheet.SUBSCRIPTIONS,
    mandatory=("Asnro", "Liittymänro", "Tuote"),
    optional=(
        "Asennusosoite",
        "Postinro",
        "Alkupvm",
        "Loppupvm",
        "Käyttäjä",
        "Käyttäjän hetu",
        "Tila",
        "Kk-maksu",
    ),
)
EVENT_COLUMNS = SheetColumns(
    LegacySheet.EVENTS, mandatory=("Asnro", "Pvm", "Laji"), optional=("Kuvaus", "Kirjaaja")
)
PAPER_COLUMNS = SheetColumns(
    LegacySheet.PAPERS,
    mandatory=("Paperinro", "Paikka"),
    optional=("Toimipiste", "Laji", "Asnro", "Vuosi", "Hävitetään", "Lainassa"),
)
COLUMNS = {
    columns.sheet: columns
    for columns in (CUSTOMER_COLUMNS, SUBSCRIPTION_COLUMNS, EVENT_COLUMNS, PAPER_COLUMNS)
}


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column lies. `places`: index of a known column, None when absent; `unknown`: (heading, index)."""

    places: dict[str, int | None]
    unknown: tuple[tuple[str, int], ...] = ()
    absent: tuple[str, ...] = field(default=())


def find_columns(headings: Sequence[str], columns: SheetColumns) -> Header:
    """Place the headings of a sheet. A heading met twice, or an empty one, counts as unknown.

    Raises ColumnMissing for the first mandatory column that is not there.
    """
    known = {heading_key(name): name for name in columns.all}
    places: dict[str, int | None] = dict.fromkeys(columns.all)
    unknown = []
    for index, heading in enumerate(headings):
        name = known.get(heading_key(heading))
        if name is not None and places[name] is None:
            places[name] = index
        else:
            unknown.append((" ".join(heading.split()) or column_letters(index), index))
    for name in columns.mandatory:
        if places[name] is None:
            raise ColumnMissing(sheet=columns.sheet.title, column=name)
    absent = tuple(name for name in columns.optional if places[name] is None)
    return Header(places, tuple(unknown), absent)


def heading_key(heading: str) -> str:
    """Headings and sheet names are equal when they differ in case, blanks or composition only."""
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())


def column_letters(index: int) -> str:
    """The letters Excel shows above the column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
