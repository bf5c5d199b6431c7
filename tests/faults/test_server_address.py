"""Connecting to a server: what is asked before anybody signs in, against a real one with and without a certificate."""

import ipaddress
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lpo_desk.db.errors import ServerNotReached, ServerNotTrusted
from lpo_desk.domain.errors import UserError
from lpo_desk.services import accounts, servers
from tests.conftest import missing
from tests.fixtures_db import ADMIN, PASSWORD
from tests.postgres import Cluster, NoPostgres, start_cluster

FAR = "127.0.0.2"
"""Of this machine, and not one of the addresses that are taken for it: as a server elsewhere."""


@pytest.fixture(scope="module")
def safe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, Path]]:
    """A server with a certificate for FAR, and the file of the authority that gave it."""
    try:
        cluster = start_cluster(durable=True)
    except NoPostgres as absent:
        missing(str(absent))
    authority, certificate, key = _certificates(tmp_path_factory.mktemp("certificates"))
    with cluster.connect() as admin:
        for name, file in (("server.crt", certificate), ("server.key", key)):
            shutil.copy(file, cluster.folder / "data" / name)
            shutil.chown(cluster.folder / "data" / name, (cluster.folder / "data").owner())
            (cluster.folder / "data" / name).chmod(0o600)
        admin.execute("ALTER SYSTEM SET ssl = on")
        admin.execute(f"ALTER SYSTEM SET listen_addresses = '127.0.0.1,{FAR}'")
        admin.execute(f"CREATE ROLE admin LOGIN PASSWORD '{PASSWORD}'")
        admin.execute("CREATE DATABASE lpo_desk OWNER admin")
    cluster.stop("fast", remove=False)
    cluster.start()
    yield cluster, authority
    with suppress(RuntimeError):
        cluster.stop()


@pytest.fixture
def another_authority(tmp_path: Path) -> Path:
    return _certificates(tmp_path)[0]


def test_a_server_elsewhere_is_believed_by_its_certificate_alone(
    safe: tuple[Cluster, Path], another_authority: Path
) -> None:
    cluster, authority = safe
    here = f"{FAR}:{cluster.port}"
    servers.try_out(servers.location(here, "lpo_desk", str(authority)))
    for certificate in (str(another_authority), ""):
        with pytest.raises(ServerNotTrusted):
            servers.try_out(servers.location(here, "lpo_desk", certificate))


def test_nobody_signs_in_to_a_server_elsewhere_that_is_not_believed(
    safe: tuple[Cluster, Path], another_authority: Path
) -> None:
    cluster, authority = safe
    here = f"{FAR}:{cluster.port}"
    trusted = servers.location(here, "lpo_desk", str(authority))
    accounts.found(trusted, ADMIN, PASSWORD).opened.close()
    signed = accounts.sign_in(trusted, "admin", PASSWORD)
    with signed.opened.database.engine.connect() as connection:
        encrypted = connection.exec_driver_sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert encrypted.scalar_one() is True
    signed.opened.close()
    for certificate in (str(another_authority), ""):
        with pytest.raises(UserError) as refused:
            accounts.sign_in(servers.location(here, "lpo_desk", certificate), "admin", PASSWORD)
        assert refused.value.key == "database.server_refused"


def test_a_server_without_a_certificate_is_believed_on_this_computer_only(
    safe: tuple[Cluster, Path], postgres_cluster: Cluster
) -> None:
    servers.try_out(servers.location(f"127.0.0.1:{postgres_cluster.port}", "lpo_desk"))
    servers.try_out(servers.location(f"localhost:{safe[0].port}", "lpo_desk"))


def test_where_nothing_answers_it_is_told() -> None:
    with socket.socket() as listener:
        listener.bind((FAR, 0))
        nobody = servers.location(f"{FAR}:{listener.getsockname()[1]}", "lpo_desk")
        with pytest.raises(ServerNotReached):  # bound, but nobody listens
            servers.try_out(nobody)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("palvelin.example.fi", "postgresql://palvelin.example.fi/lpo_desk"),
        (" 10.0.0.5:6432 ", "postgresql://10.0.0.5:6432/lpo_desk"),
        ("[fd00::5]:5433", "postgresql://[fd00::5]:5433/lpo_desk"),
    ],
)
def test_an_address_as_people_write_it(host: str, address: str) -> None:
    assert servers.location(host, " lpo_desk ") == address


@pytest.mark.parametrize(
    "host",
    [
        "x" * 64,
        "a..b",
        "x." * 130,
        "  ",
        "postgresql://x/y",
        "anna:secret@x",
        "x y",
        "x:0",
        "x:65536",
        "x:",
        "[::1",
        "x/y",
        "ä@b",
    ],
)
def test_what_is_no_address_is_refused(host: str) -> None:
    with pytest.raises(servers.HostRefused):
        servers.location(host, "lpo_desk")


@pytest.mark.parametrize("database", ["", " ", "a b", "a?sslmode=disable", "a/b", "u:p@x"])
def test_what_is_no_name_of_a_database_is_refused(database: str) -> None:
    with pytest.raises(servers.DatabaseNameRefused):
        servers.location("x", database)


def test_a_certificate_that_is_not_there_is_told(tmp_path: Path) -> None:
    for file in (tmp_path / "no.pem", tmp_path):
        with pytest.raises(servers.CertificateMissing):
            servers.location("x", "lpo_desk", str(file))


def _certificates(folder: Path) -> tuple[Path, Path, Path]:
    """Files in PEM: the certificate of a new authority, one it gave to a server at FAR, and that server's key."""
    authority_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
    authority = _signed(name, name, authority_key.public_key(), authority_key, None)
    server = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, FAR)])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(FAR))])
    given = _signed(server, name, server_key.public_key(), authority_key, address)
    files = folder / "authority.pem", folder / "server.crt", folder / "server.key"
    pem = serialization.Encoding.PEM
    files[0].write_bytes(authority.public_bytes(pem))
    files[1].write_bytes(given.public_bytes(pem))
    plain = serialization.NoEncryption()
    files[2].write_bytes(server_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return files


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    by: ec.EllipticCurvePrivateKey,
    address: x509.SubjectAlternativeName | None,
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    made = made.add_extension(x509.BasicConstraints(ca=address is None, path_length=None), critical=True)
    if address is not None:
        made = made.add_extension(address, critical=False)
    return made.sign(by, hashes.SHA256())
