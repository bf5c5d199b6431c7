"""Files that must not be opened, each refused with its own sentence."""

import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from lpo_desk.imports import guard
from lpo_desk.imports.errors import WorkbookRefused
from lpo_desk.imports.reader import Book
from lpo_desk.imports.register import read_register
from lpo_desk.terms import Lang
from tests.imports.conftest import WriteBook

SMALL = {"Asiakkaat": [["Asnro", "Sukunimi", "Yrityksen nimi"], ["10001", "Virtanen", None]]}


def refusal(path: Path) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        read_register(path, today=date(2026, 11, 22))
    for lang in Lang:
        assert len(refused.value.sentence(lang)) > 40
    return refused.value.key


def bomb(path: Path, megabytes: int = 300) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for _ in range(megabytes):
                member.write(bytes(2**20))
    return path


def test_an_ordinary_workbook_passes(write_book: WriteBook) -> None:
    assert guard.inspect(write_book(SMALL)).formulas["xl/worksheets/sheet1.xml"] == ()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "import.file_not_workbook"),
        (b"Asnro;Sukunimi\n10001;Virtanen\n", "import.file_not_workbook"),
        (b"PK\x03\x04 and nothing more", "import.file_broken"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2_000), "import.file_encrypted_or_xls"),
    ],
    ids=["empty", "text", "cut short", "old or encrypted"],
)
def test_not_a_workbook(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    assert refusal(path) == key


def test_no_such_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "missing.xlsx") == "import.file_unreadable"
    assert refusal(tmp_path) == "import.file_unreadable"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_a_truncated_workbook(write_book: WriteBook, part: float) -> None:
    path = write_book(SMALL)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    assert refusal(path) == "import.file_broken"


def test_damage_inside_a_sheet(write_book: WriteBook) -> None:
    path = write_book(
        {"Asiakkaat": [*SMALL["Asiakkaat"], *([str(n), f"Nimi {n}", None] for n in range(500))]}
    )
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    damaged = bytearray(path.read_bytes())
    damaged[place + 200 : place + 260] = bytes(60)
    path.write_bytes(damaged)
    assert refusal(path) == "import.file_broken"


def test_another_zip(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refusal(path) == "import.file_not_workbook"


def test_a_zip_bomb_is_refused_from_its_directory(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb.xlsx")
    start = time.process_time()
    assert refusal(path) == "import.file_bomb"
    assert time.process_time() - start < 1


@pytest.mark.parametrize("kind", ["bomb", "large"])
def test_looking_at_a_file_takes_little_memory(tmp_path: Path, write_book: WriteBook, kind: str) -> None:
    rows = [[f"heading {n}" for n in range(20)]] * 5_000
    path = bomb(tmp_path / "bomb.xlsx") if kind == "bomb" else write_book({"Asiakkaat": rows})
    tracemalloc.start()
    try:
        with suppress(WorkbookRefused):
            guard.inspect(path)
        assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
    finally:
        tracemalloc.stop()


def test_a_directory_that_lies(tmp_path: Path) -> None:
    """The directory promises a small sheet, the stream holds a large one."""
    path = bomb(tmp_path / "liar.xlsx", megabytes=20)
    data = bytearray(path.read_bytes())
    size = struct.pack("<I", 20 * 2**20)
    place = data.find(size)
    while place >= 0:
        data[place : place + 4] = struct.pack("<I", 1_000)
        place = data.find(size, place)
    path.write_bytes(data)
    assert refusal(path) == "import.file_bomb"


def test_too_many_members(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(guard.MAX_MEMBERS):
            archive.writestr(f"xl/media/{number}.bin", b"")
    assert refusal(path) == "import.file_bomb"


def test_a_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(guard.MAX_FILE + 1)
    assert refusal(path) == "import.file_too_large"


@pytest.mark.parametrize("cell", ["XFD1", "A1048576", "DA2", "B200000"])
def test_a_lone_cell_far_away(tmp_path: Path, cell: str) -> None:
    """The reader would lay out the whole rectangle: 17 thousand million cells in the worst case."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Asiakkaat"
    book.worksheets[0].append(["Asnro", "Sukunimi", "Yrityksen nimi"])
    book.worksheets[0][cell] = "x"
    book.save(tmp_path / "wide.xlsx")
    assert refusal(tmp_path / "wide.xlsx") == "import.sheet_too_large"


def test_the_last_cell_allowed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["CZ199999"] = "x"
    book.save(tmp_path / "wide.xlsx")
    assert guard.inspect(tmp_path / "wide.xlsx")


def test_formulas_are_found_wherever_the_chunks_end(
    write_book: WriteBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Asnro", "Sukunimi", "Yrityksen nimi"], *(["1", "=1+1", None] for _ in range(300))]
    path = write_book({"Asiakkaat": rows}, formulas=True)
    for chunk in (512, 777, 2**18):
        monkeypatch.setattr(guard, "_CHUNK", chunk)
        found = guard.inspect(path).formulas["xl/worksheets/sheet1.xml"]
        assert found == tuple(f"B{row}" for row in range(2, 302))


def test_utf16_cannot_hide_a_cell(write_book: WriteBook, tmp_path: Path) -> None:
    path = tmp_path / "utf16.xlsx"
    with zipfile.ZipFile(write_book(SMALL)) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                content = content.decode().encode("utf-16")
            new.writestr(info.filename, content)
    assert refusal(path) == "import.file_broken"


def test_a_password_inside_the_zip(write_book: WriteBook) -> None:
    path = write_book(SMALL)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        directory = archive.start_dir
    data[directory + 8] |= 1  # "encrypted" in the first entry of the directory
    path.write_bytes(data)
    assert refusal(path) == "import.file_encrypted_or_xls"


def test_the_file_is_free_again_after_closing(write_book: WriteBook) -> None:
    path = write_book(SMALL)
    Book(path).close()
    path.unlink()
    assert not path.exists()
