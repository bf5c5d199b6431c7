"""Who works in the practice database."""

from lpo_desk.domain.accounts import Role
from lpo_desk.services.accounts import NewAccount
from lpo_desk.terms import Lang

PASSWORD = "majakka meren rannalla"  # noqa: S105 - everybody may know it: there is no secret behind it
"""The password of all practice users, shown where they sign in."""

ADMIN = NewAccount("admin", "Anna Ranta", frozenset({Role.ADMINISTRATOR}), "L", Lang.FI)
COLLEAGUES = (
    NewAccount("maija", "Maija Virtanen", frozenset({Role.CLERK}), "L", Lang.FI),
    NewAccount("kalle", "Kalle Lind", frozenset({Role.CLERK}), "P", Lang.SV),
    NewAccount("leena", "Leena Salo", frozenset({Role.OFFICE_LEAD}), "L", Lang.FI),
    NewAccount("berit", "Berit Holm", frozenset({Role.BILLING}), "P", Lang.SV),
    NewAccount("jani", "Jani Alho", frozenset({Role.DPO}), "L", Lang.FI),
    NewAccount("esko", "Esko Holm", frozenset({Role.MANAGER}), "P", Lang.SV),
)
USERS = (*COLLEAGUES, ADMIN)
