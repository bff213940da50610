"""The mail with the link and the code."""

from flask import current_app, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite.orm import nudge_after_commit
from offsite.outbox import services as outbox
from offsite.people.secrets import hash_of
from offsite.people.services import AskedLink
from offsite.web.access import utc_now
from offsite.web.languages import choose, speaking
from offsite.web.people.entering import absolute


def mail_link(session: Session, asked: AskedLink) -> None:
    """Write the mail, if there is somebody to write to.

    For an unknown address the same work is done, so that the answer takes as long.
    """
    url = absolute(current_app.extensions["offsite"], "people.sign_in_link", token=asked.token)
    name = asked.person.name if asked.person else ""
    with speaking(asked.person.locale if asked.person else "", otherwise=choose()):
        subject = _("Your way in to Offsite")
        body = render_template("people/sign_in.txt", name=name, url=url, code=asked.code)
    if asked.person is None:
        nudge_after_commit(session, outbox.NUDGE)
        return
    outbox.write_mail(
        session,
        key=f"sign-in:{hash_of(asked.token)[:32]}",
        kind="sign-in",
        to_name=name,
        to_address=asked.person.email,
        subject=subject,
        body=body,
        now=utc_now(),
        person_id=asked.person.id,
    )
