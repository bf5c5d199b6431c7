"""Read a PDF back as a reader and a screen reader would."""

import io
import re
from collections.abc import Iterator

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

MILLIMETRES = 25.4 / 72
"""One point of a PDF in mm."""


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def dictionary(node: PdfObject) -> DictionaryObject:
    whole = node.get_object()
    assert isinstance(whole, DictionaryObject)
    return whole


def catalog(pdf: bytes) -> DictionaryObject:
    return dictionary(reader(pdf).trailer["/Root"])


def xmp(pdf: bytes) -> str:
    """The metadata packet."""
    packet = catalog(pdf)["/Metadata"].get_object()
    assert isinstance(packet, StreamObject)
    return packet.get_data().decode()


def text(pdf: bytes) -> str:
    """All text of all pages, hyphenation undone and spaces made one."""
    pages = "\n".join(page.extract_text() for page in reader(pdf).pages)
    return " ".join(re.sub(r"[-\u2010\u00ad]\n", "", pages).split())


def squeezed(words: str) -> str:
    """Without any white space: for values that may break over lines."""
    return "".join(words.split())


def tags(pdf: bytes) -> list[str]:
    """The structure elements (H1, P, TH...) in reading order."""
    return [str(element["/S"])[1:] for element in _elements(catalog(pdf)["/StructTreeRoot"])]


def alternatives(pdf: bytes) -> list[str]:
    """What is read aloud in place of pictures."""
    return [
        str(element["/Alt"]) for element in _elements(catalog(pdf)["/StructTreeRoot"]) if "/Alt" in element
    ]


def fonts(pdf: bytes) -> dict[str, bool]:
    """Names of all fonts used and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in reader(pdf).pages:
        resources = dictionary(page["/Resources"])
        for font in dictionary(resources.get("/Font", DictionaryObject())).values():
            descendants = dictionary(font)["/DescendantFonts"]
            assert isinstance(descendants, ArrayObject)
            descendant = dictionary(descendants[0])
            descriptor = dictionary(descendant["/FontDescriptor"])
            found[str(descendant["/BaseFont"])] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    return found


def place(pdf: bytes, words: str) -> tuple[float, float]:
    """Left and top of the words on the first page, in mm from its upper left corner."""
    page = pypdfium2.PdfDocument(pdf)[0]
    letters = page.get_textpage()
    found = letters.search(words, match_case=True).get_next()
    assert found is not None, f"not on the page: {words}"
    left, _, _, top = letters.get_charbox(found[0])
    return left * MILLIMETRES, (page.get_height() - top) * MILLIMETRES


def rightmost(pdf: bytes) -> float:
    """The right edge of the text that reaches furthest to the right on any page, in mm."""
    edges: list[float] = []
    for page in pypdfium2.PdfDocument(pdf):
        letters = page.get_textpage()
        edges += [letters.get_charbox(index)[2] for index in range(letters.count_chars())]
    return max(edges) * MILLIMETRES


def _elements(node: object) -> Iterator[DictionaryObject]:
    if isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node["/K"])
