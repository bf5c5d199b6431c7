"""scripts/postcodes: Posti's file of the whole country instead of the table that ships."""

import subprocess
import sys
from pathlib import Path

from tests.rules.sources import ROOT


def record(code: str, fi: str, sv: str, kind: str = "1") -> str:
    start = f"PONOT20260526{code}{fi:30}{sv:30}{'':24}20100101{kind}"
    return f"{start:176}434{'LOVIISA':20}{'LOVISA':20}2"


def make(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    file = folder / "PCF_20260526.dat"
    file.write_text("\n".join(lines), encoding="latin-1")
    command = [
        sys.executable,
        str(ROOT / "scripts" / "postcodes"),
        str(file),
        "--out",
        str(folder / "out.csv"),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def test_postis_file_becomes_the_table(tmp_path: Path) -> None:
    done = make(
        tmp_path,
        record("07740", "PERNAJAN VANHAKYLÄ", "GAMMELBY"),
        record("07901", "LOVIISA", "LOVISA", "2"),
        record("07904", "SMARTPOST", "SMARTPOST", "6"),
        record("33100", "TAMPERE", "TAMPERE"),
        record("99999", "KORVATUNTURI-ALA", "KORVATUNTURI-ALA"),
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == [
        "postcode,fi,sv",
        "07740,Pernajan Vanhakylä,Gammelby",
        "07901,Loviisa,Lovisa",
        "33100,Tampere,",
        "99999,Korvatunturi-Ala,",
    ]


def test_another_file_leaves_the_table_alone(tmp_path: Path) -> None:
    done = make(tmp_path, "no postal codes here")
    assert done.returncode == 2
    assert not (tmp_path / "out.csv").exists()
