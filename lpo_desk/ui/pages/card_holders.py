"""Telling that others have the same code, and offering to open the first of them."""

from collections.abc import Sequence
from functools import partial

from lpo_desk.domain.party import ListRow
from lpo_desk.ui.context import Choice, Context, Kind


def offer_existing(context: Context, key: str, rows: Sequence[ListRow]) -> None:
    """`key`: a term with {numbers}. Nothing is said where there is nobody."""
    if rows:
        open_it = Choice("new_customer.open_existing", partial(context.open_card, rows[0].party_id))
        context.message(Kind.WARNING, key, open_it, numbers=", ".join(row.number for row in rows))
