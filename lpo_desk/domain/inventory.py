"""Inventory rounds: what lies in a place against what the log believes."""

from lpo_desk.domain.labels import Labelled


class FindingOutcome(Labelled):
    """MISPLACED: seen here, believed elsewhere. UNKNOWN: a number that no paper has."""

    FOUND = "found"
    MISSING = "missing"
    MISPLACED = "misplaced"
    UNKNOWN = "unknown"
