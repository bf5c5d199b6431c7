"""The start of the program knows the schema's version without Alembic, so the copy it knows must be true."""

from pathlib import Path

from alembic.script import ScriptDirectory

from lpo_desk.db import migrations, schema

SCRIPTS = ScriptDirectory(str(Path(next(iter(migrations.__path__)))))


def test_the_newest_revision_is_the_one_the_program_knows() -> None:
    assert SCRIPTS.get_heads() == [schema.HEAD]


def test_every_revision_is_known() -> None:
    assert {script.revision for script in SCRIPTS.walk_revisions()} == schema.KNOWN
