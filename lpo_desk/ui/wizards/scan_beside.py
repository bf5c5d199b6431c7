"""The scan that a request came by, beside the pages of the wizard that it is typed into."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.scans import ScanRow
from lpo_desk.services import scans
from lpo_desk.ui.context import Context
from lpo_desk.ui.runner import tell
from lpo_desk.ui.scan_dialog import fetch_page
from lpo_desk.ui.widgets.scan_preview import ScanPreview

_LEAST = 230


class ScanBeside(QWidget):
    """`gone` comes where the scan does not wait any more: somebody else has filed or discarded it."""

    gone = Signal()

    def __init__(self, context: Context, scan_id: int) -> None:
        super().__init__()
        self._context = context
        self._row: ScanRow | None = None
        self.preview = ScanPreview(context.language)
        self.preview.page_asked.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 11, 11, 11)
        column.addWidget(self.preview)
        self.setMinimumWidth(_LEAST)
        context.read(self, lambda unit: scans.waiting(unit, scan_id), self._take)

    def _take(self, row: ScanRow | None) -> None:
        self._row = row
        if row is None:
            self.gone.emit()
        else:
            self._show(0)

    def _show(self, page: int) -> None:
        row = self._row
        if row is None:
            return
        pages = row.pages or 1

        def seen(image: QImage | None) -> None:
            if image is not None:
                self.preview.show_page(image, page, pages)

        fetch_page(self._context, self, row, page, seen, self._not_seen)

    def _not_seen(self, error: Exception) -> None:
        self.preview.say("scan_page.preview", "scan_page.not_seen")
        if not isinstance(error, UserError):
            tell(self, error)
