"""The organisation's standing details, read from the file that ships with the program."""

from functools import cache

from lpo_desk.domain.organisation import Organisation, parse_organisation
from lpo_desk.paths import resources


@cache
def organisation() -> Organisation:
    """Controller and supervisory authority. Read once for the life of the process."""
    return parse_organisation((resources() / "reference" / "organisation.toml").read_text(encoding="utf-8"))
