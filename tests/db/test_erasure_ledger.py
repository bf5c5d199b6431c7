"""The ledger of erasures: a chain of lines that survives a power cut and tells of every other change."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lpo_desk.db import erasure_ledger
from lpo_desk.db.erasure_ledger import LedgerDamaged, Line

KEY, OTHER = b"k" * 32, b"o" * 32
FIRST = Line(
    "1:7",
    "2026-11-28T10:00:00+00:00",
    7,
    "L-2026-0001",
    ("aa", "bb"),
    (("basic", "customer"),),
    (("billing", "accounting", "2030-12-31"), ("request", "case", "")),
    1,
    2,
)
SECOND = replace(FIRST, key="2:8", party=8)
THIRD = replace(FIRST, key="3:9", party=9)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "desk.lpodb.erasures"
    erasure_ledger.append(path, KEY, [FIRST, SECOND])
    return path


def test_what_is_written_is_read_in_its_order(ledger: Path) -> None:
    erasure_ledger.append(ledger, KEY, [THIRD])
    assert erasure_ledger.read(ledger, KEY) == (FIRST, SECOND, THIRD)
    assert len(ledger.read_text(encoding="utf-8").splitlines()) == 3


def test_without_a_file_nothing_was_erased(tmp_path: Path) -> None:
    assert erasure_ledger.read(tmp_path / "none", KEY) == ()


def test_half_a_line_never_happened(ledger: Path) -> None:
    """The line is written before the commit: where the power failed in it, nothing was erased."""
    whole = ledger.read_bytes()
    for cut in (1, 20, len(whole) // 2 - 2):
        ledger.write_bytes(whole[:-cut])
        assert erasure_ledger.read(ledger, KEY) == (FIRST,)
    erasure_ledger.append(ledger, KEY, [THIRD])
    assert erasure_ledger.read(ledger, KEY) == (FIRST, THIRD)


@pytest.mark.parametrize("name", ["party", "digests", "erased", "kept", "at", "case_number"])
def test_a_changed_line_is_seen(ledger: Path, name: str) -> None:
    lines = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    lines[0][name] = lines[0][name] * 2 if name != "party" else 12
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with pytest.raises(LedgerDamaged):
        erasure_ledger.read(ledger, KEY)


@pytest.mark.parametrize("order", [[1], [1, 0], [0, 0, 1]])
def test_a_line_taken_out_doubled_or_moved_is_seen(ledger: Path, order: list[int]) -> None:
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[place] for place in order))
    with pytest.raises(LedgerDamaged):
        erasure_ledger.read(ledger, KEY)


@pytest.mark.parametrize("junk", [b"\n", b"[]\n", b"{}\n", b'{"mac": "zz"}\n', b"\xff\xfe\n"])
def test_junk_is_seen_and_never_written_after(ledger: Path, junk: bytes) -> None:
    ledger.write_bytes(ledger.read_bytes() + junk)
    with pytest.raises(LedgerDamaged):
        erasure_ledger.read(ledger, KEY)
    with pytest.raises(LedgerDamaged):
        erasure_ledger.append(ledger, KEY, [THIRD])


def test_another_registers_ledger_is_not_read(ledger: Path) -> None:
    with pytest.raises(LedgerDamaged):
        erasure_ledger.read(ledger, OTHER)


def test_what_was_taken_back_is_not_told(ledger: Path) -> None:
    erasure_ledger.take_back(ledger, KEY, [FIRST])
    assert erasure_ledger.read(ledger, KEY) == (SECOND,)


def test_two_copies_are_joined_by_what_each_knows(ledger: Path, tmp_path: Path) -> None:
    other = tmp_path / "copy.erasures"
    other.write_bytes(ledger.read_bytes())
    erasure_ledger.append(other, KEY, [THIRD])
    erasure_ledger.take_back(other, KEY, [SECOND])
    erasure_ledger.join(ledger, other, KEY)
    erasure_ledger.join(ledger, other, KEY)
    assert erasure_ledger.read(ledger, KEY) == (FIRST, THIRD)
    erasure_ledger.join(tmp_path / "new.erasures", ledger, KEY)
    assert erasure_ledger.read(tmp_path / "new.erasures", KEY) == (FIRST, THIRD)
    erasure_ledger.join(ledger, tmp_path / "absent", KEY)
    assert erasure_ledger.read(ledger, KEY) == (FIRST, THIRD)
