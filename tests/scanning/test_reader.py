"""Scans read by their bytes: our own codes on bad pictures, files that are broken, too large or no scans at all."""

import io
import random
import struct
import zlib
from dataclasses import replace
from typing import cast

import pypdfium2
import pytest
import segno
from PIL import Image, TiffImagePlugin
from pypdf import PdfReader, PdfWriter

from lpo_desk.documents import receipt
from lpo_desk.documents.forms import correction_form, inspection_form
from lpo_desk.documents.labels import Label, labels
from lpo_desk.domain.forms import FormContent
from lpo_desk.domain.qr import qr_text
from lpo_desk.domain.scans import MOST_OCTETS, MOST_PAGES, Reading, ScanFailure, ScanMedia, number_to_file_by
from lpo_desk.scanning import read
from lpo_desk.terms import Lang
from tests.documents import samples
from tests.documents.test_forms import BLANK, FILLED, Form
from tests.scanning.sheets import DAY, jpeg, label, own_papers, picture, scanned

SEED = 20261128


def saved(page: Image.Image, form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    page.save(stream, form, **options)
    return stream.getvalue()


def as_pdf(pages: list[bytes]) -> bytes:
    """What a scanner makes: each page one JPEG."""
    pictures = [Image.open(io.BytesIO(page)) for page in pages]
    return saved(pictures[0], "PDF", resolution=150, save_all=True, append_images=pictures[1:])


def test_at_least_95_of_100_of_our_own_papers_are_read_from_bad_pictures() -> None:
    chance = random.Random(SEED)
    papers = list(own_papers(chance, 100))
    read_right = 0
    for number, pdf in papers:
        found = read(scanned(pdf, chance))
        assert found.failure is None
        assert found.numbers in ((), (number,)), "a number that is not the paper's is worse than none"
        read_right += found.numbers == (number,)
    assert read_right >= 95, read_right


@pytest.mark.parametrize("form", [inspection_form, correction_form], ids=["inspection", "correction"])
@pytest.mark.parametrize("content", [BLANK, FILLED], ids=["blank", "filled"])
@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV], ids=lambda lang: str(lang.value))
def test_at_least_95_of_100_of_each_form_are_read(form: Form, content: FormContent, lang: Lang) -> None:
    """25 in each of the four ways that a form is printed; at the most one of them may be missed."""
    chance = random.Random(f"{form.__name__} {lang.value} {content.person.name}")
    missed = 0
    for _ in range(25):
        number = f"P-2026-{chance.randrange(10_000):04}"
        found = read(scanned(form(replace(content, case_number=number), lang), chance))
        assert found.failure is None
        assert found.numbers in ((), (number,)), "a number that is not the form's is worse than none"
        missed += not found.numbers
    assert missed <= 1, missed


@pytest.mark.parametrize("media", [ScanMedia.PDF, ScanMedia.PNG, ScanMedia.TIFF, ScanMedia.JPEG])
def test_every_kind_of_file_is_known_by_its_bytes(media: ScanMedia) -> None:
    page = picture(label("L-00042"))
    content = as_pdf([jpeg(page)]) if media is ScanMedia.PDF else saved(page, media.name)
    assert read(content) == Reading(media, 1, ("L-00042",))


def test_all_pages_are_read_and_two_numbers_are_for_a_person_to_tell_apart() -> None:
    one, other = picture(label("L-00042")), picture(label("L-2026-0007"))
    blank = Image.new("L", one.size, 255)
    tiff = saved(blank, "TIFF", save_all=True, append_images=[blank, one])
    assert read(tiff) == Reading(ScanMedia.TIFF, 3, ("L-00042",))
    both = read(as_pdf([jpeg(one), jpeg(other), jpeg(one)]))
    assert both == Reading(ScanMedia.PDF, 3, ("L-00042", "L-2026-0007"))
    assert number_to_file_by(both) == ""
    assert number_to_file_by(read(tiff)) == "L-00042"


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_upside_down_is_read(turned: int) -> None:
    page = picture(label("P-00007")).rotate(turned, expand=True)
    assert read(jpeg(page)).numbers == ("P-00007",)


def test_wrong_and_foreign_codes_say_nothing() -> None:
    good = qr_text("L-2026-0042")
    foreign = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.replace("0042", "0043"),
        good.replace("LPO", "LP0"),
        "L-2026-0042",
        "https://example.fi/L-2026-0042",
        "BCD\n001\n1\nSCT\n\nLoviisan Puhelinosuuskunta",
        f"{good} {good}",
        "LPO:",
        "",
    ]
    for text in filter(None, foreign):
        stream = io.BytesIO()
        segno.make(text, error="m", micro=False).save(stream, kind="png", scale=8, border=4)
        assert read(stream.getvalue()) == Reading(ScanMedia.PNG, 1, ()), text


def test_files_that_are_none_or_too_much_say_why() -> None:
    page = picture(label("L-00042"))
    locked = PdfWriter(clone_from=PdfReader(io.BytesIO(label("L-00042"))))
    locked.encrypt("secret")
    closed = io.BytesIO()
    locked.write(closed)
    huge = pypdfium2.PdfDocument.new()
    huge.new_page(20_000, 20_000)
    poster = io.BytesIO()
    huge.save(poster)
    dot = Image.new("1", (1, 1))
    many = saved(dot, "TIFF", save_all=True, append_images=[dot] * MOST_PAGES)
    wanted = {
        ScanFailure.EMPTY: [b""],
        ScanFailure.NOT_A_SCAN: [b"PK\x03\x04", b"Hei", b"GIF89a", saved(page, "BMP"), b"%PD"],
        ScanFailure.TOO_LARGE: [b"%PDF-" + bytes(MOST_OCTETS), poster.getvalue(), bomb(30_000, 30_000)],
        ScanFailure.TOO_MANY_PAGES: [many],
        ScanFailure.ENCRYPTED: [closed.getvalue()],
        ScanFailure.UNREADABLE: [b"%PDF-1.7", b"\xff\xd8\xff", b"II*\0", b"\x89PNG\r\n\x1a\n"],
    }
    for failure, contents in wanted.items():
        for content in contents:
            assert read(content).failure is failure, (failure, content[:40])


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_no_truncated_file_is_taken_for_whole() -> None:
    page = picture(label("L-00042"), dpi=100)
    whole = [
        jpeg(page),
        saved(page, "PNG"),
        saved(page, "TIFF", compression="tiff_lzw"),
        as_pdf([jpeg(page)]),
    ]
    for content in whole:
        assert read(content).failure is None
        for part in (0.1, 0.3, 0.5, 0.7, 0.9, 0.97):
            assert read(content[: int(len(content) * part)]).failure is ScanFailure.UNREADABLE, (
                content[:4],
                part,
            )


def test_a_picture_that_breaks_off_in_a_whole_pdf_is_found() -> None:
    """PDFium draws what there is of it; the file itself has its end, its table and its lengths."""
    page = picture(label("L-00042"), dpi=100)
    assert read(with_pictures(jpeg(page))).failure is None
    for part in (0.2, 0.5, 0.9, 0.98):
        cut = jpeg(page)[: int(len(jpeg(page)) * part)]
        assert read(with_pictures(cut)).failure is ScanFailure.UNREADABLE, part
        assert read(with_pictures(jpeg(page), cut)).failure is ScanFailure.UNREADABLE, "on its second page"
        assert read(with_pictures(zlib.compress(cut), filters="[/FlateDecode /DCTDecode]")).failure
    rows = page.tobytes()

    def packed(content: bytes) -> Reading:
        return read(with_pictures(content, filters="/FlateDecode", width=page.width, height=page.height))

    assert packed(zlib.compress(rows)).failure is None
    for broken_off in (zlib.compress(rows)[:-400], zlib.compress(rows[: len(rows) // 2]), b"", b"no zlib"):
        assert packed(broken_off).failure is ScanFailure.UNREADABLE


def group_4(page: Image.Image, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The page as a fax, in one strip."""
    monkeypatch.setattr(TiffImagePlugin, "STRIP_SIZE", 1 << 30)
    with Image.open(io.BytesIO(saved(page, "TIFF", compression="group4"))) as made:
        assert isinstance(made, TiffImagePlugin.TiffImageFile)
        (at,), (length,) = made.tag_v2[273], made.tag_v2[279]
        return cast("io.BytesIO", made.fp).getvalue()[at : at + length]


def jbig2(page: Image.Image, fax: bytes) -> bytes:
    """The page as JBIG2 in a PDF: the page's head, and one region that is coded as a fax (T.88, 7.2 and 7.4.6)."""
    size = struct.pack(">II", *page.size)
    head = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + size + bytes(11)
    region = size + bytes(9) + b"\1" + fax
    return head + struct.pack(">IBBBI", 1, 39, 0, 1, len(region)) + region


@pytest.mark.parametrize("parameters", ["inline", "elsewhere"])
def test_a_fax_that_breaks_off_in_a_whole_pdf_is_found(
    parameters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDFium draws white where it ends. What is lost after the last row is no loss: the end of a fax is 24 bits."""
    page = Image.new("1", (1240, 1754), 1)
    page.paste(picture(label("L-00042"), dpi=150).convert("1"))
    whole = group_4(page, monkeypatch)

    def packed(fax: bytes) -> Reading:
        told = f"/K -1/Columns {page.width}/Rows {page.height}"
        said = f"<<{told}>>" if parameters == "inline" else "99 0 R"
        filters = f"/CCITTFaxDecode/DecodeParms {said}"
        made = with_pictures(fax, filters=filters, width=page.width, height=page.height, bits=1)
        return read(made if parameters == "inline" else with_object(made, 99, f"<<{told}>>"))

    assert packed(whole) == Reading(ScanMedia.PDF, 1, ("L-00042",))
    assert packed(whole[:-3]).failure is None, "all of its rows are there"
    for cut in (5, 20, len(whole) // 2, len(whole) - 20):
        assert packed(whole[:-cut]).failure is ScanFailure.UNREADABLE, cut


def test_a_jbig2_picture_that_breaks_off_in_a_whole_pdf_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    page = picture(label("L-00042"), dpi=150).convert("1")
    whole = jbig2(page, group_4(page, monkeypatch))

    def packed(content: bytes) -> Reading:
        return read(
            with_pictures(content, filters="/JBIG2Decode", width=page.width, height=page.height, bits=1)
        )

    assert packed(whole) == Reading(ScanMedia.PDF, 1, ("L-00042",))
    for cut in (1, 30, len(whole) // 2, len(whole) - 9):
        assert packed(whole[:-cut]).failure is ScanFailure.UNREADABLE, cut


def with_object(pdf: bytes, number: int, body: str) -> bytes:
    """The PDF with one object more, as a program adds one when it saves: behind the end, with a table of its own."""
    before = pdf.rindex(b"startxref\n") + len(b"startxref\n")
    table = int(pdf[before:].split(b"\n")[0])
    at = len(pdf) + 1
    added = b"\n%d 0 obj\n%b\nendobj\n" % (number, body.encode())
    xref = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    end = b"trailer <</Root 1 0 R/Size %d/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (
        number + 1,
        table,
        len(pdf) + len(added),
    )
    return pdf + added + xref + end


def test_pictures_that_scanners_and_printers_put_into_a_pdf_are_whole() -> None:
    page = picture(label("L-00042"))
    for mode in ("L", "RGB", "CMYK", "1", "P", "RGBA"):
        assert read(saved(page.convert(mode), "PDF", resolution=150)).failure is None, mode
    for pdf in (label("L-00042"), receipt(samples.RECEIPT, Lang.SV)):
        assert read(pdf).failure is None


def test_pictures_too_large_to_unpack_say_so() -> None:
    """Bombs of a few kilobytes: one by its own head, one by the PDF's, and many that are too large together."""
    head = bytearray(jpeg(Image.new("L", (64, 64))))
    at = head.index(b"\xff\xc0")
    head[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    assert read(with_pictures(bytes(head))).failure is ScanFailure.TOO_LARGE
    packed = zlib.compress(bytes(10_000_000))
    assert (
        read(with_pictures(packed, filters="/FlateDecode", width=30_000, height=30_000)).failure
        is ScanFailure.TOO_LARGE
    )
    assert read(with_pictures(packed, filters="/FlateDecode", width=8, height=8)).failure is None


def with_pictures(
    *contents: bytes, filters: str = "/DCTDecode", width: int = 0, height: int = 0, bits: int = 8
) -> bytes:
    """A whole PDF, a page for each of these bytes as its picture. Size: of a JPEG by its head."""
    made, places = bytearray(b"%PDF-1.7\n"), list[int]()

    def add(body: bytes) -> None:
        places.append(len(made))
        made.extend(b"%d 0 obj\n%b\nendobj\n" % (len(places), body))

    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(contents)))
    add(b"<</Type/Catalog/Pages 2 0 R>>")
    add(f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode())
    for number, content in enumerate(contents):
        at, draw = 3 + 3 * number, b"595 0 0 842 0 0 cm /P Do"
        wide, high = (width, height) if width else jpeg_size(content)
        add(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {at + 1} 0 R"
            f"/Resources<</XObject<</P {at + 2} 0 R>>>>>>".encode()
        )
        add(b"<</Length %d>>\nstream\n%b\nendstream" % (len(draw), draw))
        about = (
            f"<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/DeviceGray"
            f"/BitsPerComponent {bits}/Filter {filters}/Length {len(content)}>>"
        )
        add(about.encode() + b"\nstream\n" + content + b"\nendstream")
    table = len(made)
    made.extend(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    made.extend(b"".join(b"%010d 00000 n \n" % place for place in places))
    made.extend(b"trailer <</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, table))
    return bytes(made)


def jpeg_size(content: bytes) -> tuple[int, int]:
    """By the frame's head; of packed bytes anything will do."""
    at = content.find(b"\xff\xc0")
    high, wide = struct.unpack(">HH", content[at + 5 : at + 9]) if at >= 0 else (100, 100)
    return (wide, high) if wide * high < 10_000_000 else (100, 100)


@pytest.mark.parametrize("slice_", range(4))
def test_a_thousand_broken_files_crash_nothing(slice_: int) -> None:
    """250 in each slice: octets changed, cut out, put in, doubled, in files of all four kinds."""
    chance = random.Random(SEED + slice_)
    page = picture(labels([Label("L-00042", "Sopimus")], Lang.FI, DAY), dpi=60).crop((0, 0, 200, 160))
    seeds = [
        saved(page, "JPEG", quality=70),
        saved(page, "PNG"),
        saved(page, "TIFF", compression="tiff_deflate", save_all=True, append_images=[page]),
        as_pdf([saved(page, "JPEG", quality=70)]),
        small_pdf(),
    ]
    told = 0
    for turn in range(250):
        found = read(broken(seeds[turn % len(seeds)], chance))
        assert (found.failure is None) == (found.pages is not None)
        assert found.numbers in ((), ("L-00042",))
        told += found.failure is not None
    assert told > 100, "most were broken"


def small_pdf() -> bytes:
    made = pypdfium2.PdfDocument.new()
    for _ in range(3):
        made.new_page(100, 140)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def broken(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randrange(1, 12)):
        at, length = chance.randrange(len(made)), chance.randrange(1, 40)
        match chance.randrange(5):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = chance.randbytes(length)
            case 3:
                made[at:at] = made[at : at + length]
            case _:
                made[at : at + length] = chance.choice((b"\0", b"\xff", b"9")) * length
        if len(made) < 2:
            break
    return bytes(made)
