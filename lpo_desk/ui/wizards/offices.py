"""Which branch office: known once the database has told them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.accounts import Office
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import Editor
from lpo_desk.ui.widgets.inputs import ComboBox


class OfficeEditor(Editor):
    """The branch offices by their names, known once the database has told them."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.widget = self._combo = ComboBox(parent)
        self._language = language
        self._offices: Sequence[Office] = ()
        self._wanted: object = None
        self._combo.activated.connect(self._chosen)
        language.follow(self._combo, self._show)

    def offer(self, offices: Sequence[Office]) -> None:
        self._offices = offices
        self._show()

    def value(self) -> object:
        return self._wanted

    def set_value(self, value: object) -> None:
        self._wanted = value
        self._show()

    def _show(self) -> None:
        self._combo.set_choices([(office.id, office.name(self._language.lang)) for office in self._offices])
        offered = [office.id for office in self._offices]
        self._combo.setCurrentIndex(offered.index(self._wanted) if self._wanted in offered else -1)

    def _chosen(self, _: int) -> None:
        self._wanted = self._combo.value()
        self.edited.emit()
        self.left.emit()
