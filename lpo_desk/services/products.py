"""The products that can be ordered: data, so that a new one needs no new program."""

from typing import Any

from sqlalchemy import exists, select

from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.services import Product as Row
from lpo_desk.db.tables.services import ServiceNumber
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.products import Product, ProductDetails, ServiceKind, check_product, product_code
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.domain.text import fold


class NoProduct(UserError):
    """No product has this key (any more)."""

    key = "product.none_such"


@requires(Right.SIGNED_IN)
def everything(unit: Unit) -> tuple[Product, ...]:
    """All products, those in use first, by kind and Finnish name."""
    rows = unit.connection.execute(select(Row.__table__))
    return tuple(sorted(map(_product, rows), key=_place))


@requires(Right.MANAGE_PRODUCTS)
def add(unit: Unit, details: ProductDetails) -> Product:
    """Add a product. Raises FieldsRefused."""
    others = everything(unit)
    checked = check_product(details, others)
    code = product_code(checked.name_fi, {each.code for each in others})
    row = Row(code=code, kind=checked.kind, name_fi=checked.name_fi, name_sv=checked.name_sv, retired=False)
    unit.session.add(row)
    unit.session.flush()
    return _product(row)


@requires(Right.MANAGE_PRODUCTS)
def revise(unit: Unit, product_id: int, details: ProductDetails) -> Product:
    """Give a product another name or kind; who has it has it under the new name. Raises FieldsRefused, NoProduct.

    A product whose services have telephone numbers stays a telephone product.
    """
    row = _row(unit, product_id)
    checked = check_product(details, _others(unit, product_id))
    if row.kind.has_numbers and not checked.kind.has_numbers and _has_numbers(unit, product_id):
        raise FieldsRefused({"kind": ValueRefused("product.has_numbers")})
    row.kind, row.name_fi, row.name_sv = checked.kind, checked.name_fi, checked.name_sv
    unit.session.flush()
    return _product(row)


@requires(Right.MANAGE_PRODUCTS)
def retire(unit: Unit, product_id: int, *, retired: bool = True) -> Product:
    """Offer a product to nobody any more, or offer it again. Raises NoProduct; FieldsRefused where the name is taken."""
    row = _row(unit, product_id)
    if not retired:
        check_product(_product(row).details, _others(unit, product_id))
    row.retired = retired
    unit.session.flush()
    return _product(row)


def _row(unit: Unit, product_id: int) -> Row:
    row = unit.session.get(Row, product_id)
    if row is None:
        raise NoProduct
    return row


def _product(row: Any) -> Product:  # noqa: ANN401 - a row of the session or its columns
    return Product(row.id, row.code, row.kind, row.name_fi, row.name_sv, row.retired)


def _place(product: Product) -> tuple[bool, int, str]:
    return product.retired, tuple(ServiceKind).index(product.kind), fold(product.name_fi)


def _others(unit: Unit, product_id: int) -> list[Product]:
    return [each for each in everything(unit) if each.id != product_id]


def _has_numbers(unit: Unit, product_id: int) -> bool:
    mine = Subscription.id == ServiceNumber.subscription_id, Subscription.product_id == product_id
    return bool(unit.connection.scalar(select(exists().where(*mine))))
