"""The databases of tests: what is copied into one is what was written into another, and nothing is lost by it."""

from collections.abc import Callable

from sqlalchemy import Table, func, select

from lpo_desk.db.tables.base import Base
from lpo_desk.domain.products import ProductDetails, ServiceKind
from lpo_desk.services import products
from tests.fixtures_db import Desk

FIBRE = ProductDetails(ServiceKind.BROADBAND, "Kuituliittymä", "Fiberanslutning")
PHONE = ProductDetails(ServiceKind.TELEPHONE, "Puhelinnumero", "Trådnummer")


def add_fibre(desk: Desk) -> int:
    with desk.database.unit(desk["leena"]) as unit:
        return products.add(unit, FIBRE).id


def add_phone(desk: Desk) -> int:
    with desk.database.unit(desk["leena"]) as unit:
        return products.add(unit, PHONE).id


def rows(desk: Desk, table: Table) -> list[tuple[object, ...]]:
    with desk.database.reading(desk["leena"]) as unit:
        found = unit.connection.execute(select(table).order_by(*table.primary_key.columns))
        return [tuple(row) for row in found]


def names(desk: Desk) -> list[str]:
    with desk.database.reading(desk["leena"]) as unit:
        return sorted(product.details.name_fi for product in products.everything(unit))


def test_a_copy_has_every_row_and_goes_on_from_there(make_local: Callable[[], Desk]) -> None:
    first, second = make_local(), make_local()
    assert first.once(add_fibre) == second.once(add_fibre)
    for table in Base.metadata.sorted_tables:
        assert rows(first, table) == rows(second, table), table.name
    add_phone(second)
    assert (names(first), names(second)) == (["Kuituliittymä"], ["Kuituliittymä", "Puhelinnumero"])


def test_what_a_test_wrote_before_stays(make_local: Callable[[], Desk]) -> None:
    make_local().once(add_fibre)
    written, copied, later = make_local(), make_local(), make_local()
    add_phone(written)
    written.once(add_fibre)
    copied.once(add_fibre)
    copied.once(add_phone)
    later.clock.forward(days=1)
    later.once(add_fibre)
    assert names(written) == names(copied) == ["Kuituliittymä", "Puhelinnumero"]
    save = Base.metadata.tables["save"]
    with later.database.reading(later["leena"]) as unit:
        assert unit.connection.scalar(select(func.max(save.c.at))) == later.clock.now
