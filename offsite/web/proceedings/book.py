"""The book of an event: its page and its files."""

from contextlib import suppress

from flask import Response, current_app, render_template

from offsite.policy import Permission
from offsite.proceedings.pictures import PictureIsGone
from offsite.web.access import load_event, utc_now
from offsite.web.languages import choose
from offsite.web.paper import pdf
from offsite.web.proceedings.blocks import below, line
from offsite.web.proceedings.blueprint import bp, picture_folder
from offsite.web.proceedings.gathering import Book, book_of
from offsite.web.proceedings.typeset import values_of

BOOK = "/<event_slug>/proceedings/"


@bp.get(BOOK)
def show(event_slug: str) -> str:
    event = load_event(Permission.PROCEEDINGS_SEE)
    return render_template(
        "proceedings/book.html", event=event, book=book_of(event), has_pdf=pdf.is_there()
    )


@bp.get(f"{BOOK}book.md")
def book_markdown(event_slug: str) -> Response:
    event = load_event(Permission.PROCEEDINGS_SEE)
    # Lines of the template are lines of the file, but for those that only say "if" or "for".
    lines = current_app.jinja_env.overlay(trim_blocks=True, lstrip_blocks=True)
    text = lines.get_template("proceedings/book.md").render(
        event=event, book=book_of(event), line=line, below=below
    )
    response = Response(text, content_type="text/markdown; charset=utf-8")
    name = f"{event.slug}-proceedings.md"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get(f"{BOOK}book.pdf")
def book_pdf(event_slug: str) -> Response:
    event = load_event(Permission.PROCEEDINGS_SEE)
    book = book_of(event)
    pictures = _pictures(book)
    values = values_of(event, book, pictures=tuple(pictures), now=utc_now())
    return pdf.render(
        "book.typ",
        {"language": choose(), **values},
        filename=f"{event.slug}-proceedings.pdf",
        files={f"{name}.jpg": content for name, content in pictures.items()},
    )


def _pictures(book: Book) -> dict[str, bytes]:
    """The large files of the photos that the book shows, as far as they are there."""
    if "photos" not in book.chapters:
        return {}
    folder, found = picture_folder(), {}
    for one in book.contents.photos:
        with suppress(PictureIsGone):
            found[one.name] = folder.read(one.name)
    return found
