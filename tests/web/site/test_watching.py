import pytest
from alembic.migration import MigrationContext
from sqlalchemy import event, text

from offsite import db
from offsite.web.site.health import newest_migrations


@pytest.fixture
def migrated(app):
    """A database that stands at the newest migration."""
    with app.app_context():
        with db.db.engine.begin() as connection:
            context = MigrationContext.configure(connection)
            context._ensure_version_table()
            for head in newest_migrations():
                connection.execute(
                    text("INSERT INTO alembic_version VALUES (:head)").bindparams(head=head)
                )
        yield
        with db.db.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))


def with_settings(app, monkeypatch, **values):
    changed = app.extensions["offsite"].model_copy(update=values)
    monkeypatch.setitem(app.extensions, "offsite", changed)


def test_being_alive_asks_the_database_nothing(app, client):
    asked = []
    with app.app_context():
        engine = db.db.engine

    def note(*values):
        asked.append(values[2])

    event.listen(engine, "before_cursor_execute", note)
    answer = client.get("/healthz")
    event.remove(engine, "before_cursor_execute", note)

    assert (answer.status_code, answer.text, asked) == (200, "ok\n", [])


def test_the_site_is_ready_when_all_it_needs_answers(client, migrated):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": True, "migrations": True, "queue": True}


def test_a_database_behind_its_migrations_is_not_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert (answer.json["ready"], answer.json["migrations"]) == (False, False)


def test_a_queue_that_is_away_is_not_ready(app, client, migrated, tmp_path):
    worker = app.extensions["offsite_worker"]
    kept = worker.queue
    (tmp_path / "queue.db").mkdir()
    worker.__dict__.pop("queue")
    settings = worker.settings
    worker.settings = settings.model_copy(
        update={"queue_url": f"sqlite:///{tmp_path / 'queue.db'}"}
    )

    answer = client.get("/readyz")
    worker.settings = settings
    worker.__dict__["queue"] = kept

    assert answer.status_code == 503
    assert (answer.json["database"], answer.json["queue"]) == (True, False)


def test_numbers_are_told_to_this_machine(client):
    client.get("/healthz")

    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert "offsite_http_request_duration_seconds" in answer.text


@pytest.mark.parametrize(
    "asker",
    [
        {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
    ],
)
def test_numbers_are_not_told_to_others(client, asker):
    assert client.get("/metrics", **asker).status_code == 404


def test_numbers_are_told_to_whoever_holds_the_token(app, client, monkeypatch):
    with_settings(app, monkeypatch, metrics_token="a token for those who watch")
    far = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}

    right = client.get(
        "/metrics", headers={"Authorization": "Bearer a token for those who watch"}, **far
    )
    wrong = client.get("/metrics", headers={"Authorization": "Bearer x"}, **far)

    assert (right.status_code, wrong.status_code) == (200, 404)


def test_an_empty_token_opens_nothing(client):
    far = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}

    assert client.get("/metrics", headers={"Authorization": "Bearer "}, **far).status_code == 404


def test_numbers_hold_no_addresses_of_people(client):
    client.get("/sign-in/link/a-secret-token")

    assert "a-secret-token" not in client.get("/metrics").text


def test_search_engines_stay_out(client):
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_there_is_a_picture_for_the_tab(client):
    assert client.get("/favicon.ico").content_type.startswith("image/svg+xml")


def test_the_style_guide_is_for_demos_and_debugging(app, client, monkeypatch):
    assert client.get("/styleguide").status_code == 404

    with_settings(app, monkeypatch, demo=True)

    assert client.get("/styleguide").status_code == 200
