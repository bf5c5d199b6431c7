"""The look of the window: the palette of the system's colour scheme, the style sheet, the fonts.

In a Windows contrast theme nothing of our own is applied: the system's colours and Fusion's shapes remain
(EN 301 549, 11.7).
"""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication

from lpo_desk.paths import resources
from lpo_desk.ui.followers import Followers
from lpo_desk.ui.icons import app_icon, icon, source
from lpo_desk.ui.palette import Palette, Tone, palette
from lpo_desk.ui.stylesheet import stylesheet

_FONT = "Noto Sans"
_DRAWN_BY_SHEET = {
    "check": "accent_text",
    "minus": "accent_text",
    "chevron-down": "text",
    "chevron-up": "text",
}


HasIcon = QAbstractButton | QAction


class Theme(QObject):
    """Holds the palette in force. `changed` comes after the application has been dressed again."""

    changed = Signal()

    def __init__(self, app: QApplication, *, practice: bool = False, dark: bool | None = None) -> None:
        """Dress the application. `dark` None follows the system; True and False are the clerk's own choice."""
        super().__init__(app)
        self._app = app
        self._practice = practice
        self._dark = dark
        self._drawings = QTemporaryDir()
        self._followers = Followers()
        self._hints = app.styleHints()  # kept: without it PySide takes the next object for deleted
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self.refresh)
        self._accessibility.contrastPreferenceChanged.connect(self.refresh)
        load_fonts(app)
        app.setStyle("Fusion")
        self.palette = self._chosen()
        self.refresh()

    def choose(self, dark: bool | None) -> None:
        """Light, dark, or None for what the system says."""
        self._dark = dark
        self.refresh()

    def set_practice(self, practice: bool) -> None:
        """Turn the accent violet for the practice database, and back."""
        self._practice = practice
        self.refresh()

    @property
    def practice(self) -> bool:
        return self._practice

    def icon(self, name: str, tone: Tone = Tone.TEXT) -> QIcon:
        return icon(name, self.palette, tone)

    def follow(self, owner: QObject, apply: Callable[[], object]) -> None:
        """Call `apply` now and whenever the palette changes, as long as `owner` lives."""
        self._followers.add_call(owner, apply)

    def dress(self, button: HasIcon, name: str, tone: Tone = Tone.TEXT) -> None:
        """Give the button or action an icon that follows the palette."""
        self._followers.add(
            button, lambda target: cast(HasIcon, target).setIcon(self.icon(name, tone)), "setIcon"
        )

    @Slot()
    def refresh(self) -> None:
        """Dress the application in what the system and the clerk now want."""
        self.palette = self._chosen()
        if self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
            self._app.setPalette(QPalette())
            self._app.setStyleSheet("")
        else:
            self._app.setPalette(qt_palette(self.palette))
            drawings = self._draw()
            self._app.setStyleSheet(stylesheet(self.palette, drawings, self._app.font().pointSizeF()))
        # Task bars have a colour of their own, whatever the scheme of the windows.
        self._app.setWindowIcon(app_icon(palette(dark=False, practice=self._practice)))
        self._followers.tell()
        self.changed.emit()

    def _chosen(self) -> Palette:
        system_dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        return palette(dark=system_dark if self._dark is None else self._dark, practice=self._practice)

    def _draw(self) -> Path:
        """Style sheets take pictures from files only: the few they need are written in the palette's colours."""
        folder = Path(self._drawings.path())
        for name, role in _DRAWN_BY_SHEET.items():
            (folder / f"{name}.svg").write_text(source(name, getattr(self.palette, role)), encoding="utf-8")
        return folder


def theme() -> Theme:
    """The theme of the running application. Raises LookupError before one was made."""
    app = QApplication.instance()
    found = app.findChild(Theme) if app else None
    if found is None:
        raise LookupError("no Theme was made for this application")
    return found


def load_fonts(app: QApplication) -> None:
    """Register every font of resources/fonts. Where the platform has no font of its own (off screen), use them."""
    for file in sorted((resources() / "fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))
    if QGuiApplication.platformName() in ("offscreen", "minimal") and _FONT in QFontDatabase.families():
        app.setFont(QFont(_FONT, 10))


def qt_palette(colours: Palette) -> QPalette:
    """The palette for everything that Fusion draws itself."""
    result = QPalette()
    role = QPalette.ColorRole
    for place, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.page),
        (role.AlternateBase, colours.window),
        (role.Text, colours.text),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.error),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.selected),
        (role.HighlightedText, colours.selected_text),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Light, colours.raised),
        (role.Midlight, colours.line),
        (role.Mid, colours.line),
        (role.Dark, colours.border),
        (role.Shadow, colours.border),
    ):
        result.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, place, QColor(colours.border))
    return result
