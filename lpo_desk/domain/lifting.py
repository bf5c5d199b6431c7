"""When a restriction of a case has nothing to wait for any more, so that its lifting is proposed (GDPR art. 18)."""

from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.claims import Claim, RequestRight
from lpo_desk.domain.letters import GRANTS
from lpo_desk.domain.restriction import Restriction, RestrictionGround


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
