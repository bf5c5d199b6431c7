"""What is typed for a place means that place and no other."""

import pytest

from lpo_desk.domain.places import PlaceDetails, PlaceKind, PlaceLine, fitting
from lpo_desk.domain.qr import qr_text

NAMES = (
    "A/kaappi 1/mappi 1",
    "A/kaappi 1/mappi 12",
    "B/kaappi 2/mappi 1",
    "B/laatikko 3",
    "Arkisto/Pärm Öst",
)
PLACES = tuple(
    (
        f"Loviisa/{name}",
        PlaceLine(
            number, 1, None, f"L-K000{number}", name, PlaceDetails(PlaceKind.BINDER, name.split("/")[-1])
        ),
    )
    for number, name in enumerate(NAMES, start=1)
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mappi 12", [2]),
        ("mappi 1", [1, 3]),
        ("b mappi 1", [3]),
        ("MAPPI 1 kaappi 1", [1]),
        ("laat", [4]),
        ("3", [4]),
        ("l-k0002", [2]),
        (qr_text("L-K0004"), [4]),
        ("LPOÖL+K0004+" + qr_text("L-K0004")[-1], [4]),
        ("LPO:L-K0004-" + chr(ord(qr_text("L-K0004")[-1]) + 1), []),
        (qr_text("L-00004"), []),
        ("Loviisa/A/kaappi 1/mappi 1", [1]),
        ("parm ost", [5]),
        ("mappi 2", []),
        ("lovisa", []),
    ],
)
def test_words_and_their_numbers_mean_places(typed: str, meant: list[int]) -> None:
    assert [line.id for _, line in fitting(typed, PLACES)] == meant
