"""All tables. Importing this package registers every one of them on `Base.metadata`."""

from lpo_desk.db.tables import imports, papers, register, relationship, requests, search, system
from lpo_desk.db.tables.base import Base

__all__ = ["Base", "imports", "papers", "register", "relationship", "requests", "search", "system"]
