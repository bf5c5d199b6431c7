"""What a person is told when something cannot be done.

A UserError names its sentence in the catalogue: what happened, why, what to do. Anything else that is
raised is a bug. Values that are put into the sentence must never be personal data, for sentences are
logged and shown to bystanders.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lpo_desk.terms import Lang, terms


class UserError(Exception):
    """Base of everything told to the user. A subclass names its `key`, or passes one of several."""

    key: str = ""

    def __init__(self, key: str | None = None, **values: object) -> None:
        if key is not None:
            self.key = key
        self.values: Mapping[str, object] = MappingProxyType(values)
        super().__init__(self.key)  # the key alone: str() of an error reaches logs

    def sentence(self, lang: Lang | str) -> str:
        """The whole sentence in the reader's language."""
        return terms(self.key, lang=lang, **self.values)
