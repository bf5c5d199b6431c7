"""Customers who share a personal identity code under different customer numbers."""

from collections.abc import Sequence

from lpo_desk.domain.identifiers import mask_hetu
from lpo_desk.domain.legacy import (
    ImportEffect,
    ImportReason,
    LegacyCustomer,
    LegacySheet,
    PossibleDuplicate,
    Problem,
)
from lpo_desk.domain.text import fold


def possible_duplicates(
    customers: Sequence[LegacyCustomer],
) -> tuple[tuple[PossibleDuplicate, ...], list[Problem]]:
    """The groups, and a warning on every row but the first of each: same person, or only the same code.

    All are imported: whether two are one person is for somebody to decide who can ask (merging comes later).
    """
    by_hetu: dict[str, list[LegacyCustomer]] = {}
    for customer in customers:
        if customer.hetu:
            by_hetu.setdefault(customer.hetu, []).append(customer)
    groups: list[PossibleDuplicate] = []
    problems: list[Problem] = []
    for hetu, sharing in by_hetu.items():
        if len(sharing) == 1:
            continue
        names = {fold(customer.list_name) for customer in sharing}
        groups.append(
            PossibleDuplicate(
                tuple(customer.number for customer in sharing),
                tuple(customer.row for customer in sharing),
                same_name=len(names) < len(sharing),
            )
        )
        problems.extend(
            _problem(customer, hetu, sharing[:place]) for place, customer in enumerate(sharing) if place
        )
    return tuple(groups), problems


def _problem(customer: LegacyCustomer, hetu: str, earlier: Sequence[LegacyCustomer]) -> Problem:
    same = any(fold(customer.list_name) == fold(other.list_name) for other in earlier)
    return Problem(
        LegacySheet.CUSTOMERS.title,
        customer.row,
        "Hetu/Y-tunnus",
        hetu,
        ImportReason.SAME_PERSON_TWICE if same else ImportReason.HETU_SHARED,
        ImportEffect.WARNED,
        mask_hetu(hetu),
        secret=True,
    )
