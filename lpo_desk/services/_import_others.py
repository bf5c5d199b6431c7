"""Rows of Liittymät and Tapahtumat -> subscriptions and history."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from lpo_desk.db.tables.register import CustomerNote
from lpo_desk.db.tables.relationship import Interaction, Subscription
from lpo_desk.db.tables.services import Product
from lpo_desk.domain.legacy import (
    ImportEffect,
    ImportReason,
    LegacyEvent,
    LegacySheet,
    LegacySubscription,
    Problem,
)
from lpo_desk.domain.party import RelationKind
from lpo_desk.domain.products import guess_kind, product_code
from lpo_desk.domain.text import fold
from lpo_desk.services._import_batch import Batch
from lpo_desk.services._import_people import Users, add_relation


def add_subscriptions(
    batch: Batch, users: Users, parties: Mapping[str, int], lines: Sequence[LegacySubscription]
) -> list[Problem]:
    """Returns what was met: a user whose code belongs to somebody of another name.

    A user who is the owner himself is no role, so that no relation is made.
    """
    named = [(parties[line.customer_number], line) for line in lines if line.user_name or line.user_hetu]
    found = users.resolve(named) if named else {}
    products = _products(batch, {line.product for line in lines if line.product})
    ids = batch.numbers(Subscription, len(lines))
    problems = []
    for line, subscription_id in zip(lines, ids, strict=True):
        owner = parties[line.customer_number]
        _subscription(batch, subscription_id, owner, line, products.get(line.product))
        if line.row not in found:
            continue
        user, other_name = found[line.row]
        if user != owner:
            add_relation(batch, user, RelationKind.USER, owner, subscription_id=subscription_id)
        if other_name:
            problems.append(
                Problem(
                    LegacySheet.SUBSCRIPTIONS.title,
                    line.row,
                    "Käyttäjä",
                    line.user_name,
                    ImportReason.NAME_MISMATCH,
                    ImportEffect.WARNED,
                )
            )
    return problems


def _products(batch: Batch, names: Collection[str]) -> dict[str, int]:
    """Name of the old register -> key of its product; what the register does not know becomes a product of its own."""
    known: dict[str, int] = {}
    codes = set()
    for row in batch.unit.connection.execute(select(Product.__table__).order_by(Product.id)):
        codes.add(row.code)
        for name in (row.name_fi, row.name_sv):
            known.setdefault(fold(name), row.id)
    new = {fold(name): name for name in sorted(names, reverse=True) if fold(name) not in known}
    for (folded, name), key in zip(sorted(new.items()), batch.numbers(Product, len(new)), strict=True):
        code = product_code(name, codes)
        codes.add(code)
        known[folded] = key
        kind = guess_kind(name)
        batch.add(Product, id=key, code=code, kind=kind, name_fi=name, name_sv=name, retired=False)
    return {name: known[fold(name)] for name in names}


def _subscription(
    batch: Batch, subscription_id: int, owner: int, line: LegacySubscription, product_id: int | None
) -> None:
    batch.add(
        Subscription,
        id=subscription_id,
        party_id=owner,
        number=line.number,
        product=line.product,
        product_id=product_id,
        street=line.street,
        postcode=line.postcode,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        state=line.state,
        monthly_fee=line.monthly_fee,
    )
    for text in line.notes:
        batch.add(CustomerNote, party_id=owner, text=f"{line.number}: {text}")


def add_events(batch: Batch, parties: Mapping[str, int], events: Sequence[LegacyEvent]) -> list[Problem]:
    """What an event has in unknown columns goes into its text: nowhere else would it be found. No problems arise."""
    for event in events:
        batch.add(
            Interaction,
            party_id=parties[event.customer_number],
            on_date=event.on,
            kind=event.kind,
            text="\n".join(part for part in (event.text, *event.notes) if part),
            recorded_by=event.clerk,
        )
    return []
