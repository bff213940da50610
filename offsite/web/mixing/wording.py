"""What pages say about a mix, in whole sentences."""

from flask_babel import gettext as _
from flask_babel import ngettext

from offsite.engines.mixing.explain import Reason
from offsite.mixing.evaluation import Offer
from offsite.mixing.models import Mix
from offsite.web.mixing.blueprint import bp
from offsite.web.mixing.shown import View
from offsite.web.proposals.forms import language_name


@bp.app_template_global("proof_sentence")
def proof_sentence(view: View, mix: Mix) -> str:
    """How good the mix is, and what is proven of it."""
    if view.judged.score is None:
        return str(_("It cannot be judged as things stand."))
    repeats = view.judged.score.repeats
    if repeats == 0:
        return str(_("No pair repeats: everybody meets somebody new each time."))
    if view.bound is None or mix.plan.get("fewest_changes"):
        return str(ngettext("%(num)s meeting repeats.", "%(num)s meetings repeat.", repeats))
    if repeats <= view.bound:
        return str(
            ngettext(
                "%(num)s meeting repeats, and fewer is impossible.",
                "%(num)s meetings repeat, and fewer is impossible.",
                repeats,
            )
        )
    if view.bound == 0:
        return str(
            ngettext(
                "%(num)s meeting repeats; whether none is possible is not known.",
                "%(num)s meetings repeat; whether fewer are possible is not known.",
                repeats,
            )
        )
    return str(
        ngettext(
            "%(num)s meeting repeats; at least %(bound)s cannot be avoided.",
            "%(num)s meetings repeat; at least %(bound)s cannot be avoided.",
            repeats,
            bound=view.bound,
        )
    )


@bp.app_template_global("cost_sentence")
def cost_sentence(offer: Offer) -> str:
    """What a move or a swap costs, in a few words."""
    if offer.repeats > 0:
        return str(ngettext("%(num)s more repeat", "%(num)s more repeats", offer.repeats))
    if offer.repeats < 0:
        return str(ngettext("%(num)s repeat fewer", "%(num)s repeats fewer", -offer.repeats))
    return str(_("no more repeats"))


@bp.app_template_global("reason_sentence")
def reason_sentence(reason: Reason) -> str:
    """Why two people are together, in a few words."""
    if reason.cause == "again":
        return str(
            ngettext(
                "you met %(num)s time before", "you met %(num)s times before", int(reason.words[0])
            )
        )
    if reason.cause == "topics":
        return str(_("you both care for %(topics)s", topics=", ".join(reason.words[:3])))
    if reason.cause == "languages":
        names = ", ".join(language_name(code) for code in reason.words)
        return str(_("you both speak %(languages)s", languages=names))
    plain: dict[str, str] = {
        "new": _("you have not met yet"),
        "way": _("you have the same way at the same hour"),
        "teams": _("different teams"),
        "tracks": _("different tracks"),
        "functions": _("different functions"),
    }
    return plain[reason.cause]
