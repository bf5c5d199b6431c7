"""The practice database: fictional people with a past, made by the same services that serve real ones."""

from lpo_desk.practice.building import CUSTOMERS, Made, build
from lpo_desk.practice.staff import PASSWORD, USERS
from lpo_desk.practice.story import PracticeCancelled

__all__ = ["CUSTOMERS", "PASSWORD", "USERS", "Made", "PracticeCancelled", "build"]
