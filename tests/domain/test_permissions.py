"""What permission events amount to: the latest holds, a ban wins (law.md section 3)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.party import Channel, PermissionDetails, PermissionState, Sender, Standing
from lpo_desk.domain.permissions import (
    CELLS,
    CHANNELS,
    LIFTING,
    Footing,
    PermissionBasis,
    Said,
    all_banned,
    as_event,
    bans_own_marketing,
    footing,
    matrix,
    standing,
    told_as,
    withdrawn,
)

OWN, ALL, EMAIL, PHONE = Sender.OWN, Channel.ALL, Channel.EMAIL, Channel.PHONE
SAID = st.builds(
    Said,
    st.sampled_from(Sender),
    st.sampled_from(Channel),
    st.sampled_from(PermissionState),
    st.none() | st.sampled_from(PermissionBasis),
)
EVENTS = st.lists(SAID, max_size=12)


def said(value: Standing, channel: Channel = ALL, sender: Sender = OWN) -> Said:
    return Said(sender, channel, *as_event(value))


@pytest.mark.parametrize(
    ("events", "holds"),
    [
        ([], Standing.NOT_ASKED),
        ([Standing.CONSENT], Standing.CONSENT),
        ([Standing.CONSENT, Standing.WITHDRAWN], Standing.WITHDRAWN),
        ([Standing.REFUSED, Standing.GIVEN], Standing.GIVEN),
        ([Standing.CONSENT, Standing.BANNED], Standing.BANNED),
        ([Standing.BANNED, Standing.REFUSED], Standing.BANNED),
        ([Standing.BANNED, Standing.WITHDRAWN], Standing.BANNED),
        ([Standing.BANNED, Standing.SOFT_OPT_IN], Standing.BANNED),
        ([Standing.BANNED, Standing.NOT_ASKED], Standing.BANNED),
        ([Standing.BANNED, Standing.CONSENT], Standing.CONSENT),
        ([Standing.BANNED, Standing.GIVEN, Standing.BANNED, Standing.REFUSED], Standing.BANNED),
    ],
)
def test_the_latest_holds_and_a_ban_outlives_all_but_a_permission(
    events: list[Standing], holds: Standing
) -> None:
    assert standing([said(value) for value in events], OWN, EMAIL) is holds


def test_a_permission_for_one_channel_lifts_the_ban_of_that_channel_alone() -> None:
    events = [said(Standing.BANNED), said(Standing.CONSENT, EMAIL)]
    assert standing(events, OWN, EMAIL) is Standing.CONSENT
    assert {standing(events, OWN, channel) for channel in CHANNELS if channel is not EMAIL} == {
        Standing.BANNED
    }
    assert bans_own_marketing(events)
    assert not bans_own_marketing([*events, said(Standing.GIVEN)])


def test_senders_stand_alone() -> None:
    events = [said(Standing.BANNED, sender=Sender.PARTNER)]
    assert standing(events, OWN, PHONE) is Standing.NOT_ASKED
    assert standing(events, Sender.PARTNER, PHONE) is Standing.BANNED
    assert not bans_own_marketing(events)


@given(EVENTS, EVENTS)
def test_a_ban_wins_until_an_explicit_permission(before: list[Said], after: list[Said]) -> None:
    for name, (sender, channel) in CELLS.items():
        mine = [event for event in after if event.sender is sender and event.channel in (ALL, channel)]
        lifted = any(event.standing in LIFTING for event in mine)
        found = matrix([*before, said(Standing.BANNED, channel, sender), *after])[name]
        assert lifted or found is Standing.BANNED


@given(EVENTS)
def test_nothing_is_sold_to_the_dead(events: list[Said]) -> None:
    assert set(matrix(events, deceased=True).values()) == {Standing.BANNED}


@given(EVENTS, st.fixed_dictionaries({name: st.sampled_from(Standing) for name in CELLS}))
def test_the_events_of_a_change_make_the_change(events: list[Said], wished: dict[str, Standing]) -> None:
    """Except where a ban stands that the wish does not lift, which no form lets through."""
    before = PermissionDetails(**matrix(events))
    allowed: dict[str, Any] = {
        name: now if now is Standing.BANNED and wished[name] not in LIFTING else wished[name]
        for name, now in matrix(events).items()
    }
    after = PermissionDetails(**allowed)
    made = [said(value, channel, sender) for sender, channel, value in told_as(before, after)]
    assert PermissionDetails(**matrix([*events, *made])) == after


def test_banning_everything_is_three_events_and_taking_one_back_is_one() -> None:
    before = PermissionDetails(own_email=Standing.CONSENT, own_post=Standing.BANNED)
    assert told_as(before, all_banned(before)) == [(sender, ALL, Standing.BANNED) for sender in Sender]
    assert told_as(before, withdrawn(before, ["own_email"])) == [(OWN, EMAIL, Standing.WITHDRAWN)]
    assert told_as(all_banned(before), all_banned(before)) == []


def test_what_is_said_of_the_telephone_stays_its_own_event() -> None:
    before = PermissionDetails(
        own_post=Standing.CONSENT, own_sms=Standing.CONSENT, own_email=Standing.CONSENT
    )
    after = PermissionDetails(
        own_phone=Standing.CONSENT,
        own_post=Standing.CONSENT,
        own_sms=Standing.CONSENT,
        own_email=Standing.CONSENT,
    )
    assert told_as(before, after) == [(OWN, PHONE, Standing.CONSENT)]


def test_what_a_standing_means_hangs_on_the_channel_and_on_who_it_is() -> None:
    assert footing(Standing.NOT_ASKED, PHONE, person=True) is Footing.UNTIL_FORBIDDEN
    assert footing(Standing.NOT_ASKED, EMAIL, person=True) is Footing.NEEDS_CONSENT
    assert footing(Standing.NOT_ASKED, EMAIL, person=False) is Footing.UNTIL_FORBIDDEN
    assert footing(Standing.BANNED, EMAIL, person=True) is None
