"""Every feature's pages, in the order of the site's map.

Fixed addresses win over `/<event>/…` by Werkzeug's weighting, not by this order.
"""

from offsite.web.calendars.views import bp as calendars
from offsite.web.events.views import bp as events
from offsite.web.exchange.views import bp as exchange
from offsite.web.jobs.views import bp as jobs
from offsite.web.outbox.views import bp as outbox
from offsite.web.people.company import bp as company
from offsite.web.people.demo import bp as demo
from offsite.web.people.profile import bp as me
from offsite.web.people.views import bp as people
from offsite.web.proposals.views import bp as proposals
from offsite.web.schedule.views import bp as schedule
from offsite.web.site.views import bp as site
from offsite.web.site.watching import bp as watching

BLUEPRINTS = (
    site,
    watching,
    people,
    company,
    demo,
    me,
    events,
    proposals,
    schedule,
    calendars,
    exchange,
    outbox,
    jobs,
)
