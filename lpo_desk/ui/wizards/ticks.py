"""Yes or no with its words beside the box, as in a form on paper."""

from PySide6.QtWidgets import QCheckBox, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.editors import CheckEditor, MakesEditor


class TickEditor(CheckEditor):
    """A check box that carries its own words; its row hides the label above. keyed: it has an access key too."""

    def __init__(self, language: Language, parent: QWidget, term: str, *, keyed: bool = False) -> None:
        super().__init__(parent)
        box = self.widget
        assert isinstance(box, QCheckBox)  # noqa: S101 - CheckEditor's own
        box.setProperty(
            NO_KEY, not keyed
        )  # Space ticks it where the focus is; the letters are for the buttons
        language.bind(box.setText, term)


def tick(term: str, *, keyed: bool = False) -> MakesEditor:
    return lambda language, parent: TickEditor(language, parent, term, keyed=keyed)
