"""The libraries: those that are loaded late would be missed late."""

import importlib
from importlib import metadata

from lpo_desk.selftest.record import Facts, Place, demand
from lpo_desk.settings import version

LIBRARIES = {
    "PySide6.QtWidgets": "PySide6-Essentials",
    "sqlalchemy.dialects.postgresql.psycopg": "SQLAlchemy",
    "sqlalchemy.dialects.sqlite.pysqlcipher": "SQLAlchemy",
    "alembic": "alembic",
    "sqlcipher3.dbapi2": "sqlcipher3",
    "psycopg": "psycopg",
    "psycopg_binary": "psycopg-binary",
    "openpyxl": "openpyxl",
    "lxml.etree": "lxml",
    "python_calamine": "python-calamine",
    "typst": "typst",
    "segno": "segno",
    "argon2": "argon2-cffi",
    "cryptography": "cryptography",
    "phonenumbers": "phonenumberslite",
    "email_validator": "email-validator",
    "platformdirs": "platformdirs",
    "rapidfuzz.fuzz": "rapidfuzz",
    "pypdfium2": "pypdfium2",
    "PIL.Image": "pillow",
    "zxingcpp": "zxing-cpp",
}
"""Module -> distribution."""


def libraries(place: Place) -> Facts:
    """All can be loaded; psycopg with its own library, not one that the computer happens to have."""
    versions = {}
    for module, distribution in LIBRARIES.items():
        importlib.import_module(module)
        versions[distribution] = metadata.version(distribution)
    speaks = importlib.import_module("psycopg").pq.__impl__
    demand(speaks == "binary", f"psycopg speaks through {speaks}")
    demand(bool(version()), "the program does not know its version")
    return versions
