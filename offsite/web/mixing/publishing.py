"""Publishing a mix, after a look at whom it changes something for."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import RuleBroken, Stale
from offsite.mixing import letters
from offsite.mixing import publishing as services
from offsite.mixing.formulation import stage_of
from offsite.mixing.models import Mix
from offsite.policy import Permission
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.mixing.blueprint import Answer, bp
from offsite.web.mixing.forms import PublishForm
from offsite.web.mixing.letters import desk


@bp.get("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/publish")
def publish_preview(event_slug: str, mix_id: int) -> str:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    return publish_page(mix, PublishForm(formdata=None))


def publish_page(mix: Mix, form: PublishForm, refusal: str = "") -> str:
    session = db.read_session()
    stage = stage_of(session, mix.event)
    preview = services.preview(session, mix=mix, stage=stage)
    form.seen_mark.data, form.seen_version.data = preview.mark, str(mix.version)
    return render_template(
        "mixing/publish.html",
        event=mix.event,
        mix=mix,
        stage=stage,
        preview=preview,
        form=form,
        refusal=refusal,
    )


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/publish")
def publish(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    form = PublishForm()
    if not form.validate_on_submit():
        return publish_page(mix, form), 400
    now = utc_now()
    try:
        with unit_of_work() as session:
            services.publish(
                session,
                mix=mix,
                note=form.note.data or "",
                seen_version=form.seen,
                acknowledged=(form.seen_mark.data or "") if form.acknowledged.data else "",
                actor=current_actor(),
                now=now,
                tell=[
                    lambda session, published, changes: letters.tell_affected(
                        session,
                        published,
                        changes,
                        desk=desk(mix.event),
                        held=form.mails.data == "hold",
                        now=now,
                    )
                ],
            )
    except (RuleBroken, Stale) as refusal:
        db.read_session().refresh(mix)
        return publish_page(mix, form, sentence(refusal)), status_of(refusal)
    flash(_("Published. Everybody sees their own part; the mails are written."), "success")
    return redirect(url_for(".plan", event_slug=event_slug), 303)
