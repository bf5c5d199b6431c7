"""The throw-away server itself: what the tests on PostgreSQL take for granted."""

import psycopg
import pytest

from tests.postgres import Cluster


def test_databases_are_apart_and_made_from_the_template(postgres_cluster: Cluster) -> None:
    builds = []

    def build(url: str) -> None:
        builds.append(url)
        with postgres_cluster.connect("filled") as db:
            db.execute('CREATE TABLE town (name text COLLATE "fi-FI-x-icu")')
            db.execute("INSERT INTO town VALUES ('Äänekoski'), ('Zürich'), ('Åbo'), ('Loviisa')")

    for _ in range(2):
        template = postgres_cluster.template("filled", build)
        with postgres_cluster.database(template) as url:
            with postgres_cluster.connect(url.rsplit("/", 1)[1]) as db:
                towns = [row[0] for row in db.execute("SELECT name FROM town ORDER BY name")]
                db.execute("DELETE FROM town")
            assert towns == ["Loviisa", "Zürich", "Åbo", "Äänekoski"]
    assert len(builds) == 1


def test_no_one_enters_without_the_password(postgres_cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host="127.0.0.1",
            port=postgres_cluster.port,
            user="lpo_test_admin",
            password="wrong",
            dbname="postgres",
        )
