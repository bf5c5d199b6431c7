"""What a driver's error is told as: a sentence for the user, or a bug without any value of the statement.

SQLite names its errors by words, PostgreSQL by SQLSTATE (PostgreSQL manual, appendix A). PostgreSQL's own words may
hold the values of a row ("Key (number)=(10042) already exists"), so they go no further than here.
"""

import errno
import re
from datetime import date

from sqlalchemy.exc import DBAPIError, OperationalError

from lpo_desk.db.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnavailable,
    Duplicate,
    LiftedUntold,
    Restricted,
)
from lpo_desk.db.restriction_triggers import NOT_TOLD, RESTRICTED
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.restriction import RestrictionGround

_WORDS: tuple[tuple[str, type[UserError]], ...] = (
    ("UNIQUE constraint", Duplicate),
    ("is locked", DatabaseBusy),
    ("disk is full", DatabaseFull),
    ("readonly database", DatabaseReadOnly),
    ("malformed", DatabaseDamaged),
    ("not a database", DatabaseDamaged),
    ("disk I/O", DatabaseUnavailable),
    ("unable to open database", DatabaseUnavailable),
)

_STATES: dict[str, type[UserError]] = {
    "23505": Duplicate,  # unique_violation
    "25006": DatabaseReadOnly,  # read_only_sql_transaction
    "40001": DatabaseBusy,  # serialization_failure
    "40P01": DatabaseBusy,  # deadlock_detected
    "55P03": DatabaseBusy,  # lock_not_available
    "53100": DatabaseFull,  # disk_full
    "XX001": DatabaseDamaged,  # data_corrupted
    "XX002": DatabaseDamaged,  # index_corrupted
}

_ERRNOS: dict[int, type[UserError]] = {
    errno.ENOSPC: DatabaseFull,
    errno.EDQUOT: DatabaseFull,
    errno.EACCES: DatabaseReadOnly,
    errno.EPERM: DatabaseReadOnly,
    errno.EROFS: DatabaseReadOnly,
}


_RESTRICTED = re.compile(rf"{RESTRICTED} (\w+) (\d{{4}}-\d\d-\d\d)")
"""What our own triggers say: a code and a day, no value of the row."""


class StatementFailed(Exception):
    """The database refused a statement: a bug of the program. Names the statement, never its values."""


def told(error: DBAPIError) -> Exception:
    """The error to raise in place of the driver's."""
    if error.connection_invalidated:
        return DatabaseUnavailable()
    state = getattr(error.orig, "sqlstate", None)
    if (refusal := _of_triggers(str(error.orig))) is not None:
        return refusal
    known = _STATES.get(state) if state else _of_words(str(error.orig))
    if known is not None:
        return known()
    if isinstance(error, OperationalError) and hasattr(error.orig, "sqlstate"):
        return DatabaseUnavailable()  # PostgreSQL's own trouble; SQLite calls a wrong statement so, too
    words = state or str(error.orig)
    return StatementFailed(f"{type(error.orig).__name__} {words} in {error.statement}")


def told_of_file(error: Exception) -> UserError:
    """The sentence for an error of SQLite's driver outside a statement: opening, copying."""
    return (_of_words(str(error)) or DatabaseUnavailable)()


def told_of_system(error: OSError) -> UserError:
    """The sentence for a file that could not be written or read."""
    return _ERRNOS.get(error.errno or 0, DatabaseUnavailable)()


def _of_triggers(words: str) -> UserError | None:
    if found := _RESTRICTED.match(words):
        return Restricted(RestrictionGround(found[1]), date.fromisoformat(found[2]))
    return LiftedUntold() if words.startswith(NOT_TOLD) else None


def _of_words(words: str) -> type[UserError] | None:
    return next((sentence for sign, sentence in _WORDS if sign in words), None)
