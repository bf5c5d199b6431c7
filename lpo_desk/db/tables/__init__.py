"""All tables. Importing this package registers every one of them on `Base.metadata`."""

from lpo_desk.db.tables import (
    archive,
    billing,
    imports,
    papers,
    register,
    relationship,
    requests,
    rights,
    search,
    services,
    special,
    system,
)
from lpo_desk.db.tables.base import Base

__all__ = [
    "Base",
    "archive",
    "billing",
    "imports",
    "papers",
    "register",
    "relationship",
    "requests",
    "rights",
    "search",
    "services",
    "special",
    "system",
]
