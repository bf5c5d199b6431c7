"""What is packed: the lists that are made of the bundled distributions, and the check that looks at a bundle."""

import importlib.util
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from lpo_desk.settings import version
from tests.conftest import ROOT


def load(name: str) -> ModuleType:
    """A module of the folder packaging, which is no package: PyInstaller runs there."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def bill() -> Iterator[ModuleType]:
    yield load("bill")
    sys.modules.pop("bill")


@pytest.fixture
def check(bill: ModuleType) -> Iterator[ModuleType]:
    yield load("check")
    sys.modules.pop("check")


@pytest.fixture
def bundle(tmp_path: Path, bill: ModuleType) -> Path:
    """As PyInstaller lays it out, with small files."""
    folder = tmp_path / "lpo-desk"
    inside = folder / "_internal"
    shutil.copytree(ROOT / "resources", inside / "resources")
    migrations = ROOT / "lpo_desk" / "db" / "migrations"
    shutil.copytree(
        migrations, inside / "lpo_desk" / "db" / "migrations", ignore=shutil.ignore_patterns("__pycache__")
    )
    bill.write_own_metadata(inside)
    bill.write_licences(inside / "licences", bill.parts(["PySide6.QtCore", "psycopg", "psycopg_binary"]))
    for name in ("psycopg-3.3.9.dist-info/METADATA", "psycopg/__init__.py", "PySide6/plugins/qoffscreen.dll"):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).touch()
    for name in ("qtbase_fi.qm", "qtbase_sv.qm"):
        (inside / "PySide6" / name).touch()
    for name in ("lpo-desk.exe", "LPO Desk.exe"):
        (folder / name).touch()
    return folder


def test_a_whole_bundle_has_no_fault(check: ModuleType, bundle: Path) -> None:
    assert check.faults(bundle) == []
    assert check.main(bundle) == 0


@pytest.mark.parametrize(
    ("gone", "fault"),
    [
        ("_internal/resources/terms/sv.toml", "nothing fits resources/terms/sv.toml"),
        ("_internal/resources/icons/scan.svg", "resources/icons/scan.svg is missing"),
        ("_internal/PySide6/qtbase_fi.qm", "nothing fits **/qtbase_fi.qm"),
        ("_internal/licences/NOTICE.txt", "nothing fits licences/NOTICE.txt"),
        ("LPO Desk.exe", "there is no LPO Desk.exe"),
    ],
)
def test_what_is_missing_is_named(check: ModuleType, bundle: Path, gone: str, fault: str) -> None:
    (bundle / gone).unlink()
    assert fault in check.faults(bundle)
    assert check.main(bundle) == 1


@pytest.mark.parametrize(
    "astray",
    [
        "_internal/tests/conftest.py",
        "_internal/hypothesis.py",
        "_internal/PySide6/opengl32sw.dll",
        "_internal/icuuc.dll",
        "_internal/_sqlite3.pyd",
        "_internal/desk.lpodb",
    ],
)
def test_what_does_not_belong_is_named(check: ModuleType, bundle: Path, astray: str) -> None:
    (bundle / astray).parent.mkdir(parents=True, exist_ok=True)
    (bundle / astray).touch()
    assert f"{astray} does not belong here" in check.faults(bundle)


def test_sqlcipher_keeps_its_own_sqlite(check: ModuleType, bundle: Path) -> None:
    (bundle / "_internal" / "sqlcipher3").mkdir()
    (bundle / "_internal" / "sqlcipher3" / "_sqlite3.pyd").touch()
    assert check.faults(bundle) == []


def test_a_distribution_without_licence_is_named(check: ModuleType, bundle: Path) -> None:
    (bundle / "_internal" / "segno-1.6.6.dist-info").mkdir()
    assert check.faults(bundle) == ["segno-1.6.6 has no licence text"]


def test_the_notice_names_what_is_bundled_and_where_lgpl_can_be_replaced(
    bill: ModuleType, tmp_path: Path
) -> None:
    bundled = bill.parts(["PySide6.QtCore", "typst", "psycopg", "lpo_desk.app", "json"])
    assert [part.name for part in bundled] == ["psycopg", "PySide6_Essentials", "typst"]
    bill.write_licences(tmp_path / "licences", bundled)
    notice = (tmp_path / "licences" / "NOTICE.txt").read_text(encoding="utf-8")
    assert notice.startswith(f"LPO Desk {version()}\n")
    assert "PySide6_Essentials 6.11" in notice
    assert "the folder PySide6" in notice
    texts = {file.name for file in (tmp_path / "licences").glob("PySide6*/*")}
    assert texts == {"LGPL-3.0.txt", "GPL-3.0.txt"}, "and not the commercial one"


def test_the_bill_of_materials_is_cyclonedx_and_repeatable(bill: ModuleType, tmp_path: Path) -> None:
    bundled = bill.parts(["PySide6.QtCore", "sqlalchemy"])
    bill.write_bill(tmp_path / "one.json", bundled)
    bill.write_bill(tmp_path / "two.json", bundled)
    one = (tmp_path / "one.json").read_text(encoding="utf-8")
    assert one == (tmp_path / "two.json").read_text(encoding="utf-8")
    said = json.loads(one)
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.5")
    assert said["metadata"]["component"]["version"] == version()
    names = {part["name"] for part in said["components"]}
    assert names == {"pyside6-essentials", "sqlalchemy", "CPython"}
    assert all(
        part["purl"].startswith("pkg:pypi/") for part in said["components"] if part["name"] != "CPython"
    )


def test_the_icon_has_every_size_that_windows_asks_for(tmp_path: Path) -> None:
    """In a process of its own: it makes an application, of which a process has one."""
    import subprocess

    from PIL import Image

    file = tmp_path / "app.ico"
    subprocess.run([sys.executable, str(ROOT / "packaging" / "icon.py"), str(file)], check=True, timeout=300)
    with Image.open(file) as icon:
        assert {(size, size) for size in (16, 24, 32, 48, 256)} <= set(icon.info["sizes"])
        picture = icon.convert("RGBA")
    corner, middle = picture.getpixel((0, 0)), picture.getpixel((128, 12))
    assert isinstance(corner, tuple)
    assert isinstance(middle, tuple)
    assert (corner[3], middle[:3]) == (0, (0, 0x5A, 0x9E))
