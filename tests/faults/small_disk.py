"""A disk of a few megabytes that runs full, is emptied and becomes read-only, under a real encrypted file.

Run as a program in a mount namespace of its own, as root of that namespace: `small_disk.py FOLDER FILE PASSWORD`.
What it saw is printed as JSON.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from lpo_desk.db import backup
from lpo_desk.db.backup import check_integrity, count_rows
from lpo_desk.db.opening import keys_path
from lpo_desk.domain.errors import UserError
from lpo_desk.services import accounts
from lpo_desk.services.accounts import SignedIn
from tests.db.people import Someone, add
from tests.fixtures_db import CHEAP

AT = datetime(2026, 11, 23, tzinfo=UTC)


def mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)


def save(signed: SignedIn, number: int) -> None:
    with signed.opened.database.unit(signed.actor) as unit:
        add(unit, Someone("Kestävä", "x" * 3000, str(number)))


def told(act: Callable[[], object]) -> str:
    """The name of the sentence that the act ends with."""
    try:
        act()
    except UserError as error:
        return type(error).__name__
    return "nothing"


def fill(signed: SignedIn) -> tuple[int, str]:
    """Save until it fails. Returns how many were saved and with what sentence it ended."""
    for number in range(100_000):
        try:
            save(signed, number)
        except UserError as error:
            return number, type(error).__name__
    return number, "nothing"


def customers(signed: SignedIn) -> int:
    with signed.opened.database.engine.connect() as connection:
        assert check_integrity(connection)
        return count_rows(connection)["customer_account"]


def main(folder: Path, file: Path, password: str) -> dict[str, object]:
    mount("-t", "tmpfs", "-o", "size=9m", "tmpfs", str(folder))
    path = folder / "desk.lpodb"
    shutil.copy(file, path)
    shutil.copy(keys_path(file), keys_path(path))
    ballast = folder / "ballast"
    ballast.write_bytes(
        bytes(4 << 20)
    )  # as much as the log of writes holds: its pages must find room in the file
    signed = accounts.sign_in(str(path), "admin", password, cost=CHEAP)
    saved, ended = fill(signed)
    seen: dict[str, object] = {"saved": saved, "full": ended, "kept": customers(signed)}

    def change_password() -> None:
        accounts.change_password(signed, password, "kolme-hylkeenpoikaa-luodolla")

    def back_up() -> None:
        assert signed.opened.keys is not None
        backup.write(
            signed.opened.database.engine,
            signed.opened.data_key,
            signed.opened.keys,
            folder / "copy.lpodb",
            at=AT,
        )

    with suppress(OSError), (folder / "rest").open("wb") as rest:  # the last byte
        while True:
            rest.write(bytes(1024))
            rest.flush()
    keys_before = keys_path(path).read_bytes()
    seen["full backup"] = told(back_up)
    seen["full password"] = told(change_password)
    seen["keys kept"] = keys_path(path).read_bytes() == keys_before
    seen["left over"] = sorted(
        f.name for f in folder.iterdir() if "copy" in f.name or f.name.endswith(".part")
    )
    (folder / "rest").unlink(missing_ok=True)
    ballast.unlink()
    save(signed, saved)
    seen["after"] = customers(signed)
    signed.opened.close()

    mount("--bind", str(path), str(path))
    mount("-o", "remount,bind,ro", str(path))
    seen["read-only file"] = told(lambda: accounts.sign_in(str(path), "admin", password, cost=CHEAP))
    subprocess.run(["umount", str(path)], check=True)
    mount("-o", "remount,ro", str(folder))
    seen["read-only disk"] = told(lambda: accounts.sign_in(str(path), "admin", password, cost=CHEAP))
    mount("-o", "remount,rw", str(folder))

    signed = accounts.sign_in(str(path), "admin", password, cost=CHEAP)
    seen["end"] = customers(signed)
    signed.opened.close()
    return seen


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
