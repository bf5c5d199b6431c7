"""Bans through a merge: the events of two records lie in one row by their keys, so that a permission of the one could
come after a ban of the other and lift it. What was banned in either stays banned in both."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from lpo_desk.db.tables.relationship import PermissionEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import PermissionDetails, Source, Standing
from lpo_desk.domain.permissions import Said, as_event, matrix, told_as
from lpo_desk.services import _suppression


def bans_of(unit: Unit, party_ids: Iterable[int]) -> frozenset[str]:
    """Before anything is moved: fields of PermissionDetails that are banned in any of the records."""
    return frozenset(
        name
        for party_id in party_ids
        for name, standing in matrix(_said(unit, party_id)).items()
        if standing is Standing.BANNED
    )


def keep_bans(unit: Unit, party_id: int, banned: Collection[str], reason: str) -> list[int]:
    """After the events were moved to `party_id`: ban again what is no longer banned. Gives the keys of the events made,
    so that the merge can take them back. `reason`: the sentence the events carry."""
    unit.session.flush()
    before = PermissionDetails(**matrix(_said(unit, party_id)))
    again: dict[str, Any] = dict.fromkeys(banned, Standing.BANNED)
    made = []
    for sender, channel, standing in told_as(before, replace(before, **again)):
        state, basis = as_event(standing)
        event = PermissionEvent(
            party_id=party_id,
            sender=sender,
            channel=channel,
            state=state,
            basis=basis,
            on_date=unit.today,
            reason=reason,
            office_id=unit.actor.office_id,
            source=Source.OWN_SYSTEMS,
            source_on=unit.today,
            source_by=unit.actor.username,
        )
        unit.session.add(event)
        made.append(event)
    unit.session.flush()
    _suppression.keep_in_step(unit, party_id)
    return [event.id for event in made]


def _said(unit: Unit, party_id: int) -> list[Said]:
    rows = select(
        PermissionEvent.sender, PermissionEvent.channel, PermissionEvent.state, PermissionEvent.basis
    ).where(PermissionEvent.party_id == party_id)
    return [Said(*row) for row in unit.connection.execute(rows.order_by(PermissionEvent.id))]
