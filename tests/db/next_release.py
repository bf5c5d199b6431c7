"""The next release of the program, made for a test: this one with one more revision of the schema.

A folder with a copy of the package whose migrations go one further, run in a process of its own. Its revision
fills a table and rewrites rows, and it can be told to die in the middle.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from lpo_desk.db import schema
from tests.rules.sources import PACKAGE

HEAD = "9999"

REVISION = """
import os, signal
import sqlalchemy as sa
from alembic import op

revision = "@HEAD"
down_revision = "@BEFORE"


def upgrade() -> None:
    op.create_table("next_thing", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    if os.environ.get("DIE_AT") == "table":
        os.kill(os.getpid(), signal.SIGKILL)
    op.bulk_insert(sa.table("next_thing", sa.column("name")), [{"name": "x" * 2000} for _ in range(3000)])
    if os.environ.get("DIE_AT") == "rows":
        os.kill(os.getpid(), signal.SIGKILL)
    with op.batch_alter_table("office") as batch:
        batch.add_column(sa.Column("fax", sa.Text(), server_default=""))
    if os.environ.get("DIE_AT") == "end":
        os.kill(os.getpid(), signal.SIGKILL)
    if os.environ.get("DIE_AT") == "error":
        op.execute("INSERT INTO there_is_no_such_table VALUES (1)")
"""

OPEN = """
import sys
from lpo_desk.db.opening import open_local, open_server
from lpo_desk.db import schema
from sqlalchemy import text
from pathlib import Path
location, username, password = sys.argv[1:]
if location.startswith("postgresql"):
    opened = open_server(location, username, password, create=True)
else:
    opened = open_local(Path(location), username, password)
with opened.database.engine.connect() as connection:
    print(schema.current(connection), connection.execute(text("SELECT count(*) FROM next_thing")).scalar_one())
opened.close()
"""


def make(folder: Path) -> Path:
    """Returns the folder to put on the path."""
    root = folder / "next"
    shutil.copytree(PACKAGE, root / "lpo_desk", ignore=shutil.ignore_patterns("__pycache__", "ui"))
    shutil.copytree(PACKAGE.parent / "resources", root / "resources", ignore=shutil.ignore_patterns("fonts"))
    (root / "lpo_desk" / "db" / "migrations" / "versions" / f"{HEAD}_of_a_test.py").write_text(
        REVISION.replace("@HEAD", HEAD).replace("@BEFORE", schema.HEAD)
    )
    known = root / "lpo_desk" / "db" / "schema.py"
    words = known.read_text().replace(f'HEAD = "{schema.HEAD}"', f'HEAD = "{HEAD}"')
    known.write_text(
        words.replace(
            f'KNOWN = frozenset({{"{schema.HEAD}"', f'KNOWN = frozenset({{"{HEAD}", "{schema.HEAD}"'
        )
    )
    return root


def open_with(
    root: Path, location: str, username: str, password: str, *, die_at: str = ""
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(root), "DIE_AT": die_at, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", OPEN, location, username, password],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
