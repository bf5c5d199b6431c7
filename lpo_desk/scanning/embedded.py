"""The pictures in a PDF's page. PDFium draws half of a broken one and says nothing, so each is decoded here as well."""

import io
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from lpo_desk.domain.scans import MOST_OCTETS, MOST_PIXELS, ScanFailure
from lpo_desk.scanning import fax
from lpo_desk.scanning.refused import Refused

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_FLATE, _CCITT, _JBIG2 = "FlateDecode", "CCITTFaxDecode", "JBIG2Decode"
_WHOLE = {"DCTDecode": "JPEG", "JPXDecode": "JPEG2000"}
"""Filters whose bytes are a file of their own, with the name that Pillow has for it."""
_PLAIN = frozenset({"ASCIIHexDecode", "ASCII85Decode"})
"""Filters that make nothing larger."""
_STEP = 1 << 20


class Embedded(NamedTuple):
    """A picture as it stands in the file. row: octets of a row, 0 where that is not known. columns: of a fax that can be
    looked at here (fax.py), else None."""

    filters: tuple[str, ...]
    data: bytes
    row: int
    rows: int
    columns: int | None = None


def embedded(page: "PdfPage", content: bytes) -> list[Embedded]:
    """The pictures of a page; called with PDFium's lock held. content: the whole file. Raises Refused where they are too
    large together."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    found, pixels = list[Embedded](), 0
    for picture in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        about: Any = picture.get_metadata()
        pixels += about.width * about.height
        if pixels > MOST_PIXELS:
            raise Refused(ScanFailure.TOO_LARGE)
        filters = tuple(picture.get_filters())
        plain = len(filters) > 1 and set(filters[:-1]) <= _PLAIN
        data = bytes(picture.get_data(decode_simple=plain))
        row = (about.width * about.bits_per_pixel + 7) // 8
        columns = fax.columns_of_group_4(content, data) if filters == (_CCITT,) else None
        if columns is not None and columns * about.height > MOST_PIXELS:
            columns = None
        found.append(Embedded(filters[-1:] if plain else filters, data, row, about.height, columns))
    return found


def demand_whole(picture: Embedded) -> None:
    """Raises Refused, or what Pillow raises, of a picture that breaks off. One of another kind than these is taken as
    PDFium draws it."""
    from PIL import Image

    if not picture.data:
        raise Refused(ScanFailure.UNREADABLE)
    match picture.filters:
        case (*before, last) if last in _WHOLE and before in ([], [_FLATE]):
            data = _inflated(picture.data, MOST_OCTETS) if before else picture.data
            with Image.open(io.BytesIO(data), formats=(_WHOLE[last],)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Refused(ScanFailure.TOO_LARGE)
                image.load()
        case (only,) if only == _FLATE and picture.row:
            wanted = picture.row * picture.rows
            if len(_inflated(picture.data, wanted)) < wanted - picture.row:
                raise Refused(ScanFailure.UNREADABLE)
        case (only,) if only == _CCITT and picture.columns is not None:
            if not fax.group_4_is_whole(picture.data, picture.columns, picture.rows):
                raise Refused(ScanFailure.UNREADABLE)
        case (only,) if only == _JBIG2 and not fax.jbig2_is_whole(picture.data):
            raise Refused(ScanFailure.UNREADABLE)


def _inflated(data: bytes, most: int) -> bytes:
    """What can be unpacked, up to so many octets: a few kilobytes may hold gigabytes."""
    unpacker, found = zlib.decompressobj(), bytearray()
    while data and len(found) < most:
        try:
            part = unpacker.decompress(data, min(_STEP, most - len(found)))
        except zlib.error:
            break
        found += part
        data = unpacker.unconsumed_tail
        if not part:
            break
    return bytes(found)
