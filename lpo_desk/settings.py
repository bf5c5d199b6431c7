"""Settings of this machine and of its user, kept as TOML: which database, the login's language, when it locks.

What administrators decide for a computer (`lpo-desk configure`, the installer's switches) lies in a file of its own,
which users only read; a user's own settings hold what differs from it. What should follow a person to another PC is a
preference and lies in the database (services/accounts.py).
"""

import json
import os
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from lpo_desk.formats import Lang
from lpo_desk.paths import config_folder, data_folder, machine_folder

IDLE_MINUTES = 10
_FILE = "config.toml"
_MACHINE_FILE = "machine.toml"
_OF_MACHINE = ("update_place", "update_key")
"""Settings that a user's own file cannot change."""


@dataclass(frozen=True, slots=True)
class Settings:
    """database: path or address, "" before the first start. lang: of the login window, "fi" or "sv".

    last_user: offered at the login; never kept on a `shared` machine. idle_minutes: until the window locks itself,
    0 never. report_folder: where workbooks are saved, "" for the user's documents. erasure_folder: where the ledger of
    erasures of a server lies; that of a local file lies beside it. scan_folder: where scanners save to, "" for none;
    subfolders named by an office's code are that office's, the rest is the signed-in user's. office: the code of the
    one that the computer stands in, "" where it is not told. update_place: folder, file or web address of update.json,
    "" to look for no newer versions; update_key: the public key (base64) that it is signed with.
    """

    database: str = ""
    lang: str = Lang.FI.value
    last_user: str = ""
    shared: bool = False
    idle_minutes: int = IDLE_MINUTES
    report_folder: str = ""
    erasure_folder: str = ""
    scan_folder: str = ""
    office: str = ""
    update_place: str = ""
    update_key: str = ""

    def with_user(self, username: str) -> "Settings":
        """Remember who signed in, unless the machine is shared."""
        return replace(self, last_user="" if self.shared else username)


def load(file: Path | None = None) -> Settings:
    """The settings of the user's file over those of the machine. What is missing, of a wrong kind or unreadable in both
    has its default."""
    decided = machine()
    read = _read(file or _place(), decided)
    return replace(read, **{name: getattr(decided, name) for name in _OF_MACHINE})


def save(settings: Settings, file: Path | None = None) -> None:
    """Replace the user's file as a whole. Raises OSError where it cannot be written.

    What is as the machine's settings say is left out, so that it follows them when they change.
    """
    _write(settings, machine(), file or _place())


def machine() -> Settings:
    """What administrators decided for this computer."""
    return _read(machine_file(), Settings())


def save_machine(settings: Settings) -> Path:
    """Replace the machine's file, and give its place. Raises OSError where this user may not write it."""
    place = machine_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    _write(settings, Settings(), place)
    place.chmod(0o644)  # everybody reads it, whatever this process keeps private
    return place


def machine_file() -> Path:
    return machine_folder() / _MACHINE_FILE


def _read(place: Path, standard: Settings) -> Settings:
    try:
        raw: dict[str, Any] = tomllib.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return standard
    fitting = {
        field.name: raw[field.name]
        for field in fields(Settings)
        if type(raw.get(field.name)) is type(getattr(standard, field.name))
    }
    read = replace(standard, **fitting)
    known = read.lang in {lang.value for lang in Lang}
    return replace(read, lang=read.lang if known else standard.lang, idle_minutes=max(0, read.idle_minutes))


def _write(settings: Settings, standard: Settings, place: Path) -> None:
    usual = asdict(standard)
    # JSON writes strings, whole numbers and booleans as TOML does.
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in asdict(settings).items()
        if value != usual[name]
    ]
    draft = place.with_name(place.name + ".new")
    draft.write_text("".join(lines), encoding="utf-8")
    os.replace(draft, place)


def version() -> str:
    """The version of the installed program, or of the checkout it runs from."""
    from importlib import metadata

    try:
        return metadata.version("lpo-desk")
    except metadata.PackageNotFoundError:
        project = Path(__file__).parents[1] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def default_database() -> Path:
    """Where a new database is proposed: where the machine's settings say, else in the user's own folder."""
    named = machine().database
    return Path(named) if named and "://" not in named else data_folder() / "lpo-desk.lpodb"


def practice_database() -> Path:
    """Where the practice database lies: beside the real one, with another name."""
    return data_folder() / "harjoitus.lpodb"


def _place() -> Path:
    return config_folder() / _FILE
