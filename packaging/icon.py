"""The program's icon, drawn from resources/icons/app.svg: `python packaging/icon.py build/app.ico` (or .png)."""

import os
import sys
from io import BytesIO
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Windows takes the one that fits at 100, 125, 150 and 200 %."""
COLOUR = "#005a9e"


def draw(size: int) -> bytes:
    """A PNG."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    svg = (Path(__file__).parents[1] / "resources" / "icons" / "app.svg").read_text(encoding="utf-8")
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.replace("currentColor", COLOUR).encode())).render(
        painter, QRectF(0, 0, size, size)
    )
    painter.end()
    store = QBuffer()
    store.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(store, "PNG")
    return bytes(store.data().data())


def make(file: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".png":
        file.write_bytes(draw(SIZES[-1]))
    else:
        pictures = [Image.open(BytesIO(draw(size))) for size in SIZES]
        pictures[-1].save(file, format="ICO", sizes=[(s, s) for s in SIZES], append_images=pictures[:-1])
    del app


if __name__ == "__main__":
    make(Path(sys.argv[1]))
