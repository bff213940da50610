"""What people say about a text: comments, answers, resolutions."""

from collections.abc import Callable

from flask import redirect, request
from sqlalchemy.orm import Session

from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.rfc import services
from offsite.rfc.models import Rfc, RfcComment
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.rfc.blueprint import Answer, address, bp
from offsite.web.rfc.forms import CommentForm
from offsite.web.rfc.reading import show_page


@bp.post("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/comments")
def comment(event_slug: str, rfc_id: int) -> Answer:
    rfc = load(Rfc, rfc_id, Permission.RFC_COMMENT)
    form = CommentForm()
    if not form.validate():
        return show_page(rfc, form), 400
    try:
        with unit_of_work() as session:
            said = services.comment(
                session,
                rfc=rfc,
                person_id=current_actor().person_id or 0,
                body=form.body.data or "",
                is_concern=form.is_concern.data,
                now=utc_now(),
            )
            anchor = f"comment-{said.id}"
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return show_page(rfc, form), status_of(fault)
    return redirect(address(rfc, anchor), 303)


def _act(said: RfcComment, deed: Callable[[Session], object]) -> Answer:
    anchor = f"comment-{said.id}"
    try:
        with unit_of_work() as session:
            deed(session)
    except OffsiteError as fault:
        page = show_page(said.rfc, CommentForm(formdata=None), {anchor: sentence(fault)})
        return page, status_of(fault)
    return redirect(address(said.rfc, anchor), 303)


def _load(comment_id: int, permission: Permission) -> RfcComment:
    """The comment, if its text may be seen at all."""
    said = load(RfcComment, comment_id, Permission.RFC_WRITE)
    load(Rfc, said.rfc_id, Permission.RFC_SEE)
    return load(RfcComment, comment_id, permission)


@bp.post("/<event_slug>/rfc/comments/<int(max=2147483647):rfc_comment_id>/reply")
def reply(event_slug: str, rfc_comment_id: int) -> Answer:
    said = _load(rfc_comment_id, Permission.RFC_WRITE)
    return _act(
        said,
        lambda session: services.reply(
            session,
            comment=said,
            person_id=current_actor().person_id or 0,
            body=request.form.get("body", ""),
            now=utc_now(),
        ),
    )


@bp.post("/<event_slug>/rfc/comments/<int(max=2147483647):rfc_comment_id>/resolve")
def resolve(event_slug: str, rfc_comment_id: int) -> Answer:
    said = _load(rfc_comment_id, Permission.RFC_RESOLVE)
    return _act(
        said,
        lambda session: services.resolve(
            session,
            comment=said,
            person_id=current_actor().person_id or 0,
            word=request.form.get("word", ""),
            now=utc_now(),
        ),
    )


@bp.post("/<event_slug>/rfc/comments/<int(max=2147483647):rfc_comment_id>/reopen")
def reopen(event_slug: str, rfc_comment_id: int) -> Answer:
    said = _load(rfc_comment_id, Permission.RFC_RESOLVE)
    return _act(said, lambda session: services.reopen(session, comment=said, now=utc_now()))
