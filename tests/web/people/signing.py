"""The way in: a mail that is asked for, and what it holds."""

import re

from sqlalchemy import func, select

from offsite.outbox.models import Mail


def ask(client, email="ada@example.org", **values):
    client.get("/sign-in")
    return client.post("/sign-in", data={"email": email, **values})


def mails(rows):
    with rows() as session:
        return session.scalars(select(Mail).order_by(Mail.id)).all()


def way_in(rows):
    """Link and code of the last mail."""
    body = mails(rows)[-1].body
    link = re.search(r"http://127\.0\.0\.1:5000(/sign-in/link/\S+)", body).group(1)
    return link, re.search(r"^[A-Z2-9]{6}$", body, re.MULTILINE).group()


def count_of(rows, model):
    with rows() as session:
        return session.scalar(select(func.count()).select_from(model))


def is_in(client):
    return client.get("/me").status_code == 200
