"""Every feature's pages, in the order of the site's map.

Fixed addresses win over `/<event>/…` by Werkzeug's weighting, not by this order.
"""

from offsite.web.actions.views import bp as actions
from offsite.web.calendars.views import bp as calendars
from offsite.web.events.views import bp as events
from offsite.web.exchange.views import bp as exchange
from offsite.web.facilitation.views import bp as facilitation
from offsite.web.interests.views import bp as interests
from offsite.web.jobs.views import bp as jobs
from offsite.web.mentoring.views import bp as mentoring
from offsite.web.mixing.views import bp as mixing
from offsite.web.openspace.views import bp as openspace
from offsite.web.outbox.views import bp as outbox
from offsite.web.paper.views import bp as paper
from offsite.web.people.company import bp as company
from offsite.web.people.demo import bp as demo
from offsite.web.people.erasing import bp as erasing
from offsite.web.people.profile import bp as me
from offsite.web.people.views import bp as people
from offsite.web.planning.views import bp as planning
from offsite.web.polls.views import bp as polls
from offsite.web.proceedings.views import bp as proceedings
from offsite.web.proposals.views import bp as proposals
from offsite.web.purse.views import bp as purse
from offsite.web.questions.views import bp as questions
from offsite.web.rfc.views import bp as rfc
from offsite.web.schedule.views import bp as schedule
from offsite.web.site.views import bp as site
from offsite.web.site.watching import bp as watching
from offsite.web.tourism.views import bp as tourism

BLUEPRINTS = (
    site,
    watching,
    people,
    company,
    demo,
    me,
    erasing,
    events,
    proposals,
    openspace,
    questions,
    schedule,
    actions,
    interests,
    tourism,
    mentoring,
    purse,
    proceedings,
    facilitation,
    rfc,
    paper,
    mixing,
    planning,
    calendars,
    exchange,
    polls,
    outbox,
    jobs,
)
