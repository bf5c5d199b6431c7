"""Notes of a release, and the signature on what is given out."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.packaging.test_bundle import load

SIGN = ROOT / "packaging" / "windows" / "sign.sh"
TOOLS = ("osslsigncode", "openssl", "x86_64-w64-mingw32-gcc")
signs = pytest.mark.skipif(
    not all(shutil.which(tool) for tool in TOOLS), reason=f"signing needs {', '.join(TOOLS)}"
)
CHANGELOG = """\
# Changes

## Unreleased

- Coming.

## 1.2.0 (2027-01-15)

- Scans.

- Labels.

## 1.1.0

## [v1.0.0]

- The first.
"""


def test_the_notes_of_one_version() -> None:
    notes = load("release_notes").notes
    assert notes(CHANGELOG, "1.2.0") == "- Scans.\n\n- Labels.\n"
    assert notes(CHANGELOG, "1.0.0") == "- The first.\n"


@pytest.mark.parametrize("version", ["1.1.0", "1.2", "9.9.9"])
def test_no_release_without_notes(version: str) -> None:
    with pytest.raises(LookupError):
        load("release_notes").notes(CHANGELOG, version)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A Windows program that does nothing."""
    source = tmp_path / "nothing.c"
    source.write_text("int main(void) { return 0; }\n", encoding="utf-8")
    made = tmp_path / "nothing.exe"
    subprocess.run(["x86_64-w64-mingw32-gcc", "-o", made, source], check=True)
    return made


def sign(program: Path, **variables: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LPO_DESK_CERT")}
    done = subprocess.run(
        ["bash", SIGN, program], env=clean | variables, capture_output=True, text=True, check=True
    )
    return done.stdout


def verified(program: Path, certificate: Path) -> bool:
    done = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", certificate, "-in", program],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0 and "Signature verification: ok" in done.stdout


@signs
def test_without_a_certificate_it_says_so_and_leaves_the_file(program: Path) -> None:
    before = program.read_bytes()
    assert "not signed" in sign(program)
    assert program.read_bytes() == before


@signs
def test_with_a_certificate_the_file_is_signed_and_changes_show(program: Path, tmp_path: Path) -> None:
    """A throw-away certificate, as good as any for the signature itself."""
    key, certificate, both = (tmp_path / name for name in ("key.pem", "certificate.pem", "both.p12"))
    password = tmp_path / "password"
    password.write_text("kokeilu", encoding="utf-8")
    subject = "/C=FI/O=Kokeilu/CN=LPO Desk kokeilu"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", subject),
            *("-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    subprocess.run(
        [
            *("openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(certificate)),
            *("-out", str(both), "-passout", f"file:{password}"),
        ],
        check=True,
    )
    said = sign(program, LPO_DESK_CERTIFICATE=str(both), LPO_DESK_CERTIFICATE_PASSWORD=str(password))
    assert said == "signed: nothing.exe\n"
    assert verified(program, certificate)
    changed = bytearray(program.read_bytes())
    changed[0x400] ^= 1
    program.write_bytes(changed)
    assert not verified(program, certificate)
