"""A notice as a release has it, sealed with a throw-away key."""

import base64
from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lpo_desk.db.schema import HEAD
from lpo_desk.terms import Lang
from lpo_desk.updates.notice import Notice, seal

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()
PUBLIC_TEXT = base64.b64encode(PUBLIC.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
NOTICE = Notice(
    version="9.1.0",
    released=date(2027, 1, 15),
    schema=HEAD,
    minimal_schema="0001",
    files={"LPO-Desk-9.1.0-setup.exe": "ab" * 32, "LPO-Desk-9.1.0.msi": "cd" * 32},
    note={
        Lang.FI: "Tulostus on nopeampi.",
        Lang.SV: "Utskriften är snabbare.",
        Lang.EN: "Printing is faster.",
    },
)


def sealed(**changes: object) -> bytes:
    return seal(replace(NOTICE, **changes), KEY)  # type: ignore[arg-type]  # fields of many types
