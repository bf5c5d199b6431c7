"""Alembic's entry: the connection is always given by db/schema.py, already in its transaction."""

from alembic import context

from lpo_desk.db.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
