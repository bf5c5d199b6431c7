"""The intake as a draft keeps it: JSON that a later version of the program can still read."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from lpo_desk.domain.case import IdentityMethod, Intake, IntakeChannel, ReplyForm, Requester
from lpo_desk.domain.claims import Asked, AskedItem, CopyFormat, ErasureGround, RequestRight
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.terms import Lang

T = TypeVar("T")


def to_json(intake: Intake) -> dict[str, Any]:
    """Every field by its name; dates in ISO form, enumerations by their value."""
    return {field.name: _plain(getattr(intake, field.name)) for field in fields(intake)}


def from_json(data: dict[str, Any]) -> Intake:
    """What of the draft can be read; a field that is gone or cannot be read any more falls back to its default."""
    return _read(Intake, {"party_id": None} | data)


def _read(kind: type[T], data: dict[str, Any]) -> T:
    found: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]  # a dataclass
        if field.name not in data:
            continue
        value = data[field.name]
        try:
            read = _READERS.get(field.name)
            found[field.name] = read(value) if read is not None and value is not None else value
        except (ValueError, TypeError, KeyError):
            continue
    return kind(**found)


def _asked(claims: list[dict[str, Any]]) -> tuple[Asked, ...]:
    """Raises ValueError for a draft without a claim: it falls back to the usual one."""
    if not claims:
        raise ValueError("no claim")
    return tuple(_read(Asked, claim) for claim in claims)


_READERS: dict[str, Callable[[Any], Any]] = {
    "claims": _asked,
    "items": lambda items: tuple(_read(AskedItem, item) for item in items),
    "right": RequestRight,
    "restriction_ground": RestrictionGround,
    "erasure_ground": ErasureGround,
    "copy_format": CopyFormat,
    "requester": Requester,
    "channel": IntakeChannel,
    "identity": IdentityMethod,
    "reply_form": ReplyForm,
    "reply_lang": Lang,
    "authority_until": date.fromisoformat,
    "received_on": date.fromisoformat,
    "signed_on": date.fromisoformat,
}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value.isoformat() if isinstance(value, date) else value
