"""Marketing permissions and bans: on what basis, told how (GDPR art. 7 and 21(2)-(3), law.md section 3)."""

from lpo_desk.domain.labels import Labelled


class PermissionBasis(Labelled):
    """Why marketing by a channel is allowed at all."""

    CONSENT = "consent"
    SOFT_OPT_IN = "soft_opt_in"
    UNTIL_FORBIDDEN = "until_forbidden"


class Way(Labelled):
    """How somebody told us something."""

    COUNTER = "counter"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    FORM = "form"
    WEB = "web"
    OLD_REGISTER = "old_register"


class SuppressionKind(Labelled):
    """What a suppression entry is the keyed hash of."""

    PHONE = "phone"
    EMAIL = "email"
    NAME_AND_ADDRESS = "name_and_address"
