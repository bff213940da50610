"""Requests that have one effect however often they arrive: double clicks, retries, lost replies.

The script sends a random key as a header with everything it queues; a plain form carries one
in a hidden field (`once()` of `ui/forms.html`).  Without a key a request is simply done.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from offsite.errors import BadInput
from offsite.live import services
from offsite.web import cookies
from offsite.web.access import current_actor, unit_of_work, utc_now

HEADER = "Idempotency-Key"
FIELD = "once_key"
LED_TO = "Queue-Location"
LEFT = "Queue-Seen"
"""The state that a queued request left, where its form says which one it has ``seen``: those
that were made before this answer came stand on it."""
NOT_CONTENT = {"csrf_token", FIELD}
KEY = re.compile(r"[A-Za-z0-9_-]{16,80}")


@dataclass(frozen=True)
class Once:
    """One unit of work.  ``is_first``: do it; else it was done before and led to ``answer``."""

    session: Session
    mark: str
    is_first: bool
    answer: str = ""

    def keep(self, answer: str) -> None:
        """Where a repeated request shall be led; at most 500 characters."""
        if self.mark:
            services.keep_answer(self.session, mark=self.mark, answer=answer)


@contextmanager
def unit_of_work_once(*, anonymous: bool = False) -> Iterator[Once]:
    """`access.unit_of_work` that knows whether this very request had its effect before::

        with unit_of_work_once() as work:
            if work.is_first:
                comment = comments.add_comment(work.session, ...)
                work.keep(address_of(comment))
        return redirect(work.answer or address_of(comment), 303)

    The same key with another content, address or sender is another request.  A refusal
    undoes everything, so that a request may be sent again once its reason is gone.
    ``anonymous`` ties the request to the browser's secret instead of the person.

    Raises:
        BadInput: the key is not one that we or the script would make.
    """
    mark = _mark(anonymous)
    with unit_of_work() as session:
        receipt = services.claim(session, mark=mark, now=utc_now()) if mark else None
        if receipt is None:
            yield Once(session, mark, is_first=True)
        else:
            yield Once(session, mark, is_first=False, answer=receipt.answer)


def _mark(anonymous: bool) -> str:
    key = queued_key() or _checked(request.form.get(FIELD, ""))
    if not key:
        return ""
    content = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CONTENT)
    return services.mark_of(_sender(anonymous), key, request.path, repr(content))


def queued_key() -> str:
    """The key of what the script sent; empty for a plain form."""
    return _checked(request.headers.get(HEADER, ""))


def _checked(key: str) -> str:
    if key and not KEY.fullmatch(key):
        raise BadInput("This request's key is damaged. Reload the page and try again.")
    return key


def _sender(anonymous: bool) -> str:
    person_id = current_actor().person_id
    if anonymous or person_id is None:
        return f"browser:{cookies.browser_secret()}"
    return f"person:{person_id}"


def new_key() -> str:
    """A key for a form; empty in a fragment that several people get: the script fills it."""
    return "" if g.get("is_shared") else secrets.token_urlsafe(18)


def is_queued() -> bool:
    """Whether the script sent this, maybe long after the person did it."""
    return HEADER in request.headers


def tell_where(response: Response) -> Response:
    """Say a queued request where it leads, instead of leading its script through the page:
    that page's news are for the person, who opens it afterwards."""
    if is_queued() and response.status_code in {302, 303}:
        response.headers[LED_TO] = response.headers.pop("Location")
        response.status_code = 204
        response.set_data(b"")
    return response


def init_app(app: Flask) -> None:
    app.jinja_env.globals["once_key"] = new_key
    app.after_request(tell_where)
