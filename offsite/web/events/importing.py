"""People from a file or a pasted list: look, dry run, then import."""

from collections import Counter
from collections.abc import Iterable

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import BadInput
from offsite.events import members as services
from offsite.events.members import CheckedRow
from offsite.events.models import Event, Membership
from offsite.events.queries import memberships_by_id
from offsite.exchange.readers.table import Table
from offsite.policy import Permission
from offsite.web.access import load_event, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.events import attendees
from offsite.web.events.attendees import FIELDS, People
from offsite.web.events.blueprint import bp
from offsite.web.languages import choose, speaking
from offsite.web.people.entering import absolute

Answer = Response | str | tuple[str, int]
SHOWN = 20
PORTION = 250


def field_names() -> dict[str, str]:
    return {
        "email": _("Mail address"),
        "name": pgettext("of a person", "Name"),
        "first": _("First name"),
        "last": _("Last name"),
        "team": _("Team"),
        "function": _("Function"),
        "track": _("Track"),
        "status": _("Coming or not"),
    }


@bp.get("/<event_slug>/organize/members/import")
def import_members(event_slug: str) -> str:
    load_event(Permission.MEMBER_MANAGE)
    return _upload_page()


def _upload_page(refusal: str = "", pasted: str = "") -> str:
    return render_template("events/import.html", refusal=refusal, pasted=pasted)


@bp.post("/<event_slug>/organize/members/import")
def read_people(event_slug: str) -> Answer:
    """A file or pasted addresses come in; what they hold is shown, nothing is saved."""
    event = load_event(Permission.MEMBER_MANAGE)
    pasted = request.form.get("pasted", "")
    try:
        if request.form.get("source") == "paste":
            table = attendees.read_pasted(pasted)
        else:
            upload = request.files.get("file")
            table = attendees.read_upload(upload.read() if upload else b"")
        return _preview(event, table, attendees.guess_columns(table.headings))
    except BadInput as refusal:
        return _upload_page(sentence(refusal), pasted), 400


@bp.post("/<event_slug>/organize/members/import/check")
def check_people(event_slug: str) -> Answer:
    """Look again with other columns, or import."""
    event = load_event(Permission.MEMBER_MANAGE)
    try:
        table = attendees.unpack(request.form.get("table", ""))
    except BadInput as refusal:
        return _upload_page(sentence(refusal)), 400
    columns = _chosen_columns(table)
    go = request.form.get("go")
    if go not in {"all", "good"}:
        return _preview(event, table, columns)
    try:
        people = attendees.people_of(table, columns)
        with unit_of_work() as session:
            done = services.import_people(
                session,
                event=event,
                rows=people.rows,
                skip_faulty=go == "good",
                now=utc_now(),
            )
            counts = (len(done.added), done.already, done.left_out)
            added = [one.id for one in done.added]
    except BadInput as refusal:
        return _preview(event, table, columns, refusal), 400
    if request.form.get("welcome"):
        _welcome(event, added)
    flash(_summary(*counts), "success")
    return redirect(url_for(".members", event_slug=event_slug), 303)


def _chosen_columns(table: Table) -> dict[str, int]:
    wishes = {field: request.form.get(f"column-{field}", -1, type=int) for field in FIELDS}
    return {field: number for field, number in wishes.items() if 0 <= number < len(table.headings)}


def _welcome(event: Event, member_ids: list[int]) -> None:
    """Write the mails in portions: nobody else should wait for thousands of them."""
    url = absolute(current_app.extensions["offsite"], "events.home", event_slug=event.slug)
    for start in range(0, len(member_ids), PORTION):
        with unit_of_work() as session:
            members = memberships_by_id(session, member_ids[start : start + PORTION])
            for locale, readers in _by_language(members).items():
                subject, body = _welcome_in(locale, event, url)
                services.write_welcomes(
                    session,
                    event=event,
                    members=readers,
                    subject=subject,
                    body=body,
                    now=utc_now(),
                )


def _by_language(members: Iterable[Membership]) -> dict[str, list[Membership]]:
    found: dict[str, list[Membership]] = {}
    for one in members:
        found.setdefault(one.person.locale, []).append(one)
    return found


def _welcome_in(locale: str, event: Event, url: str) -> tuple[str, str]:
    """Subject and body; people who chose no language are invited in the organizer's."""
    with speaking(locale, otherwise=choose()):
        subject = str(_("You are invited: %(event)s", event=event.name))
        return subject, render_template("events/welcome.txt", invited_to=event, url=url)


def _summary(added: int, already: int, left_out: int) -> str:
    parts = [ngettext("%(num)s person added.", "%(num)s people added.", added)]
    if already:
        parts.append(ngettext("%(num)s was in.", "%(num)s were in.", already))
    if left_out:
        parts.append(ngettext("%(num)s row left out.", "%(num)s rows left out.", left_out))
    return " ".join(parts)


def _preview(
    event: Event, table: Table, columns: dict[str, int], refusal: BadInput | None = None
) -> str:
    people, checked = People((), ()), list[CheckedRow]()
    try:
        people = attendees.people_of(table, columns)
        checked = services.check_rows(db.read_session(), event=event, rows=people.rows)
    except BadInput as found:
        refusal = refusal or found
    counts = Counter(one.state for one in checked)
    faulty = [one for one in checked if one.state == "faulty"]
    good = [one for one in checked if one.state != "faulty"]
    return render_template(
        "events/import_preview.html",
        table=table,
        packed=attendees.pack(table),
        columns=columns,
        field_names=field_names(),
        counts=counts,
        to_add=counts["new"] + counts["known"],
        shown=[*faulty[:50], *good[:SHOWN]],
        hidden=max(len(faulty) - 50, 0) + max(len(good) - SHOWN, 0),
        skipped=people.skipped,
        refusal=sentence(refusal) if refusal and not faulty else "",
        row_sentence=lambda row: sentence(row.refusal) if row.refusal else "",
    )
