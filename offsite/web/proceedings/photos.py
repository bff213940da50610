"""Photos: brought by members, described, removed and put back; files for members alone."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from offsite import db
from offsite.errors import BadInput, NotFound, OffsiteError
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proceedings.models import Photo
from offsite.proceedings.pictures import MOST_BYTES, made_anew
from offsite.proceedings.queries import photos as reading
from offsite.proceedings.services import photos as services
from offsite.web.access import (
    current_actor,
    load_by,
    load_event,
    unit_of_work,
    utc_now,
)
from offsite.web.errors import sentence, status_of
from offsite.web.proceedings.blueprint import Answer, bp, picture_folder

PHOTOS = "/<event_slug>/proceedings/photos/"
ONE = f"{PHOTOS}<photo_name>"


@bp.get(PHOTOS)
def photos(event_slug: str) -> str:
    event = load_event(Permission.PROCEEDINGS_SEE)
    return _photos_page(event)


def _photos_page(event: Event, caption: str = "", fault: str = "") -> str:
    return render_template(
        "proceedings/photos.html",
        event=event,
        page=reading.photos_page(
            db.read_session(), event, page=request.args.get("page", 1, type=int)
        ),
        caption=caption,
        fault=fault,
    )


@bp.post(PHOTOS)
def add_photo(event_slug: str) -> Answer:
    event = load_event(Permission.PHOTO_ADD)
    caption = _caption()
    try:
        picture = made_anew(_sent())
        with unit_of_work() as session:
            services.add_photo(
                session,
                event=event,
                picture=picture,
                caption=caption,
                folder=picture_folder(),
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except OffsiteError as fault:
        return _photos_page(event, caption, sentence(fault)), status_of(fault)
    flash(_("The photo is in the book."), "success")
    return redirect(url_for("proceedings.photos", event_slug=event.slug), 303)


def _sent() -> bytes:
    file = request.files.get("photo")
    content = file.read(MOST_BYTES + 1) if file else b""
    if not content:
        raise BadInput("Choose a photo first.")
    return content


def _caption() -> str:
    return " ".join(request.form.get("caption", "")[:2000].split())


@bp.get(f"{ONE}.jpg")
def photo_file(event_slug: str, photo_name: str) -> Response:
    """The file, of type image/jpeg whatever was brought; ``?size=small`` for pages."""
    photo = _load(photo_name, Permission.PROCEEDINGS_SEE)
    content = picture_folder().read(photo.name, small=request.args.get("size") == "small")
    response = Response(content, mimetype="image/jpeg")
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Its name is random and its contents never change; a removed one is asked for no more.
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _load(photo_name: str, permission: Permission, *, removed: bool = False) -> Photo:
    event = load_event(Permission.PROCEEDINGS_SEE)
    photo = load_by(Photo, permission, event_id=event.id, name=photo_name[:32])
    if photo.removed_at is not None and not removed:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return photo


@bp.get(ONE)
def photo(event_slug: str, photo_name: str) -> str:
    found = _load(photo_name, Permission.PROCEEDINGS_SEE, removed=True)
    return _photo_page(found)


def _photo_page(photo: Photo, fault: str = "") -> str:
    return render_template("proceedings/photo.html", event=photo.event, photo=photo, fault=fault)


@bp.post(f"{ONE}/caption")
def describe_photo(event_slug: str, photo_name: str) -> Answer:
    found = _load(photo_name, Permission.PHOTO_EDIT)
    try:
        with unit_of_work() as session:
            services.describe(session, photo=found, caption=_caption())
    except OffsiteError as fault:
        return _photo_page(found, sentence(fault)), status_of(fault)
    flash(_("Saved."), "success")
    return redirect(_address(found), 303)


@bp.post(f"{ONE}/remove")
def remove_photo(event_slug: str, photo_name: str) -> Answer:
    found = _load(photo_name, Permission.PHOTO_EDIT, removed=True)
    with unit_of_work() as session:
        services.remove(session, photo=found, now=utc_now())
    link = Markup('<a href="{}">{}</a>').format(_address(found), _("Undo"))
    flash(Markup("{} {}").format(escape(_("The photo is removed.")), link), "success")
    return redirect(url_for("proceedings.photos", event_slug=event_slug), 303)


@bp.post(f"{ONE}/put-back")
def put_back_photo(event_slug: str, photo_name: str) -> Answer:
    found = _load(photo_name, Permission.PHOTO_EDIT, removed=True)
    try:
        with unit_of_work() as session:
            services.put_back(session, photo=found)
    except OffsiteError as fault:
        return _photo_page(found, sentence(fault)), status_of(fault)
    return redirect(_address(found), 303)


def _address(photo: Photo) -> str:
    return url_for("proceedings.photo", event_slug=photo.event.slug, photo_name=photo.name)
