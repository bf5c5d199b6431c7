"""Asking why a secret is shown: one key, logged before anything is seen (architecture.md rule 4)."""

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.audit import RevealReason
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.one_key import OneKeyDialog, OneKeyQuestion


class RevealDialog(OneKeyDialog):
    """No reason is proposed: it is what the customer is told. `chosen` carries the RevealReason."""

    def __init__(self, language: Language, question: str, parent: QWidget) -> None:
        """`question`: the term of what is to be shown."""
        asked = OneKeyQuestion(question, question, "card.reason_note", leave="common.cancel")
        super().__init__(language, asked, RevealReason, parent)
