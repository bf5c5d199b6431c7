"""Icons: one-colour drawings in resources/icons, drawn in a colour of the palette at the sharpness of the screen."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from lpo_desk.paths import resources
from lpo_desk.ui.palette import Palette, Tone

_SIZES = (16, 20)
_APP_SIZES = (16, 24, 32, 48, 64)


def icon(name: str, colours: Palette, tone: Tone = Tone.TEXT) -> QIcon:
    """The icon `resources/icons/<name>.svg` in the tone; grey when disabled."""
    result = QIcon()
    sharpness = _sharpest()
    for mode, colour in ((QIcon.Mode.Normal, colours.tone(tone)), (QIcon.Mode.Disabled, colours.border)):
        for size in _SIZES:
            result.addPixmap(pixmap(name, colour, size, sharpness), mode)
    return result


def app_icon(colours: Palette) -> QIcon:
    """The program's own icon for title bars and task bars: in the accent, so violet for the practice database."""
    result = QIcon()
    for size in _APP_SIZES:
        result.addPixmap(pixmap("app", colours.accent, size))
    return result


def _sharpest() -> float:
    """The pixel ratio of the sharpest screen: drawings for it are scaled down well on the others."""
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, sharpness: float = 1.0) -> QPixmap:
    """The drawing, `size` effective pixels square."""
    image = QPixmap(QSize(size, size) * sharpness)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(source(name, colour).encode()))
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(sharpness)
    return image


def source(name: str, colour: str) -> str:
    """The SVG text with its `currentColor` replaced. Raises FileNotFoundError for an icon that is not shipped."""
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
