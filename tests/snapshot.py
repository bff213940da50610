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
        with closing(sqlite3.connect(self.path)) as file:
            file.backup(self.pages)

    def put_back(self) -> None:
        """All rows are again what they were, and nothing remembers the others."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as file:
            file.execute("PRAGMA synchronous=OFF")
            self.pages.backup(file)
        self.app.extensions[live.EXTENSION].forget()

    def rows_now(self) -> dict[str, list[tuple]]:
        """Every row there is now, by the name of its table."""
        with closing(sqlite3.connect(self.path)) as file:
            return {
                name: file.execute(f'SELECT * FROM "{name}"').fetchall()
                for name in Base.metadata.tables
            }
