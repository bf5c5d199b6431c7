"""The intake as a draft keeps it: JSON that a later version of the program can still read."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

from lpo_desk.domain.case import IdentityMethod, Intake, IntakeChannel, ReplyForm, Requester
from lpo_desk.domain.claims import RequestRight
from lpo_desk.terms import Lang

_READERS: dict[str, Callable[[Any], Any]] = {
    "right": RequestRight,
    "requester": Requester,
    "channel": IntakeChannel,
    "identity": IdentityMethod,
    "reply_form": ReplyForm,
    "reply_lang": Lang,
    "authority_until": date.fromisoformat,
    "received_on": date.fromisoformat,
    "signed_on": date.fromisoformat,
}


def to_json(intake: Intake) -> dict[str, Any]:
    """Every field by its name; dates in ISO form, enumerations by their value."""
    return {field.name: _plain(getattr(intake, field.name)) for field in fields(intake)}


def from_json(data: dict[str, Any]) -> Intake:
    """What of the draft can be read; a field that is gone or cannot be read any more falls back to its default."""
    found: dict[str, Any] = {"party_id": None}
    for field in fields(Intake):
        if field.name not in data:
            continue
        value = data[field.name]
        try:
            read = _READERS.get(field.name)
            found[field.name] = read(value) if read is not None and value is not None else value
        except (ValueError, TypeError):
            continue
    return Intake(**found)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
