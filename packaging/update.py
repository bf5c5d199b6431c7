"""Makes update.json beside the installers: `python packaging/update.py FOLDER --fi "..." --sv "..." [--en "..."]`.

LPO_DESK_UPDATE_KEY names the file of the private key (Ed25519, PEM); LPO_DESK_UPDATE_KEY_PASSWORD the file of its
password, where it has one. `python packaging/update.py --new-key FILE` makes such a key and prints the public one, for
`lpo-desk configure --update-key`. Keep the private one away from the share and from every office computer.

The version is the project's, and CHANGELOG.md must tell of it: its text is the English note where none is given. Run it
when the installers are signed, for the sums are those of the files as they lie there.
"""

import argparse
import base64
import hashlib
import os
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import bill  # noqa: E402
import release_notes  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from cryptography.hazmat.primitives.serialization import (  # noqa: E402
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from lpo_desk.db.schema import HEAD, KNOWN  # noqa: E402
from lpo_desk.terms import Lang  # noqa: E402
from lpo_desk.updates.notice import FILE, Notice, opened, seal  # noqa: E402

_INSTALLERS = ("*-setup.exe", "*.msi")
_LONGEST = 1000  # letters of a note (lpo_desk/updates/notice.py)


def new_key(file: Path) -> str:
    """A private key in a new file that only its owner reads. Gives the public key. Raises FileExistsError."""
    key = Ed25519PrivateKey.generate()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as made:
        made.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public(key)


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def configured_key() -> Ed25519PrivateKey:
    """Raises KeyError where the environment names none, ValueError for another kind of key."""
    password = os.environ.get("LPO_DESK_UPDATE_KEY_PASSWORD", "")
    secret = Path(password).read_bytes().strip() if password else None
    key = load_pem_private_key(Path(os.environ["LPO_DESK_UPDATE_KEY"]).read_bytes(), secret)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("LPO_DESK_UPDATE_KEY is no Ed25519 key")
    return key


def installers(folder: Path) -> dict[str, str]:
    """SHA-256 by name. Raises LookupError where there is none of this version."""
    named = sorted(
        file for pattern in _INSTALLERS for file in folder.glob(f"LPO-Desk-{bill.project().version}{pattern}")
    )
    if not named:
        raise LookupError(f"{folder} has no installer of version {bill.project().version}")
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in named}


def write(folder: Path, note: dict[Lang, str], key: Ed25519PrivateKey, released: date) -> Path:
    """update.json in the folder, read again as the program will."""
    notice = Notice(bill.project().version, released, HEAD, min(KNOWN), installers(folder), note)
    content = seal(notice, key)
    if opened(content, key.public_key()) != notice:
        raise ValueError("the notice does not read as it was written")
    file = folder / FILE
    file.write_bytes(content)
    return file


def english(changelog: str, version: str) -> str:
    """As many whole lines of the changelog as a note may have."""
    text = release_notes.notes(changelog, version).strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition("\n")[0]


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Makes the signed update.json beside the installers.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--new-key", type=Path, metavar="FILE")
    parser.add_argument("--fi")
    parser.add_argument("--sv")
    parser.add_argument("--en")
    parser.add_argument("--released", type=date.fromisoformat, default=date.today())
    args = parser.parse_args(words)
    if args.new_key:
        print(new_key(args.new_key))
        return 0
    if not (args.folder and args.fi and args.sv):
        parser.error("give the folder of the installers and the note in Finnish and Swedish")
    version = bill.project().version
    try:
        changes = english(release_notes.CHANGELOG.read_text(encoding="utf-8"), version)
        note = {Lang.FI: args.fi, Lang.SV: args.sv, Lang.EN: args.en or changes}
        key = configured_key()
        print(f"{write(args.folder, note, key, args.released)}: {version}, public key {public(key)}")
    except LookupError as missing:
        print(
            f"Not made, for want of {missing} (CHANGELOG.md, LPO_DESK_UPDATE_KEY, the installers).",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
