"""Giving a draft up: with a reason, so that no request vanishes unseen (architecture.md rule 13)."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.case import DiscardReason
from lpo_desk.services import drafts
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.one_key import OneKeyDialog, OneKeyQuestion

_QUESTION = OneKeyQuestion(
    "request_wizard.discard",
    "request_wizard.discard_why",
    "request_wizard.discard_note",
    leave="request_wizard.discard_not",
)


class DiscardDialog(OneKeyDialog):
    """Esc keeps the draft. `chosen` carries the DiscardReason."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, _QUESTION, DiscardReason, parent)


def ask_discard(context: Context, key: UUID) -> DiscardDialog:
    """Ask why, then give the draft up and say so."""

    def discard(reason: DiscardReason) -> None:
        context.write(
            context,
            lambda unit: drafts.discard(unit, key, reason),
            lambda _: context.message(Kind.INFO, "request_wizard.discarded", seconds=10),
        )

    dialog = DiscardDialog(context.language, context.window)
    dialog.chosen.connect(discard)
    dialog.open()
    return dialog
