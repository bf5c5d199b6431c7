"""What is typed in a form, kept as text: for drafts, and to put it over newer values.

Texts are kept as typed, right or wrong, so that nothing has to be a value before it may be kept.
"""

import enum
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from lpo_desk.domain.masking import hide_codes
from lpo_desk.ui.widgets.inputs import ComboBox
from lpo_desk.ui.widgets.section_form import SectionForm

Kept = dict[str, Any]
"""Field name -> text, choice or ticks; JSON."""


def typed(form: SectionForm[Any]) -> Kept:
    """The fields that differ from what was loaded."""
    return {name: _state(form.row(name).editor.widget) for name in form.dirty}


def retype(form: SectionForm[Any], kept: Kept) -> None:
    """Put kept fields into a form that is being edited, as if they were typed. Unknown fields are left out."""
    for name, state in kept.items():
        try:
            editor = form.row(name).editor
        except KeyError:  # of an older version of the form
            continue
        _put(editor.widget, state)
        editor.edited.emit()


def without_codes(kept: Kept) -> Kept:
    """For the drafts' table: no text that looks like a personal identity code is left whole."""
    return {name: _without_codes(state) for name, state in kept.items()}


def _without_codes(state: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(state, str):
        return hide_codes(state)
    if isinstance(state, dict):
        return {name: _without_codes(each) for name, each in state.items()}
    return [_without_codes(each) for each in state] if isinstance(state, list) else state


def _state(widget: QWidget) -> object:
    match widget:
        case QLineEdit():
            return widget.text()
        case ComboBox():
            return {"choice": _code(widget.value())}
        case QCheckBox():
            return widget.isChecked()
        case _:
            return [box.isChecked() for box in widget.findChildren(QCheckBox)]


def _put(widget: QWidget, state: object) -> None:
    match widget, state:
        case QLineEdit(), str():
            widget.setText(state)
        case ComboBox(), {"choice": code}:
            _choose(widget, code)
        case QCheckBox(), bool():
            widget.setChecked(state)
        case QWidget(), list():
            for box, ticked in zip(widget.findChildren(QCheckBox), state, strict=False):
                box.setChecked(bool(ticked))
        case _:  # of an older version of the form
            pass


def _choose(combo: ComboBox, code: object) -> None:
    before = combo.currentIndex()
    for place in range(combo.count()):
        combo.setCurrentIndex(place)
        if _code(combo.value()) == code:
            return
    combo.setCurrentIndex(before)


def _code(value: object) -> object:
    return value.value if isinstance(value, enum.Enum) else value
