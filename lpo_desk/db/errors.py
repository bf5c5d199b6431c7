"""What the database may answer, as sentences (architecture.md rule 3)."""

from dataclasses import dataclass
from datetime import date, datetime

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.restriction import RestrictionGround


class DatabaseUnavailable(UserError):
    key = "database.unavailable"


class DatabaseBusy(UserError):
    key = "database.busy"


class DatabaseFull(UserError):
    key = "database.full"


class DatabaseReadOnly(UserError):
    key = "database.read_only"


class DatabaseDamaged(UserError):
    key = "database.damaged"


class DatabaseMissing(UserError):
    key = "database.missing"


class DatabaseExists(UserError):
    key = "database.exists"


class DatabaseInUse(UserError):
    key = "database.in_use"


class FolderRefused(UserError):
    """A network or cloud-synchronised folder; values: `kind` (term key of the reason is chosen by it)."""

    key = "database.folder_network"


class SchemaNewer(UserError):
    key = "database.schema_newer"


class SchemaOlder(UserError):
    """It is brought up by an administrator."""

    key = "database.schema_older"


class WrongPassword(UserError):
    key = "login.wrong"


class WrongRecoveryKey(UserError):
    key = "login.wrong_recovery"


class KeysMissing(UserError):
    key = "database.keys_missing"


class Duplicate(UserError):
    key = "database.duplicate"


class Restricted(UserError):
    """A change of somebody whose processing is restricted (GDPR art. 18). `ground`, `since`: of the restriction."""

    key = "restriction.refused"

    def __init__(self, ground: RestrictionGround, since: date) -> None:
        super().__init__(ground=ground, since=since)
        self.ground, self.since = ground, since


class LiftedUntold(UserError):
    """A restriction was to end before the person was told that it will (GDPR art. 18(3))."""

    key = "restriction.not_told"


class OwnRecord(UserError):
    """A user was about to change the record that is his own."""

    key = "own.record_refused"


class ServerRefused(UserError):
    key = "database.server_refused"


class ServerNotReached(UserError):
    """Nothing answers at the address of a server."""

    key = "database.server_not_reached"


class ServerNotTrusted(UserError):
    """Something answers there, but not as a database server whose certificate is to be trusted."""

    key = "database.server_not_trusted"


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field two windows changed: as it was, as typed here, as saved by the other."""

    field: str
    base: object
    mine: object
    theirs: object


class Conflict(UserError):
    """Somebody saved the same thing meanwhile. `fields` says where, value by value."""

    key = "database.conflict"

    def __init__(
        self, fields: tuple[FieldConflict, ...] = (), *, who: str = "", at: datetime | None = None
    ) -> None:
        super().__init__()
        self.fields = fields
        self.who = who
        self.at = at
