"""PostgreSQL: the same tables on a server. Roles and policies of the server come with the networked release."""

import os
import socket

from sqlalchemy import URL, Engine, create_engine, make_url

from lpo_desk.db.errors import ServerNotReached, ServerNotTrusted

PORT = 5432
KEEPALIVES = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""reliability.md section 3: a dead link is noticed in under ten seconds."""

_HERE = ("", "localhost", "127.0.0.1", "::1")
_NO_FILE = os.path.join(os.devnull, "none")
_NOBODY = "lpo-desk-test"
"""Asks whether a server is there: it has no such login role, and wants a password before it says so."""


def server_engine(url: str, username: str, password: str) -> Engine:
    """Each person signs in with the login role of their own name."""
    target = _secured(url).set(drivername="postgresql+psycopg", username=username, password=password)
    return create_engine(
        target, pool_size=1, max_overflow=1, pool_pre_ping=True, connect_args=KEEPALIVES, hide_parameters=True
    )


def server_url(host: str, port: int | None, database: str, certificate: str) -> str:
    """The address of a database on a server, as it is kept in the settings. `certificate`: the authority's file, ""."""
    query = {"sslrootcert": certificate} if certificate else {}
    return URL.create("postgresql", None, None, host, port, database, query).render_as_string()


def reach(url: str) -> None:
    """Whether a PostgreSQL answers there, as safely as signing in demands. No user's name or password is sent.

    The server tells whether it has the database only to who has signed in. Raises ServerNotReached, ServerNotTrusted.
    """
    import psycopg.conninfo  # not at start: a local file needs none

    target = _secured(url)
    asked = psycopg.conninfo.make_conninfo(
        host=target.host or "",
        port=target.port or PORT,
        dbname=target.database or "",
        user=_NOBODY,
        passfile=_NO_FILE,
        connect_timeout=KEEPALIVES["connect_timeout"],
        **{name: str(value) for name, value in target.query.items()},
    )
    try:
        psycopg.connect(asked).close()
    except psycopg.OperationalError as error:
        if error.pgconn is not None and error.pgconn.needs_password:
            return
        _demand_listener(target)
        raise ServerNotTrusted(host=target.host or "") from None


def _secured(url: str) -> URL:
    """Off this computer nothing is said to a server that has not proved by its certificate that it is the one
    (reliability.md section 2), unless the address itself says otherwise."""
    target = make_url(url)
    if (target.host or "") in _HERE or "sslmode" in target.query:
        return target
    trusted = {} if "sslrootcert" in target.query else {"sslrootcert": "system"}
    return target.update_query_dict({"sslmode": "verify-full", **trusted})


def _demand_listener(target: URL) -> None:
    """Raises ServerNotReached where nothing listens."""
    place = (target.host or "localhost", target.port or PORT)
    try:
        socket.create_connection(place, timeout=KEEPALIVES["connect_timeout"]).close()
    except OSError:
        raise ServerNotReached(host=place[0], port=place[1]) from None
