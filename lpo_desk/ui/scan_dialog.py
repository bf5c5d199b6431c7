"""Looking at a scan: its page fetched and drawn on the database thread, in the inbox or in a window of its own."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.scans import ScanRow
from lpo_desk.ui.context import Context
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.scan_preview import ScanPreview

_SIZE = QSize(860, 880)
_FRAME = QSize(24, 64)


def fetch_page(
    context: Context,
    owner: QObject,
    row: ScanRow,
    page: int,
    done: Callable[[QImage | None], object],
    failed: Callable[[Exception], object],
) -> None:
    """The page of that number, from 0, of a scan that was read. Looking is logged (services/scans.py, content)."""
    media, key = row.media, row.id
    assert media is not None  # noqa: S101 - what was read has its kind
    database, actor = context.database, context.actor

    def call() -> QImage | None:
        from lpo_desk.scanning.preview import preview
        from lpo_desk.services import scans

        with database.unit(actor) as unit:
            content = scans.content(unit, key)
        seen = preview(content, media, page)
        if seen is None:
            return None
        grey = QImage.Format.Format_Grayscale8
        return QImage(seen.pixels, seen.width, seen.height, seen.width, grey).copy()

    context.runner.run(owner, call, done, failed, latest="preview")


def show_scan(context: Context, row: ScanRow) -> None:
    """A filed scan, from its case or paper."""
    ScanDialog(context, row).open()


class ScanDialog(QDialog):
    """The pages of one scan. Esc and Enter close."""

    def __init__(self, context: Context, row: ScanRow) -> None:
        super().__init__(context.window)
        self._context, self._row = context, row
        self.bar = MessageBar(context.language)
        self.preview = ScanPreview(context.language)
        self.close_button = QPushButton()
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.preview.page_asked.connect(self._show)
        column = QVBoxLayout(self)
        column.addWidget(self.bar)
        column.addWidget(self.preview, 1)
        column.addWidget(self.close_button)
        context.language.bind(self.setWindowTitle, "scan_page.preview")
        context.language.bind(self.close_button.setText, "common.close")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE.boundedTo(context.window.size() - _FRAME))
        assign_window_mnemonics(self)
        self._show(0)

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def _show(self, page: int) -> None:
        fetch_page(self._context, self, self._row, page, partial(self._take, page), self._not_seen)

    def _take(self, page: int, image: QImage | None) -> None:
        if image is not None:
            self.preview.show_page(image, page, self._row.pages or 1)

    def _not_seen(self, error: Exception) -> None:
        self.preview.say("scan_page.preview", "scan_page.not_seen")
        if isinstance(error, UserError):
            self.tell_error(error)
