"""What lies outside the database: word of newer versions, and that nothing of a customer is left in any file."""

import base64
import ssl
from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lpo_desk.db.schema import HEAD, KNOWN
from lpo_desk.selftest.parts import SURNAME
from lpo_desk.selftest.record import PASSWORD, Facts, Place, demand
from lpo_desk.settings import version
from lpo_desk.terms import Lang
from lpo_desk.updates import reading
from lpo_desk.updates.notice import FILE, Notice, NoticeRefused, seal

STREET = "Puistokatu 5"
"""Where the customer of the checks lives (parts.py)."""


def updates(place: Place) -> Facts:
    """A notice of a newer version is read and its signature checked; one that was changed is refused."""
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    note = {lang: "Kokeilu" for lang in Lang}
    notice = Notice("99.0", date(2026, 11, 28), HEAD, min(KNOWN), {"setup.exe": "0" * 64}, note)
    file = place.work / FILE
    file.write_bytes(seal(notice, key))
    demand(reading.look(str(place.work), public, version()) == notice, "the notice reads otherwise")
    file.write_bytes(seal(replace(notice, version="98.0"), Ed25519PrivateKey.generate()))
    try:
        reading.look(str(place.work), public, version())
    except NoticeRefused:
        pass
    else:
        demand(False, "a notice of another key was taken")
    return {
        "tls": ssl.OPENSSL_VERSION,
        "authorities": ssl.create_default_context().cert_store_stats()["x509_ca"],
    }


def traces(place: Place) -> Facts:
    """What the checks before have left, databases, settings and logs, holds nothing of the customer or the password.

    So there is nothing that Windows' own encryption of a user's data (DPAPI) would have to hide.
    """
    told = [text.encode(code) for text in (SURNAME, STREET, PASSWORD) for code in ("utf-8", "utf-16-le")]
    files = sorted(file for file in place.work.rglob("*") if file.is_file())
    names = [file.relative_to(place.work).as_posix() for file in files]
    for file, name in zip(files, names, strict=True):
        content = file.read_bytes()
        demand(not any(each in content for each in told), f"{name} tells of a customer or a password")
    return {"files": names}
