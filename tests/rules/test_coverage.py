"""docs/coverage.md against the columns, both ways, and against the notice itself."""

import re
from dataclasses import dataclass

import pytest

from lpo_desk.db.tables import Base
from lpo_desk.domain.privacy import Category, Personal
from tests.rules.sources import ROOT

NOTICE = ROOT.parent / "shared" / "domain" / "tietosuojaseloste.txt"
PROVENANCE = {"source", "source_on"}


@dataclass(frozen=True)
class Line:
    phrase: str
    place: str
    columns: tuple[str, ...]
    category: str


def lines() -> list[Line]:
    found = []
    for text in (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        if text.startswith("|") and len(cells) == 4 and not set(cells[0]) <= {"-"}:
            found.append(Line(cells[0], cells[1], tuple(re.findall(r"`([a-z_.]+)`", cells[2])), cells[3]))
    return found[1:]  # without the heading


def declared() -> dict[str, Category]:
    """Every column of personal data with the category it declares."""
    return {
        f"{table.name}.{column.name}": column.info["privacy"].category
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.info["privacy"], Personal) and column.name not in PROVENANCE
    }


def test_every_column_is_told_once() -> None:
    told = [column for line in lines() for column in line.columns]
    assert len(told) == len(set(told)), "a column stands in two rows"
    assert declared().keys() - set(told) == set(), "columns of personal data that docs/coverage.md leaves out"
    assert set(told) - declared().keys() == set(), "columns that are not there (any more)"


def test_the_categories_are_those_of_the_columns() -> None:
    own = declared()
    wrong = [
        f"{column} is {own[column].value}, not {line.category}"
        for line in lines()
        for column in line.columns
        if column in own and own[column].value != line.category
    ]
    assert not wrong, "\n".join(wrong)
    assert {line.category for line in lines() if line.columns} == {category.value for category in Category}


def test_every_row_says_where_a_clerk_sees_it() -> None:
    assert lines()
    assert not [line.phrase for line in lines() if not line.place]


@pytest.mark.skipif(not NOTICE.exists(), reason="the privacy notice (../shared) is not beside this checkout")
def test_every_phrase_is_the_notices_own_and_none_of_its_content_is_left_out() -> None:
    notice = " ".join(NOTICE.read_text(encoding="utf-8").split())
    phrases = [line.phrase for line in lines()]
    assert not [phrase for phrase in phrases if phrase not in notice]
    content = notice.partition("Rekisterin tietosisältö")[2].partition("Säännönmukaiset tietolähteet")[0]
    for phrase in sorted(phrases, key=len, reverse=True):
        content = re.sub(rf"\b{re.escape(phrase)}\b", " ", " ".join(content.split()))
    left = set(re.findall(r"\w[\w-]+", content))
    assert left <= FRAME, sorted(left - FRAME)


FRAME = set(
    re.findall(
        r"\w+",
        """Rekisteri voi sisältää LPOnet n asiakkaista ja LPOnet n palveluiden käyttäjistä seuraavia tietoja Asiakkaan
        perustiedot kuten Yritysassiakkailla puhelinnumero sähköpostiosoite sekä tehtävä asema yrityksessä
        Asiakassuhteeseen liittyvät tiedot Asiakashistoria""",
    )
)
"""Words of the notice's content that introduce data and name none, or name again what has a row of its own."""
