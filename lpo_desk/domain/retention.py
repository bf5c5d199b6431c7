"""How long data are kept, counted from what and because of what: the periods that an erasure plan goes by (law.md 3).

The officer reads them on a page and answers for them; another period is another release.
"""

from dataclasses import dataclass

from lpo_desk.domain.labels import Labelled, Term
from lpo_desk.domain.privacy import Category, Retention


@dataclass(frozen=True, slots=True)
class Periods:
    """In years. year_end: month and day the financial year ends on.

    vouchers: from the end of the calendar year in which the financial year ended (Accounting Act 2:10). claims: the
    general limitation of debts (728/2003). case, log: the company's own choice, told in the notice.
    """

    year_end: tuple[int, int] = (12, 31)
    vouchers: int = 6
    claims: int = 3
    case: int = 3
    log: int = 5


PERIODS = Periods()


class Decider(Labelled):
    """Who has chosen a period."""

    LAW = "law"
    COMPANY = "company"


class Keeping(Labelled):
    """What keeps data, each with a rule of its own."""

    CONTRACT = "contract"
    CLAIMS = "claims"
    VOUCHERS = "vouchers"
    OPEN_CLAIM = "open_claim"
    BAN = "ban"
    CASE = "case"
    LOG = "log"
    PAPER = "paper"

    @property
    def begins(self) -> str:
        """Term key: from when the period runs."""
        return f"retention_begins.{self.value}"

    @property
    def basis(self) -> str:
        """Term key: the law or the reason."""
        return f"retention_basis.{self.value}"


TRACED = frozenset({Category.RELATIONSHIP, Category.HISTORY})
"""What a claim about an ended service is proved with."""
OWED = TRACED | {Category.CONTACT}
"""What is needed besides the bills while a claim is open."""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One rule. years: None where another event than the end of a period ends the keeping. categories: of its retention,
    those that it is about; None for all. why: what the person is told."""

    keeping: Keeping
    retention: Retention
    years: int | None
    decided_by: Decider
    why: Term
    categories: frozenset[Category] | None = None


def rules(periods: Periods = PERIODS) -> tuple[RetentionRule, ...]:
    """All there is, in the order in which an erasure asks."""

    def told(key: str, years: int | None = None) -> Term:
        return Term(f"erasure.{key}", {"years": years} if years is not None else {})

    law, company = Decider.LAW, Decider.COMPANY
    return (
        RetentionRule(Keeping.CONTRACT, Retention.CUSTOMER, None, law, told("contract_running")),
        RetentionRule(Keeping.OPEN_CLAIM, Retention.CUSTOMER, None, law, told("balance_open"), OWED),
        RetentionRule(
            Keeping.CLAIMS, Retention.CUSTOMER, periods.claims, law, told("claims", periods.claims), TRACED
        ),
        RetentionRule(
            Keeping.VOUCHERS,
            Retention.ACCOUNTING,
            periods.vouchers,
            law,
            told("vouchers", periods.vouchers),
        ),
        RetentionRule(Keeping.BAN, Retention.BAN, None, law, told("ban_in_force")),
        RetentionRule(Keeping.CASE, Retention.CASE, periods.case, company, told("case", periods.case)),
        RetentionRule(Keeping.LOG, Retention.LOG, periods.log, company, told("log", periods.log)),
        RetentionRule(Keeping.PAPER, Retention.PAPER, None, company, told("paper")),
    )
