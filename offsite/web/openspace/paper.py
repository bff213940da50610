"""What hangs on real walls: sheets, the grid, the principles, codes that lead to the board."""

import segno
from flask import render_template, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.events.models import Event
from offsite.openspace.models import Board
from offsite.openspace.queries.wall import wall
from offsite.policy import Permission
from offsite.web.openspace.blueprint import bp, load_board

BLANK_SHEETS = 4
SCALE = 8


def code_of(url: str) -> str:
    """``url`` as a QR code that phones read, as a data address for an image."""
    # `make` may choose a Micro QR, which phones cannot read.
    return str(segno.make_qr(url, error="m").svg_data_uri(scale=SCALE, border=2, light="#fff"))


def code_of_board(event: Event) -> str:
    return code_of(url_for("openspace.board", event_slug=event.slug, _external=True))


def principles() -> list[tuple[str, str]]:
    """The four principles, each with what it means here."""
    return [
        (
            _("Whoever comes is the right people"),
            _("Those who care are enough, and one is enough, too."),
        ),
        (
            _("Whatever happens is the only thing that could have"),
            _("Let go of what should have been; work with what is."),
        ),
        (
            _("Whenever it starts is the right time"),
            _("Ideas do not read clocks."),
        ),
        (
            _("When it is over, it is over"),
            _("Done early? Go on. Not done? Go on together."),
        ),
    ]


@bp.get("/<event_slug>/board/paper")
def paper(event_slug: str) -> str:
    event, board = load_board(Permission.BOARD_SEE)
    return render_template("openspace/paper.html", event=event, board=board)


@bp.get("/<event_slug>/board/paper/sheets")
def sheets(event_slug: str) -> str:
    return _printed("openspace/paper_sheets.html", blank=range(BLANK_SHEETS))


@bp.get("/<event_slug>/board/paper/grid")
def paper_grid(event_slug: str) -> str:
    return _printed("openspace/paper_grid.html")


@bp.get("/<event_slug>/board/paper/poster")
def poster(event_slug: str) -> str:
    return _printed("openspace/paper_poster.html", principles=principles())


@bp.get("/<event_slug>/board/paper/codes")
def codes(event_slug: str) -> str:
    return _printed("openspace/paper_codes.html")


def _printed(template: str, **values: object) -> str:
    event, board = load_board(Permission.BOARD_SEE)
    return render_template(
        template,
        event=event,
        board=board,
        wall=_anonymous(board),
        code=code_of_board(event),
        board_address=url_for("openspace.board", event_slug=event.slug, _external=True),
        **values,
    )


def _anonymous(board: Board) -> object:
    """Paper is everybody's: nobody's own marks are on it."""
    return wall(db.read_session(), board, person_id=None)
