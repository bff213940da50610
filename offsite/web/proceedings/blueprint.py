"""The blueprint of notes and the book, and what their pages share."""

from flask import Blueprint, current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.proceedings.models import Photo
from offsite.proceedings.pictures import FOLDER, PictureFolder

bp = Blueprint("proceedings", __name__)

Answer = AnyResponse | str | tuple[str, int]


def picture_folder() -> PictureFolder:
    """Where the files of photos lie in this installation."""
    return PictureFolder(current_app.extensions["offsite"].instance_dir.resolve() / FOLDER)


def number_in(text: str) -> int:
    """A small whole number that a form sent; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@bp.app_template_global("chapter_name")
def chapter_name(chapter: str) -> str:
    """The title of a chapter, as people read it."""
    names: dict[str, str] = {
        "schedule": _("Schedule"),
        "notes": _("Notes of the sessions"),
        "reports": _("Open space"),
        "questions": _("Questions and answers"),
        "actions": _("Action points"),
        "photos": _("Photos"),
    }
    return names[chapter]


@bp.app_template_global("small_size")
def small_size(photo: Photo) -> tuple[int, int]:
    """Width and height of the photo's small file, so that pages do not jump."""
    share = min(1.0, 640 / max(photo.width, photo.height))
    return max(1, round(photo.width * share)), max(1, round(photo.height * share))
