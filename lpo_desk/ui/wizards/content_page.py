"""Page 3: what exactly is asked, right by right, and how and in which language the answer is wished."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lpo_desk.domain.card import Card
from lpo_desk.domain.case import Intake, ReplyForm
from lpo_desk.domain.claims import RequestRight
from lpo_desk.terms import Lang
from lpo_desk.ui.focus import tab_as_seen
from lpo_desk.ui.widgets.editors import choice
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.claim_block import (
    AccessBlock,
    ClaimBlock,
    MarketingBlock,
    ObjectionBlock,
    PortabilityBlock,
    RestrictionBlock,
)
from lpo_desk.ui.wizards.claim_erase import EraseBlock
from lpo_desk.ui.wizards.claim_rectify import RectifyBlock
from lpo_desk.ui.wizards.claim_withdraw import WithdrawBlock
from lpo_desk.ui.wizards.intake_page import Desk, IntakePage, members
from lpo_desk.ui.wizards.radios import radios


def _languages() -> list[tuple[Lang, str]]:
    """Those that letters are written in."""
    return [(lang, f"language.{lang.value}") for lang in (Lang.FI, Lang.SV)]


class ContentPage(IntakePage):
    """A block for each right, made when it is asked for the first time; `made` carries it to whoever knows more."""

    made = Signal(object)

    title = "request_wizard.step_content"
    instruction = "request_wizard.ask_content"

    def __init__(self, desk: Desk) -> None:
        fields = [
            Field("reply_form", "request_wizard.reply_form", radios(members(ReplyForm)), wide=True),
            Field("reply_lang", "request_wizard.reply_lang", choice(_languages)),
        ]
        super().__init__(desk, fields, columns=2)
        self._made_blocks: dict[RequestRight, ClaimBlock] = {}
        self._card: Card | None = None

    @property
    def blocks(self) -> tuple[ClaimBlock, ...]:
        """Those of what is asked, in the order of the rights."""
        asked = {claim.right for claim in self.desk.intake.claims}
        return tuple(
            self._made_blocks[right] for right in RequestRight if right in asked & self._made_blocks.keys()
        )

    def block(self, right: RequestRight) -> ClaimBlock | None:
        return self._made_blocks.get(right)

    def know(self, card: Card) -> None:
        self._card = card
        for block in self._made_blocks.values():
            block.know(card)

    def entered(self) -> None:
        claims = {claim.right: claim for claim in self.desk.intake.claims}
        for right in RequestRight:
            if right in claims and right not in self._made_blocks:
                self._make(right)
        for right, block in self._made_blocks.items():
            block.setVisible(right in claims)
            if right in claims:
                block.open(claims[right])
            if isinstance(block, RectifyBlock):
                block.stand_alone(len(claims) == 1)
            block.offer_restriction(RequestRight.RESTRICTION not in claims)
        super().entered()
        tab_as_seen(self)

    def leave(self) -> bool:
        return all(block.check() for block in self.blocks) and super().leave()

    def first(self) -> QWidget | None:
        return next(filter(None, (block.first() for block in self.blocks)), super().first())

    def current(self) -> Intake:
        found = super().current()
        blocks = {block.right: block for block in self.blocks}
        claims = tuple(
            blocks[claim.right].asked(found.reply_lang) if claim.right in blocks else claim
            for claim in found.claims
        )
        return replace(found, claims=claims)

    def _make(self, right: RequestRight) -> None:
        block = self._block(right)
        before = sum(1 for other in self._made_blocks if _place(other) < _place(right))
        self._made_blocks[right] = block
        self.column.insertWidget(before, block)
        if self._card is not None:
            block.know(self._card)
        self.made.emit(block)
        block.edited.connect(self._touched)
        block.left_by_escape.connect(self.given_up)
        block.rearranged.connect(lambda: tab_as_seen(self))

    def _block(self, right: RequestRight) -> ClaimBlock:
        language = self.desk.language
        match right:
            case RequestRight.ACCESS:
                return AccessBlock(language)
            case RequestRight.RECTIFICATION:
                return RectifyBlock(language)
            case RequestRight.ERASURE:
                return EraseBlock(language)
            case RequestRight.RESTRICTION:
                return RestrictionBlock(language)
            case RequestRight.PORTABILITY:
                return PortabilityBlock(language)
            case RequestRight.MARKETING_OBJECTION:
                return MarketingBlock(language, known=self.desk.known)
            case RequestRight.OBJECTION:
                return ObjectionBlock(language)
            case RequestRight.CONSENT_WITHDRAWAL:
                return WithdrawBlock(language)


def _place(right: RequestRight) -> int:
    return list(RequestRight).index(right)
