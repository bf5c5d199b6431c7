"""When a restriction of a case has nothing to wait for any more, so that its lifting is proposed (GDPR art. 18)."""

from datetime import date, timedelta

from lpo_desk.domain.calendar import next_working_day
from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.claims import Claim, RequestRight
from lpo_desk.domain.letters import GRANTS
from lpo_desk.domain.restriction import Restriction, RestrictionGround

NOTICE = timedelta(days=14)
"""What is proposed between telling the person and the lifting, so that there is time to object. No law says a number."""


def proposed_day(today: date) -> date:
    """The day of lifting that is proposed with a refusal."""
    return next_working_day(today + NOTICE)


def left_by(case: CaseFile, claim: Claim) -> Restriction | None:
    """The restriction in force that the claim had brought, and that its refusal would leave standing."""
    return next((each for each in case.restrictions if _asks(claim, each.ground)), None)


def proposed(case: CaseFile, restriction: Restriction) -> bool:
    """Whether the officer should look at lifting it: accuracy was contested and the correction is decided
    (art. 18(1)(a)), or what asked for the restriction ended without being granted. Nothing is lifted by itself."""
    corrections = [claim for claim in case.claims if claim.asked.right is RequestRight.RECTIFICATION]
    if restriction.ground is RestrictionGround.ACCURACY and corrections:
        return all(claim.resolution is not None for claim in corrections)
    asking = [claim for claim in case.claims if _asks(claim, restriction.ground)]
    ended = all(claim.resolution is not None and claim.resolution not in GRANTS for claim in asking)
    return bool(asking) and ended


def _asks(claim: Claim, ground: RestrictionGround) -> bool:
    if claim.asked.right is RequestRight.OBJECTION:
        return ground is RestrictionGround.OBJECTION
    return claim.asked.right is RequestRight.RESTRICTION and claim.asked.restriction_ground is ground
