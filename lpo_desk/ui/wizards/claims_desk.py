"""What the blocks of page 3 need from the database, and the way out for what is an ordinary change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.case import DiscardReason
from lpo_desk.domain.claims import AskedItem
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source
from lpo_desk.domain.sections import FieldsRefused, Section
from lpo_desk.domain.targets import writable
from lpo_desk.services import drafts, erasing, portability, sections
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.runner import tell
from lpo_desk.ui.wizards.card_data import card_data
from lpo_desk.ui.wizards.claim_block import ClaimBlock, PortabilityBlock
from lpo_desk.ui.wizards.claim_erase import EraseBlock
from lpo_desk.ui.wizards.claim_rectify import RectifyBlock

if TYPE_CHECKING:
    from lpo_desk.ui.wizards.request import RequestWizard


class ClaimsDesk(QObject):
    """Serves each block as it is made, and those that stand when the card comes.

    `updated`: it was no request, and nothing is left to register.
    """

    updated = Signal()

    def __init__(self, context: Context, wizard: "RequestWizard") -> None:
        super().__init__(wizard)
        self._context, self._wizard = context, wizard
        self._card: Card | None = None
        self._blocks: list[ClaimBlock] = []

    def know(self, card: Card) -> None:
        self._card = card
        for block in self._blocks:
            self._tell_of_card(block)

    def serve(self, block: ClaimBlock) -> None:
        self._blocks.append(block)
        if isinstance(block, RectifyBlock):
            block.ordinary.connect(lambda: self._save_ordinarily(block))
        self._tell_of_card(block)

    def _tell_of_card(self, block: ClaimBlock) -> None:
        card, context, ticket = self._card, self._context, self._wizard.ticket
        if card is None or ticket is None:
            return
        if isinstance(block, RectifyBlock):
            today = context.database.today
            billing = context.may(Right.SEE_BILLING)
            block.offer(card_data(card, lambda: context.lang, today, billing=billing))
            block.allow_ordinary(context.may(Right.EDIT_CUSTOMER) and not card.masked)
        if isinstance(block, PortabilityBlock) and not card.masked:
            context.read(self, lambda unit: portability.preview(unit, ticket), block.tell_groups)
        if isinstance(block, EraseBlock) and not block.planned:
            context.read(self, lambda unit: erasing.plan(unit, ticket), block.show_plan)

    def _save_ordinarily(self, block: RectifyBlock) -> None:
        """Save what is right on the card, as the card does, and give the draft up for that reason, in one unit."""
        card, ticket, key = self._card, self._wizard.ticket, self._wizard.draft_key
        if not block.check() or card is None or ticket is None:
            return
        asked = block.asked(self._context.lang)
        items = asked.items
        if asked.also_restrict or asked.scope:
            self._wizard.bar.tell(Kind.ERROR, "request_wizard.ordinary_demands")
            return
        if not items or not all(item.target in writable() for item in items):
            self._wizard.bar.tell(Kind.ERROR, "request_wizard.ordinary_refused")
            return
        self._context.write(
            self,
            lambda unit: _update(unit, ticket, card, items, key),
            lambda _: self._updated(),
            lambda error: self._refused(block, error),
            purpose=Purpose.REQUEST,
        )

    def _updated(self) -> None:
        self._context.message(Kind.SUCCESS, "request_wizard.updated")
        self.updated.emit()

    def _refused(self, block: RectifyBlock, error: Exception) -> None:
        if isinstance(error, FieldsRefused):
            named: Mapping[str, UserError] = dict(error.errors)
            targets = {target: named.get(target.partition(".")[2]) for target in writable()}
            block.show_errors({target: found for target, found in targets.items() if found})
        else:
            tell(self._wizard, error)


def _update(unit: Unit, ticket: Ticket, card: Card, items: Sequence[AskedItem], draft_key: UUID) -> None:
    values: dict[Section, dict[str, Any]] = {}
    for item in items:
        values.setdefault(writable()[item.target], {})[item.target.partition(".")[2]] = item.wanted
    for section, changed in values.items():
        if section is Section.BASIC:
            sections.save_basic(unit, ticket, card.basic, replace(card.basic, **changed), Source.SUBJECT)
        elif section is Section.CONTACT:
            sections.save_contact(
                unit, ticket, card.contact, replace(card.contact, **changed), Source.SUBJECT
            )
        else:
            sections.save_billing(
                unit, ticket, card.billing, replace(card.billing, **changed), Source.SUBJECT
            )
    drafts.discard(unit, draft_key, DiscardReason.ORDINARY_UPDATE)
