"""Every row of the site's test database as it was at one moment."""

import sqlite3
from contextlib import closing

from flask import Flask

from offsite import db
from offsite.orm import Base
from offsite.web import live


class Snapshot:
    """Copying pages takes a fraction of what deleting, or making, their rows takes."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.path = db.db.engine.url.database
        self.app = app
        self.pages = sqlite3.connect(":memory:", check_same_thread=False)
        self.watch = sqlite3.connect(self.path, check_same_thread=False)
        self.watch.backup(self.pages)
        self.unchanged_at = self._commits()

    def _commits(self) -> int:
        """A number that another one follows as soon as anybody else has saved something."""
        return self.watch.execute("PRAGMA data_version").fetchone()[0]

    def put_back(self) -> None:
        """All rows are again what they were, and nothing remembers the others."""
        self.app.extensions[live.EXTENSION].forget()
        if self._commits() == self.unchanged_at:
            return
        with closing(sqlite3.connect(self.path, isolation_level=None)) as file:
            file.execute("PRAGMA synchronous=OFF")
            self.pages.backup(file)
        self.unchanged_at = self._commits()

    def changed_tables(self) -> set[str]:
        """The tables whose rows are not what they were."""
        if self._commits() == self.unchanged_at:
            return set()
        return {
            name
            for name in Base.metadata.tables
            if _rows(self.watch, name) != _rows(self.pages, name)
        }


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple]:
    return connection.execute(f'SELECT * FROM "{table}"').fetchall()
