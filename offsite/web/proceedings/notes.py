"""Notes of a session: written by any member, every saved version kept."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import BadInput, NotFound, RuleBroken, Stale
from offsite.policy import Permission
from offsite.proceedings.models import Notes, NotesVersion
from offsite.proceedings.queries import notes as reading
from offsite.proceedings.rules import difference
from offsite.proceedings.services import noting
from offsite.proposals.models import Proposal
from offsite.web.access import current_actor, load_by, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.forms import clean_text
from offsite.web.proceedings.blueprint import Answer, bp, number_in

NOTES = "/<event_slug>/schedule/items/<code>/notes"


def _load_session() -> Proposal:
    event = load_event(Permission.PROCEEDINGS_SEE)
    code = str((request.view_args or {})["code"])
    return load_by(Proposal, Permission.NOTES_TAKE, event_id=event.id, code=code)


@bp.get(NOTES)
def notes(event_slug: str, code: str) -> str:
    proposal = _load_session()
    noting.require_session(proposal)
    return _notes_page(proposal)


def _notes_page(proposal: Proposal, typed: str | None = None, fault: str = "") -> str:
    session = db.read_session()
    found = reading.notes_of(session, proposal)
    return render_template(
        "proceedings/notes.html",
        event=proposal.event,
        proposal=proposal,
        notes=found,
        takers=reading.takers_of(session, [found.id]).get(found.id, ()) if found else (),
        typed=found.body if typed is None and found else typed or "",
        fault=fault,
        pieces=None,
        is_kept=request.args.get("kept") == "1",
        longest=noting.LONGEST,
    )


@bp.post(NOTES)
def save_notes(event_slug: str, code: str) -> Answer:
    """Save what was typed; with ``go=both`` it is followed by what somebody else saved."""
    proposal = _load_session()
    typed = clean_text(request.form.get("body", "").replace("\r\n", "\n"))
    try:
        with unit_of_work() as session:
            noting.save_notes(
                session,
                proposal=proposal,
                body=_joined(proposal, typed),
                seen=number_in(request.form.get("seen", "")),
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except Stale as fault:
        return _conflict_page(proposal, typed, sentence(fault)), status_of(fault)
    except (BadInput, RuleBroken) as fault:
        return _notes_page(proposal, typed, sentence(fault)), status_of(fault)
    return redirect(
        url_for("proceedings.notes", event_slug=event_slug, code=proposal.code, kept=1), 303
    )


def _joined(proposal: Proposal, typed: str) -> str:
    if request.form.get("go") != "both":
        return typed
    found = reading.notes_of(db.read_session(), proposal)
    return "\n\n".join(one for one in (found.body if found else "", typed) if one)


def _conflict_page(proposal: Proposal, typed: str, fault: str) -> str:
    found = _kept(proposal)
    return render_template(
        "proceedings/notes.html",
        event=proposal.event,
        proposal=proposal,
        notes=found,
        takers=(),
        typed=typed,
        fault=fault,
        pieces=difference(found.body, typed),
        is_kept=False,
        longest=noting.LONGEST,
    )


@bp.get(f"{NOTES}/versions")
def versions(event_slug: str, code: str) -> str:
    proposal = _load_session()
    found = reading.notes_of(db.read_session(), proposal)
    return render_template(
        "proceedings/versions.html",
        event=proposal.event,
        proposal=proposal,
        notes=found,
        page=reading.versions_page(
            db.read_session(), found, page=request.args.get("page", 1, type=int)
        )
        if found
        else None,
    )


@bp.get(f"{NOTES}/versions/<int(max=2147483647):revision>")
def version(event_slug: str, code: str, revision: int) -> str:
    proposal = _load_session()
    found = _kept(proposal)
    shown = _version(found, revision)
    before = reading.version_of(db.read_session(), found, revision=revision - 1)
    return render_template(
        "proceedings/version.html",
        event=proposal.event,
        proposal=proposal,
        notes=found,
        version=shown,
        pieces=difference(before.body if before else "", shown.body),
    )


@bp.post(f"{NOTES}/versions/<int(max=2147483647):revision>/bring-back")
def bring_back(event_slug: str, code: str, revision: int) -> Answer:
    proposal = _load_session()
    shown = _version(_kept(proposal), revision)
    try:
        with unit_of_work() as session:
            noting.bring_back(
                session,
                version=shown,
                proposal=proposal,
                seen=number_in(request.form.get("seen", "")),
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except Stale as fault:
        return _conflict_page(proposal, shown.body, sentence(fault)), status_of(fault)
    return redirect(url_for("proceedings.notes", event_slug=event_slug, code=proposal.code), 303)


def _kept(proposal: Proposal) -> Notes:
    found = reading.notes_of(db.read_session(), proposal)
    if found is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


def _version(notes: Notes, revision: int) -> NotesVersion:
    found = reading.version_of(db.read_session(), notes, revision=revision)
    if found is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


@bp.app_template_global("piece_label")
def piece_label(kind: str) -> str:
    """What a reader who hears the page is told about a run of text."""
    labels: dict[str, str] = {"new": _("added:"), "gone": _("left out:")}
    return labels.get(kind, "")
