"""Settings of this machine's user, kept as TOML: which database, which language the login speaks, when it locks.

What should follow a person to another PC is a preference and lies in the database (services/accounts.py).
"""

import json
import os
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from lpo_desk.formats import Lang
from lpo_desk.paths import config_folder, data_folder

IDLE_MINUTES = 10
_FILE = "config.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """database: path or address, "" before the first start. lang: of the login window, "fi" or "sv".

    last_user: offered at the login; never kept on a `shared` machine. idle_minutes: until the window locks itself,
    0 never. report_folder: where workbooks are saved, "" for the user's documents. erasure_folder: where the ledger of
    erasures of a server lies; that of a local file lies beside it. scan_folder: where scanners save to, "" for none;
    subfolders named by an office's code are that office's, the rest is the signed-in user's.
    """

    database: str = ""
    lang: str = Lang.FI.value
    last_user: str = ""
    shared: bool = False
    idle_minutes: int = IDLE_MINUTES
    report_folder: str = ""
    erasure_folder: str = ""
    scan_folder: str = ""

    def with_user(self, username: str) -> "Settings":
        """Remember who signed in, unless the machine is shared."""
        return replace(self, last_user="" if self.shared else username)


def load(file: Path | None = None) -> Settings:
    """The settings of the file. What is missing, of a wrong kind or unreadable has its default."""
    try:
        raw: dict[str, Any] = tomllib.loads((file or _place()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    standard = Settings()
    fitting = {
        field.name: raw[field.name]
        for field in fields(Settings)
        if type(raw.get(field.name)) is type(getattr(standard, field.name))
    }
    read = replace(standard, **fitting)
    known = read.lang in {lang.value for lang in Lang}
    return replace(read, lang=read.lang if known else standard.lang, idle_minutes=max(0, read.idle_minutes))


def save(settings: Settings, file: Path | None = None) -> None:
    """Replace the file as a whole. Raises OSError where it cannot be written."""
    place = file or _place()
    # JSON writes strings, whole numbers and booleans as TOML does.
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in asdict(settings).items())
    draft = place.with_name(place.name + ".new")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
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
    """Where a new database is proposed."""
    return data_folder() / "lpo-desk.lpodb"


def practice_database() -> Path:
    """Where the practice database lies: beside the real one, with another name."""
    return data_folder() / "harjoitus.lpodb"


def _place() -> Path:
    return config_folder() / _FILE
