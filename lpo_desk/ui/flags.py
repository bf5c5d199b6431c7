"""The flags of a customer as chips: in the search list and on the card, always word, shape and colour."""

from collections.abc import Iterable

from lpo_desk.domain.party import Flag
from lpo_desk.ui.models.columns import Mark, Status
from lpo_desk.ui.palette import Tone

_LOOKS = {
    Flag.PROTECTED: (Mark.SHIELD, Tone.ERROR),
    Flag.RESTRICTED: (Mark.SQUARE, Tone.ERROR),
    Flag.DECEASED: (Mark.SQUARE, Tone.MUTED),
    Flag.MINOR: (Mark.RING, Tone.ACCENT),
    Flag.COLLECTION: (Mark.TRIANGLE, Tone.ERROR),
    Flag.OPEN_REQUEST: (Mark.ARROW, Tone.ACCENT),
    Flag.MARKETING_BAN: (Mark.DISC, Tone.WARNING),
    Flag.DIRECTORY_BAN: (Mark.RING, Tone.WARNING),
    Flag.WARNINGS: (Mark.TRIANGLE, Tone.WARNING),
}
"""In the order of their weight at the counter."""


def statuses(flags: Iterable[Flag]) -> tuple[Status, ...]:
    """The chips of these flags, the weightiest first."""
    present = set(flags)
    return tuple(
        Status(f"flag_short.{flag.value}", mark, tone)
        for flag, (mark, tone) in _LOOKS.items()
        if flag in present
    )
