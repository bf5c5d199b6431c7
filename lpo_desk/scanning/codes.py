"""The codes on a page. The one place that knows the library which reads them: it has no wheel for every Python and
system, and without it scans are filed by hand."""

from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def can_read() -> bool:
    """Whether this computer reads codes at all."""
    return _reader() is not None


def codes(page: "Image") -> Iterator[str]:
    """The text of every QR code, whoever made it."""
    reader = _reader()
    if reader is not None:
        qr = reader.BarcodeFormats(reader.BarcodeFormat.QRCode)
        yield from (found.text for found in reader.read_barcodes(page, formats=qr))


@cache
def _reader() -> ModuleType | None:
    try:
        import zxingcpp
    except (ImportError, OSError):  # not installed, or its library does not load
        return None
    return zxingcpp
