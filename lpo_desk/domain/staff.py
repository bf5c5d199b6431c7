"""Users of the program who are customers themselves: nobody handles their own matters."""

from lpo_desk.domain.labels import Labelled


class StaffTie(Labelled):
    """How a user stands to a customer."""

    SELF = "self"
    RELATIVE = "relative"
