"""Restriction of processing (GDPR art. 18)."""

from lpo_desk.domain.labels import Labelled


class RestrictionGround(Labelled):
    """Art. 18(1)(a)-(d)."""

    ACCURACY = "accuracy"
    UNLAWFUL = "unlawful"
    CLAIMS = "claims"
    OBJECTION = "objection"
