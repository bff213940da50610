"""Fresh limits for each test."""

import pytest

from offsite.web.limits import limiter


@pytest.fixture(autouse=True)
def fresh_limits(app):
    with app.app_context():
        limiter.reset()
