"""PostgreSQL: the same tables on a server. Roles and policies of the server come with the networked release."""

from sqlalchemy import Engine, create_engine, make_url

KEEPALIVES = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""reliability.md section 3: a dead link is noticed in under ten seconds."""


def server_engine(url: str, username: str, password: str) -> Engine:
    """Each person signs in with the login role of their own name."""
    target = make_url(url).set(drivername="postgresql+psycopg", username=username, password=password)
    return create_engine(
        target, pool_size=1, max_overflow=1, pool_pre_ping=True, connect_args=KEEPALIVES, hide_parameters=True
    )
