"""Where papers lie: an office, in it rooms, cabinets, shelves, and the binders and boxes that hold the papers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.domain.sections import FieldsRefused, ValueRefused, clean_lines
from lpo_desk.domain.text import fold, words


class PlaceKind(Labelled):
    ROOM = "room"
    CABINET = "cabinet"
    SHELF = "shelf"
    BINDER = "binder"
    BOX = "box"


HOLDS = frozenset({PlaceKind.BINDER, PlaceKind.BOX})
"""Kinds that papers lie in."""
_INSIDE: dict[PlaceKind, frozenset[PlaceKind | None]] = {
    PlaceKind.ROOM: frozenset({None}),
    PlaceKind.CABINET: frozenset({None, PlaceKind.ROOM}),
    PlaceKind.SHELF: frozenset({None, PlaceKind.ROOM, PlaceKind.CABINET}),
    PlaceKind.BINDER: frozenset({None, PlaceKind.ROOM, PlaceKind.CABINET, PlaceKind.SHELF}),
    PlaceKind.BOX: frozenset({None, PlaceKind.ROOM, PlaceKind.CABINET, PlaceKind.SHELF}),
}
"""What each kind may stand in; None is the office itself."""
_WORDS = (
    (re.compile(r"kaappi|skåp|cabinet"), PlaceKind.CABINET),
    (re.compile(r"hylly|hylla|shelf"), PlaceKind.SHELF),
    (re.compile(r"laatikko|låda|box"), PlaceKind.BOX),
    (re.compile(r"mappi|kansio|pärm|mapp|binder"), PlaceKind.BINDER),
)
SEPARATOR = "/"
_CODE = re.compile(r"[A-Z]{1,3}-K\d{4,}")


@dataclass(frozen=True, slots=True)
class PlaceDetails:
    """access: who may enter, as the office tells it ("asiakaspalvelu, avain johtajalla")."""

    kind: PlaceKind = PlaceKind.BINDER
    name: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place in its tree. code: on its label, `L-K0012`. path: the names from the room down, "C/kaappi 1/mappi 20".

    retired: no paper is placed there any more; it stays, for events name it.
    """

    id: int
    office_id: int
    parent_id: int | None
    code: str
    path: str
    details: PlaceDetails
    retired: bool = False

    @property
    def holds_papers(self) -> bool:
        return self.details.kind in HOLDS and not self.retired


class PlaceRefused(UserError):
    """The place cannot be made or moved so; `key` says why."""

    key = "place.none_such"


def check_place(
    details: PlaceDetails, parent: PlaceLine | None, siblings: Iterable[PlaceLine]
) -> PlaceDetails:
    """The details cleaned. siblings: what stands in the same parent, without the place itself. Raises FieldsRefused."""
    texts = clean_lines(name=(details.name, 60), access=(details.access, 200))
    errors: dict[str, UserError] = {}
    if not texts["name"]:
        errors["name"] = ValueRefused("place.name_missing")
    elif SEPARATOR in texts["name"]:
        errors["name"] = ValueRefused("place.name_slash")
    elif any(fold(other.details.name) == fold(texts["name"]) for other in siblings):
        errors["name"] = ValueRefused("place.name_taken")
    if (parent.details.kind if parent else None) not in _INSIDE[details.kind]:
        errors["kind"] = ValueRefused("place.kind_inside")
    if errors:
        raise FieldsRefused(errors)
    return PlaceDetails(details.kind, texts["name"], texts["access"])


def may_stand_in(kind: PlaceKind, parent: PlaceKind | None) -> bool:
    return parent in _INSIDE[kind]


def kind_of_name(name: str, *, last: bool) -> PlaceKind:
    """What a place of the old register is, by its name. last: papers lie in it, whatever it is called."""
    kind = next((kind for word, kind in _WORDS if word.search(name.casefold())), PlaceKind.ROOM)
    return kind if not last or kind in HOLDS else PlaceKind.BINDER


def place_code(office_code: str, running: int) -> str:
    """`L-K0012`: what the code on a place's label holds."""
    return f"{office_code}-K{running:04}"


def code_typed(text: str) -> str:
    """The code of a place as it was typed or read from its label, "" where the text is none."""
    code = (parse_qr_text(text) or text).strip().upper()
    return code if _CODE.fullmatch(code) else ""


def path_of(place_id: int, named: Mapping[int, tuple[int | None, str]]) -> str:
    """The names from the outermost place down. named: key -> (parent, name)."""
    names = []
    here: int | None = place_id
    while here is not None:
        here, name = named[here]
        names.append(name)
    return SEPARATOR.join(reversed(names))


def within(place_id: int, lines: Iterable[PlaceLine]) -> frozenset[int]:
    """The place and everything that stands in it, however deep."""
    inside: dict[int | None, list[int]] = {}
    for line in lines:
        inside.setdefault(line.parent_id, []).append(line.id)
    found, waiting = set[int](), [place_id]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += inside.get(here, ())
    return frozenset(found)


def fitting(text: str, named: Iterable[tuple[str, PlaceLine]]) -> tuple[tuple[str, PlaceLine], ...]:
    """The places that a typed text may mean, each with its name: all of its words begin words of the name, and numbers
    are whole and behind their own words: "mappi 1" is neither mappi 12 nor mappi 12 of kaappi 1.

    A whole name or a label's code is that place alone.
    """
    known = tuple(named)
    exact, typed = fold(code_typed(text) or text.strip()), _numbered(text)
    alone = tuple(pair for pair in known if exact in (fold(pair[0]), fold(pair[1].code)))
    return alone or tuple(pair for pair in known if _means(typed, _numbered(pair[0])))


def _numbered(text: str) -> list[tuple[str, str]]:
    """The words of a text, each with the number behind it."""
    found: list[tuple[str, str]] = []
    for word in words(text):
        if not word.isdecimal():
            found.append((word, ""))
        elif found and not found[-1][1]:
            found[-1] = (found[-1][0], word)
        else:
            found.append(("", word))
    return found


def _means(typed: Iterable[tuple[str, str]], name: Iterable[tuple[str, str]]) -> bool:
    parts = tuple(name)
    return all(
        any(part.startswith(word) and number in ("", its) for part, its in parts) for word, number in typed
    )
