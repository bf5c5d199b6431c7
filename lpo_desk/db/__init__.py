"""SQLAlchemy: engines, the unit of work, tables, migrations, search and the keys of the encrypted file."""
