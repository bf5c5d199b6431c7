"""Destroying papers: a list, a second pair of eyes, a week to regret, a certificate (peers.md 1.10)."""

from lpo_desk.domain.labels import Labelled

WAITING_DAYS = 7
"""Days between the approval of a list and its execution, in which it can be cancelled."""


class DestructionMethod(Labelled):
    """SHREDDED: by our own hands. CONTRACTOR: taken away by a company that gives a receipt."""

    SHREDDED = "shredded"
    CONTRACTOR = "contractor"
    BURNED = "burned"


class ItemVerdict(Labelled):
    """What becomes of a paper on a list. LEFT_OUT: its time or a hold was looked at again, and it stays."""

    DESTROY = "destroy"
    LEFT_OUT = "left_out"
    DESTROYED = "destroyed"
