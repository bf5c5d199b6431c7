"""Which rows belong to some parties."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute


def among(column: InstrumentedAttribute[Any], ids: Collection[int]) -> ColumnElement[bool]:
    """A range is asked for by its ends: a thousand values would each be bound and looked up."""
    return column.between(ids[0], ids[-1]) if isinstance(ids, range) and ids else column.in_(ids)
