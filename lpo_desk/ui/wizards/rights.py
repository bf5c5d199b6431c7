"""What is asked: one plain sentence for each right. A digit chooses one alone, Space or the mouse adds and takes away."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from lpo_desk.domain.claims import Asked, RequestRight
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.editors import Editor

_LINES = 4
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -_LINES, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: _LINES}


class RightsEditor(Editor):
    """The claims of one form. What was told of a claim is kept while its tick is taken away and put back.

    One stop for Tab, as a group of radio buttons is; arrows go from one to the next.
    """

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.widget = QWidget(parent)
        self._language = language
        self._asked: dict[RequestRight, Asked] = {}
        self._boxes: dict[RequestRight, QCheckBox] = {}
        grid = QGridLayout(self.widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        for place, right in enumerate(RequestRight):
            box = QCheckBox()
            box.setProperty(NO_KEY, True)  # its number is its key
            box.clicked.connect(self._clicked)
            box.installEventFilter(self)
            grid.addWidget(box, place % _LINES, place // _LINES)
            self._boxes[right] = box
        grid.setColumnStretch(2, 1)
        self._stop_at(self._boxes[RequestRight.ACCESS])
        language.follow(self, self._reword)

    def value(self) -> object:
        return tuple(
            self._asked.get(right, Asked(right)) for right, box in self._boxes.items() if box.isChecked()
        )

    def set_value(self, value: object) -> None:
        claims = value if isinstance(value, tuple) else ()
        self._asked = {asked.right: asked for asked in claims}
        for right, box in self._boxes.items():
            box.setChecked(right in self._asked)
        self._stop_at(next((box for box in self._boxes.values() if box.isChecked()), self._first))

    def shown(self, value: object, language: Language) -> str:
        claims = value if isinstance(value, tuple) else ()
        return ", ".join(language.text(asked.right.term) for asked in claims)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QCheckBox):
            self._stop_at(watched)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return super().eventFilter(watched, event)
        boxes = list(self._boxes.values())
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < len(boxes):
            for box in boxes:
                box.setChecked(box is boxes[digit])
            boxes[digit].setFocus(Qt.FocusReason.OtherFocusReason)
            self._clicked()
            return True
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and isinstance(watched, QCheckBox):
            place = boxes.index(watched) + step
            if 0 <= place < len(boxes):
                boxes[place].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    @property
    def _first(self) -> QCheckBox:
        return next(iter(self._boxes.values()))

    def _stop_at(self, stop: QCheckBox) -> None:
        for box in self._boxes.values():
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if box is stop else Qt.FocusPolicy.ClickFocus)
        self.widget.setFocusProxy(stop)

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()

    def _reword(self) -> None:
        for number, (right, box) in enumerate(self._boxes.items(), start=1):
            box.setText(f"{number}  {self._language.text(f'request_wizard.asks_{right.value}')}")
