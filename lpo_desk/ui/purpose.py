"""The one-key question before a customer is opened: why (architecture.md rule 4)."""

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.audit import Purpose
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.one_key import OneKeyDialog, OneKeyQuestion

_QUESTION = OneKeyQuestion("main.purpose_title", "main.purpose_question", "main.purpose_note")


class PurposeDialog(OneKeyDialog):
    """Enter takes the last answer again. `chosen` carries the Purpose."""

    def __init__(self, language: Language, last: Purpose, parent: QWidget) -> None:
        super().__init__(language, _QUESTION, Purpose, parent, proposed=last)
