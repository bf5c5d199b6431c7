"""The suppression list during an import: read once before it, so that a new file's own bans bind nobody else in it."""

from collections import defaultdict

from sqlalchemy import select

from lpo_desk.db import roads
from lpo_desk.db.tables.relationship import PermissionEvent
from lpo_desk.db.tables.special import SuppressionEntry
from lpo_desk.domain.party import PermissionState
from lpo_desk.domain.permissions import Way
from lpo_desk.domain.suppression import Reach
from lpo_desk.services import _suppression
from lpo_desk.services._import_batch import Batch
from lpo_desk.services._suppression import Ban
from lpo_desk.terms import Lang


class Suppression:
    """Bans those whom the list knows, and puts those whom the old register banned on it."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._key = roads.key(batch.unit)
        self._known: defaultdict[bytes, set[Ban]] = defaultdict(set)
        rows = select(SuppressionEntry.digest, SuppressionEntry.sender, SuppressionEntry.channel)
        for code, sender, channel in batch.unit.connection.execute(rows):
            self._known[bytes(code)].add((sender, channel))
        self._written: set[tuple[bytes, Ban]] = set()

    def enter(self, party_id: int, reach: Reach, lang: Lang | None = None, banned: Ban | None = None) -> None:
        """`banned`: what the old register says is forbidden. The events come after those of the register itself, whose
        permissions have no day and so lift nothing."""
        if not self._known and banned is None:
            return
        bans: set[Ban] = set()
        for road in reach.roads:
            code = roads.digest(self._key, road)
            bans |= self._known.get(code, set())
            if banned and banned not in self._known.get(code, ()) and (code, banned) not in self._written:
                self._written.add((code, banned))
                sender, channel = banned
                self._batch.add(
                    SuppressionEntry,
                    digest=code,
                    kind=road[0],
                    sender=sender,
                    channel=channel,
                    since=self._batch.unit.today,
                )
        for sender, channel in sorted(bans - {banned}, key=lambda ban: (ban[0].value, ban[1].value)):
            self._batch.add(
                PermissionEvent,
                party_id=party_id,
                sender=sender,
                channel=channel,
                state=PermissionState.BANNED,
                reason=_suppression.sentence(lang),
                way=Way.OLD_REGISTER,
            )
