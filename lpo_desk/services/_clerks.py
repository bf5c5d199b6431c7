"""What the clerks are called: rows keep the user name as it was, and it is resolved when they are read."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import Sourced


def clerks(unit: Unit) -> Mapping[str, str]:
    """User name -> display name, of everybody who has an account."""
    rows = unit.connection.execute(select(Account.username, Account.display_name))
    return {row.username: row.display_name for row in rows}


def came(row: Any, names: Mapping[str, str]) -> Sourced:  # noqa: ANN401 - any sourced row
    """Where a row came from, with the clerk's name."""
    return Sourced(row.source, row.source_on, row.source_by, names.get(row.source_by, ""))
