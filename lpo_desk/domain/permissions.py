"""Marketing permissions and bans: what they amount to, on what basis, told how (GDPR art. 7 and 21(2)-(3), law.md 3).

Events are appended and never edited. Read oldest first, the latest holds, with one exception: a ban wins over everything
and never ends by itself. Only a later explicit permission lifts it, and only for the channels that it names: whoever
forbade everything and then says yes to e-mail has allowed e-mail and nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import Channel, PermissionDetails, PermissionState, Sender, Standing


class PermissionBasis(Labelled):
    """Why marketing by a channel is allowed at all."""

    CONSENT = "consent"
    SOFT_OPT_IN = "soft_opt_in"
    UNTIL_FORBIDDEN = "until_forbidden"


class Way(Labelled):
    """How somebody told us something."""

    COUNTER = "counter"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    FORM = "form"
    WEB = "web"
    OLD_REGISTER = "old_register"


class SuppressionKind(Labelled):
    """What a suppression entry is the keyed hash of."""

    PHONE = "phone"
    EMAIL = "email"
    NAME_AND_ADDRESS = "name_and_address"


CHANNELS = (Channel.POST, Channel.PHONE, Channel.SMS, Channel.EMAIL)
"""The channels one by one; `Channel.ALL` is how an event names all of them."""

CELLS: Mapping[str, tuple[Sender, Channel]] = MappingProxyType(
    {f"{sender.value}_{channel.value}": (sender, channel) for sender in Sender for channel in CHANNELS}
)
"""Field of PermissionDetails -> whose marketing by which channel."""

LIFTING = frozenset({Standing.GIVEN, Standing.CONSENT})
"""What lifts a ban: the person's own word. A soft opt-in is ours."""

PERMITTED = LIFTING | {Standing.SOFT_OPT_IN}
"""What a person has allowed, or has left us to use, and can take back."""

_BASES = {
    Standing.CONSENT: PermissionBasis.CONSENT,
    Standing.SOFT_OPT_IN: PermissionBasis.SOFT_OPT_IN,
}
_STATES = {
    Standing.NOT_ASKED: PermissionState.NOT_ASKED,
    Standing.GIVEN: PermissionState.GIVEN,
    Standing.CONSENT: PermissionState.GIVEN,
    Standing.SOFT_OPT_IN: PermissionState.GIVEN,
    Standing.REFUSED: PermissionState.REFUSED,
    Standing.WITHDRAWN: PermissionState.WITHDRAWN,
    Standing.BANNED: PermissionState.BANNED,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One event: what was said to whom about which channel."""

    sender: Sender
    channel: Channel
    state: PermissionState
    basis: PermissionBasis | None = None

    @property
    def standing(self) -> Standing:
        if self.state is not PermissionState.GIVEN:
            return Standing(self.state.value)
        match self.basis:
            case PermissionBasis.CONSENT:
                return Standing.CONSENT
            case PermissionBasis.SOFT_OPT_IN:
                return Standing.SOFT_OPT_IN
            case PermissionBasis.UNTIL_FORBIDDEN:
                return Standing.NOT_ASKED  # nobody gave anything: it is the law that allows it
            case None:
                return Standing.GIVEN


class Footing(Labelled):
    """What a standing means for who would market: told under it on the card."""

    UNTIL_FORBIDDEN = "until_forbidden"
    NEEDS_CONSENT = "needs_consent"
    SAME_KIND = "same_kind"
    BASIS_UNKNOWN = "basis_unknown"


def footing(value: Standing, channel: Channel, *, person: bool) -> Footing | None:
    """The rest of law.md section 3 in a word; None where the standing says all."""
    match value:
        case Standing.NOT_ASKED if needs_consent(channel, person=person):
            return Footing.NEEDS_CONSENT
        case Standing.NOT_ASKED:
            return Footing.UNTIL_FORBIDDEN
        case Standing.SOFT_OPT_IN:
            return Footing.SAME_KIND
        case Standing.GIVEN:
            return Footing.BASIS_UNKNOWN
        case _:
            return None


def needs_consent(channel: Channel, *, person: bool) -> bool:
    """Electronic messages to a person (917/2014, 200 §); companies have to forbid them (202 §)."""
    return person and channel in (Channel.SMS, Channel.EMAIL)


@dataclass(frozen=True, slots=True)
class Told:
    """How a clerk came to know what is saved: by which way, and on which text the person agreed."""

    way: Way | None = None
    text_version: str = ""


def as_event(standing: Standing) -> tuple[PermissionState, PermissionBasis | None]:
    """State and basis that an event of this standing has."""
    return _STATES[standing], _BASES.get(standing)


def latest(events: Iterable[Said], sender: Sender, channel: Channel) -> Said | None:
    """The event that holds for a sender and channel; None where nothing was ever said. `events`: oldest first."""
    now: Said | None = None
    for event in events:
        if event.sender is not sender or event.channel not in (Channel.ALL, channel):
            continue
        if now is not None and now.standing is Standing.BANNED and event.standing not in LIFTING:
            continue
        now = event
    return now


def standing(events: Iterable[Said], sender: Sender, channel: Channel, *, deceased: bool = False) -> Standing:
    """What the events, oldest first, amount to. Nothing is sold to the dead."""
    if deceased:
        return Standing.BANNED
    holds = latest(events, sender, channel)
    return holds.standing if holds else Standing.NOT_ASKED


def matrix(events: Iterable[Said], *, deceased: bool = False) -> dict[str, Any]:
    """The standing of every sender and channel, by the field of PermissionDetails."""
    said = tuple(events)
    return {name: standing(said, *cell, deceased=deceased) for name, cell in CELLS.items()}


def bans_own_marketing(events: Iterable[Said]) -> bool:
    """Whether our own marketing is forbidden by any channel: what a clerk must see at once."""
    said = tuple(events)
    return bool(said) and any(standing(said, Sender.OWN, channel) is Standing.BANNED for channel in CHANNELS)


def column(sender: Sender, value: Standing) -> dict[str, Any]:
    """The fields of one sender, every channel alike."""
    return {name: value for name, (whose, _) in CELLS.items() if whose is sender}


def all_banned(before: PermissionDetails) -> PermissionDetails:
    """Everybody's marketing and research by every channel forbidden."""
    banned: dict[str, Any] = dict.fromkeys(CELLS, Standing.BANNED)
    return replace(before, **banned)


def withdrawn(before: PermissionDetails, names: Iterable[str]) -> PermissionDetails:
    """These permissions taken back."""
    taken: dict[str, Any] = dict.fromkeys(names, Standing.WITHDRAWN)
    return replace(before, **taken)


def told_as(before: PermissionDetails, after: PermissionDetails) -> list[tuple[Sender, Channel, Standing]]:
    """The events that make `after` of `before`.

    A ban of every channel is one event, which holds for channels to come as well. So is any other standing that all
    four channels came to at once: what was said of the telephone alone stays an event of its own, for only that is the
    explicit request to be called (law.md section 3, mobile subscriptions).
    """
    events = []
    for sender in Sender:
        names = [name for name, (whose, _) in CELLS.items() if whose is sender]
        changed = [name for name in names if getattr(before, name) is not getattr(after, name)]
        values = {getattr(after, name) for name in names}
        whole = len(values) == 1 and (len(changed) == len(names) or values == {Standing.BANNED})
        if changed and whole:
            events.append((sender, Channel.ALL, values.pop()))
        else:
            events += [(sender, CELLS[name][1], getattr(after, name)) for name in changed]
    return events
