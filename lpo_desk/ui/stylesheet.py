"""The style sheet over Fusion: sizes, rings and quiet lines. Colours come from the palette alone.

Heights: fields and buttons 30 effective pixels, nothing that can be pressed under 24 (WCAG 2.2, 2.5.8). Focus is a
2-pixel ring in the accent; fields give up a pixel of padding for it so that nothing moves. Texts grow with the
system's text size, since titles are set in shares of the application's font.
"""

from pathlib import Path

from lpo_desk.ui.palette import Palette, Tone, mix

MARGIN = 11  # around the content of a window or dialog, and between unrelated things
GAP = 7  # between related things
FIELD = 30  # height of fields and buttons
TARGET = 24  # least height and width of anything that can be pressed
ROW = 30  # height of a table row
CONTENT = 1100  # widest content of a page


def stylesheet(colours: Palette, drawings: Path, points: float) -> str:
    """The sheet for the whole application. `drawings` holds the pictures it names, `points` is the text size."""
    values = {
        **{name: value for name, value in vars(colours).items() if isinstance(value, str)},
        "soft": mix(colours.border, colours.page, 0.45),
        "drawings": drawings.as_posix(),
        "title": f"{points * 1.55:.1f}pt",
        "heading": f"{points * 1.15:.1f}pt",
        "small": f"{points * 0.92:.1f}pt",
        "field": FIELD - 8,
        "error_tint": colours.tint(Tone.ERROR),
    }
    sheet = _SHEET
    for name, value in values.items():
        sheet = (
            sheet.replace(f"@{name};", f"{value};")
            .replace(f"@{name} ", f"{value} ")
            .replace(f"@{name}/", f"{value}/")
        )
    return sheet


_SHEET = """
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 6px; }

QLabel[role="title"] { font-size: @title; font-weight: 600; }
QLabel[role="heading"] { font-size: @heading; font-weight: 600; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="small"] { color: @muted; font-size: @small; }
QLabel[role="error"] { color: @error; }
QLabel[role="warning"] { color: @warning; }
QLabel[role="label"] { color: @muted; }

QWidget[surface="page"] { background: @page; }
QWidget[surface="window"] { background: @window; }
QFrame[surface="card"] { background: @page; border: 1px solid @line; border-radius: 8px; }
QFrame[role="line"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QDialog { background: @page; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    background: @page; color: @text; border: 1px solid @border; border-radius: 4px; padding: 3px 7px;
    selection-background-color: @accent; selection-color: @accent_text; placeholder-text-color: @muted;
}
QLineEdit, QComboBox, QAbstractSpinBox { min-height: @field; }
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: @text; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid @accent; padding: 2px 6px;
}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {
    border: 2px solid @error; padding: 2px 6px; background: @error_tint;
}
QLineEdit:read-only { background: @window; border-color: @line; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
    background: @window; color: @muted; border-color: @line;
}
QLineEdit[role="search"] { min-height: 26px; border-radius: 6px; padding-left: 3px; }

QComboBox { padding-right: 26px; combobox-popup: 0; }
QComboBox:focus { padding-right: 25px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(@drawings/chevron-down.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: @page; border: 1px solid @border; padding: 2px; outline: none;
    selection-background-color: @selected; selection-color: @selected_text;
}
QComboBox QAbstractItemView:focus { border: 1px solid @border; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 22px; }
QAbstractSpinBox::up-arrow { image: url(@drawings/chevron-up.svg); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url(@drawings/chevron-down.svg); width: 12px; height: 12px; }

QPushButton {
    background: @raised; color: @text; border: 1px solid @soft; border-radius: 4px;
    padding: 3px 13px; min-height: @field; min-width: 48px;
}
QPushButton:hover { background: @hover; border-color: @border; }
QPushButton:pressed { background: @pressed; }
QPushButton:focus { border: 2px solid @accent; padding: 2px 12px; }
QPushButton:default, QPushButton[role="primary"] { background: @accent; color: @accent_text; border-color: @accent; }
QPushButton:default:hover, QPushButton[role="primary"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton:default:focus, QPushButton[role="primary"]:focus { border: 2px solid @text; padding: 2px 12px; }
QPushButton:disabled, QPushButton:default:disabled, QPushButton[role="primary"]:disabled {
    background: @window; color: @border; border-color: @line;
}
QPushButton[role="candidate"] { text-align: left; padding: 5px 9px; }
QPushButton[role="candidate"]:focus { border: 2px solid @accent; padding: 4px 8px; }
QPushButton[role="danger"] { color: @error; border-color: @error; }
QPushButton[role="link"] {
    background: transparent; border: 2px solid transparent; color: @accent; padding: 2px 4px; min-width: 0;
    text-align: left;
}
QPushButton[role="link"]:hover { color: @accent_hover; background: @hover; }
QPushButton[role="link"]:focus { border: 2px solid @accent; }
QPushButton[role="link"]:disabled { color: @border; background: transparent; }

QToolButton {
    background: transparent; color: @text; border: 1px solid transparent; border-radius: 4px; padding: 4px 8px;
    min-height: 20px;
}
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @pressed; }
QToolButton:focus { border: 2px solid @accent; padding: 3px 7px; }
QToolButton:disabled { color: @border; }
QToolButton[role="step"] { padding: 4px 10px; border-radius: 6px; }
QToolButton[role="step"][now="true"] { color: @accent; font-weight: 600; }
QToolButton[role="step"]:disabled { color: @muted; }
QToolButton[role="filter"] { border: 1px solid @soft; border-radius: 14px; padding: 3px 11px; min-height: 20px; }
QToolButton[role="filter"]:checked { background: @selected; border-color: @accent; }
QToolButton[role="filter"]:focus { border: 2px solid @accent; padding: 2px 10px; }
QToolButton[role="icon"] { padding: 2px; min-width: 22px; max-width: 22px; min-height: 22px; max-height: 22px; }
QToolButton[role="icon"]:focus { padding: 1px; }
QToolButton::menu-indicator { image: none; }

QCheckBox, QRadioButton {
    spacing: 8px; min-height: 24px; border: 2px solid transparent; border-radius: 4px; padding: 0 3px; outline: none;
}
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @border; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {
    width: 16px; height: 16px; border: 1px solid @border; background: @page;
}
QCheckBox::indicator, QListView::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: @accent; border-color: @accent; image: url(@drawings/check.svg);
}
QCheckBox::indicator:indeterminate {
    background: @accent; border-color: @accent; image: url(@drawings/minus.svg);
}
QRadioButton::indicator:checked { background: @page; border: 5px solid @accent; width: 8px; height: 8px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line; background: @window; }

QTableView, QListView, QTreeView {
    background: @page; color: @text; border: 1px solid @line; border-radius: 6px; outline: none;
    selection-background-color: @selected; selection-color: @selected_text; gridline-color: @line;
}
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid @accent; }
QTableView::item { border: none; border-bottom: 1px solid @line; padding: 0 8px; }
QTableView::item:selected { background: @selected; color: @selected_text; }
QListView::item { min-height: 28px; padding: 0 8px; border-radius: 4px; }
QListView::item:hover { background: @hover; }
QListView::item:selected { background: @selected; color: @selected_text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: @window; color: @muted; border: none; border-bottom: 1px solid @line; padding: 0 11px; min-height: 28px;
    font-weight: 600;
}
QHeaderView::section:hover { background: @hover; color: @text; }
QHeaderView::section:pressed { background: @pressed; }
QHeaderView::up-arrow {
    image: url(@drawings/chevron-up.svg); width: 10px; height: 10px; subcontrol-position: center right;
}
QHeaderView::down-arrow {
    image: url(@drawings/chevron-down.svg); width: 10px; height: 10px; subcontrol-position: center right;
}
QTableCornerButton::section { background: @window; border: none; }

QListView[role="sidebar"] {
    background: @window; border: none; border-right: 1px solid @line; border-radius: 0; padding: 8px;
}
QListView[role="sidebar"]:focus { border: none; border-right: 1px solid @line; }
QListView[role="sidebar"]::item { min-height: 36px; }
QListView[role="sidebar"]::item:selected { background: @pressed; color: @text; }
QListView[role="sidebar"]::item:focus { border: 2px solid @accent; padding: 0 6px; }

QTabBar::tab {
    background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent; padding: 3px 12px;
    min-height: 28px;
}
QTabBar::tab:hover { color: @text; background: @hover; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar:focus { border: 2px solid @accent; }
QTabBar { qproperty-drawBase: 0; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }

QMenuBar { background: @window; color: @text; border-bottom: 1px solid @line; padding: 2px 4px; }
QMenuBar::item { padding: 5px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenuBar::item:pressed { background: @pressed; }
QMenu { background: @page; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; min-height: 18px; border-radius: 4px; }
QMenu::item:selected { background: @selected; color: @selected_text; }
QMenu::item:disabled { color: @border; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::icon { padding-left: 6px; }
QToolBar { background: transparent; border: none; spacing: 4px; padding: 0; }
QStatusBar { background: @window; color: @muted; border-top: 1px solid @line; }
QStatusBar::item { border: none; }

QGroupBox {
    border: 1px solid @line; border-radius: 6px; margin-top: 10px; padding: 12px 9px 7px 9px; font-weight: 600;
}
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: @line; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @soft; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @border; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
