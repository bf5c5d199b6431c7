"""What is shown for a reason only: the identity code, and the details of a protected person."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from lpo_desk.domain.audit import Reveal, RevealReason
from lpo_desk.domain.card import Card
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source
from lpo_desk.services import customers, sections
from lpo_desk.services.sections import SavedCode
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_code import CodeDialog
from lpo_desk.ui.pages.card_header import CardHeader
from lpo_desk.ui.pages.card_holders import offer_existing
from lpo_desk.ui.pages.card_reason import RevealDialog
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.message_bar import Kind


class Secrets(QObject):
    """Each showing takes two units: the first commits the reason, the second reads. `revealed`: the card may be read
    with its details."""

    revealed = Signal()

    def __init__(self, context: Context, access: Access, header: CardHeader, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._access, self._header = context, access, header
        header.reveal_wished.connect(self.reveal_code)

    def reveal_code(self) -> None:
        """Ask why, then show the identity code for a while."""
        self._ask("card.reveal_code", self._log_code)

    def reveal_details(self) -> None:
        """Ask why, then have the card read again with everything in it."""
        self._ask("card.reveal_details", self._log_details)

    def ask_for_code(self, card: Card) -> None:
        """A sheet to add or change the identity code, or to take wrong ones out."""
        dialog = CodeDialog(
            self._context.language, self._context.window, known=card.has_hetu, former=card.former_codes
        )
        dialog.given.connect(partial(self._save_code, dialog))
        dialog.open()

    def _ask(self, question: str, chosen: object) -> None:
        dialog = RevealDialog(self._context.language, question, self._context.window)
        dialog.chosen.connect(chosen)
        dialog.open()

    def _log_code(self, reason: RevealReason) -> None:
        self._access.write(
            lambda unit, ticket: customers.request_reveal(unit, ticket, reason), self._read_code
        )

    def _read_code(self, reveal: Reveal) -> None:
        self._access.read(lambda unit, _: customers.reveal_hetu(unit, reveal), self._header.show_code)

    def _log_details(self, reason: RevealReason) -> None:
        self._access.write(
            lambda unit, ticket: customers.reveal_protected(unit, ticket, reason),
            lambda _: self.revealed.emit(),
        )

    def _save_code(
        self, dialog: CodeDialog, text: str, source: Source, mistaken: bool, former: frozenset[int]
    ) -> None:
        def saved(code: SavedCode) -> None:
            dialog.accept()
            if code.same:
                offer_existing(self._context, "card.same_code", code.same)
            else:
                said = "card.code_saved" if text.strip() else "card.code_removed"
                self._context.message(Kind.SUCCESS, said, seconds=10)

        def refused(error: Exception) -> None:
            if isinstance(error, UserError):
                dialog.refuse(error)
            else:
                tell(self, error)

        self._access.write(
            lambda unit, ticket: sections.save_hetu(
                unit, ticket, text, source, mistaken=mistaken, former=former
            ),
            saved,
            refused,
        )
