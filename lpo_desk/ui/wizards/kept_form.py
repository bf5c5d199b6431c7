"""A form that stays open: in a wizard, in the next step of a case."""

from typing import Any, TypeVar

from lpo_desk.ui.widgets.section_form import SectionForm

T = TypeVar("T")


class KeptForm(SectionForm[T]):
    """Esc takes back the field. The next one only says `left_by_escape`: what was typed stays, in the form or a draft."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields, in their order."""
        return tuple(self._fields)

    def _escape(self) -> None:
        if self._focused() in self._dirty and not self._escaped:
            super()._escape()
        else:
            self.left_by_escape.emit()

    def open(self, value: T) -> None:
        """Show the value, ready to be answered. The focus stays where it is."""
        self.load(value)
        self._set_editing(True)

    def typed(self, name: str) -> Any:  # noqa: ANN401 - whatever the field's editor gives
        """What stands in the field now. Raises UserError where it cannot be read."""
        return self.row(name).editor.value()
