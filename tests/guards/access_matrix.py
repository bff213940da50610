"""Who may use which address: the written answer for every endpoint.

A row names the audience.  Everybody else is refused: with the same answer whether the
thing exists or not, or, where they may see it but not do this, with 403.
"""

STRANGER = "stranger"
ELSEWHERE = "member of another event"
LEFT = "left the event"
DISABLED = "disabled organizer"
DISPLAY = "display"
MEMBER = "member"
TRAVEL = "travel"
FACILITATOR = "facilitator"
HOST = "host"
PROGRAMME = "programme"
ORGANIZER = "organizer"
OWNER = "owner"

ROLES = (
    STRANGER,
    ELSEWHERE,
    LEFT,
    DISABLED,
    DISPLAY,
    MEMBER,
    TRAVEL,
    FACILITATOR,
    HOST,
    PROGRAMME,
    ORGANIZER,
    OWNER,
)

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {STRANGER, DISABLED}
VIEWERS = frozenset(ROLES[4:])
MEMBERS = VIEWERS - {DISPLAY}
PROGRAMMERS = frozenset({PROGRAMME, ORGANIZER, OWNER})
ORGANIZERS = frozenset({ORGANIZER, OWNER})
OWNERS = frozenset({OWNER})
HOSTS = frozenset({HOST})
MAY_CREATE = frozenset({OWNER, ELSEWHERE})
"""Owners of some event; the member of another event owns that one."""

AUDIENCE: dict[str, frozenset[str]] = {
    # the site
    "site.home": EVERYBODY,
    "site.found": EVERYBODY,
    "site.favicon": EVERYBODY,
    "site.robots": EVERYBODY,
    "watching.healthz": EVERYBODY,
    "watching.readyz": EVERYBODY,
    "watching.metrics": EVERYBODY,
    "static": EVERYBODY,
    # signing in
    "people.sign_in": EVERYBODY,
    "people.ask_for_link": EVERYBODY,
    "people.sign_in_sent": EVERYBODY,
    "people.sign_in_by_code": EVERYBODY,
    "people.sign_in_link": EVERYBODY,
    "people.use_link": EVERYBODY,
    "people.sign_out": EVERYBODY,
    "people.set_language": EVERYBODY,
    "me.show": SIGNED_IN,
    "me.save": SIGNED_IN,
    "me.export": SIGNED_IN,
    "me.sign_out_everywhere": SIGNED_IN,
    # the event
    "events.new_event": MAY_CREATE,
    "events.create": MAY_CREATE,
    "events.home": VIEWERS,
    "events.people": MEMBERS,
    "events.person": MEMBERS,
    "events.run_sheet": MEMBERS,
    "events.join": EVERYBODY,
    "events.accept": EVERYBODY,
    "events.ask_to_join": EVERYBODY,
    "events.organize": PROGRAMMERS,
    "events.settings": ORGANIZERS,
    "events.save_settings": ORGANIZERS,
    "events.archive": ORGANIZERS,
    "events.unarchive": ORGANIZERS,
    "events.clone": OWNERS,
    "events.make_clone": OWNERS,
    "events.rooms": ORGANIZERS,
    "events.room": ORGANIZERS,
    "events.add_room": ORGANIZERS,
    "events.change_room": ORGANIZERS,
    "events.move_room": ORGANIZERS,
    "events.delete_room": ORGANIZERS,
    "events.restore_room": ORGANIZERS,
    "events.grid": ORGANIZERS,
    "events.draw": ORGANIZERS,
    "events.restore_grid": ORGANIZERS,
    "events.slot": ORGANIZERS,
    "events.add_slot": ORGANIZERS,
    "events.change_slot": ORGANIZERS,
    "events.remove_slot": ORGANIZERS,
    "events.pause": ORGANIZERS,
    "events.add_pause": ORGANIZERS,
    "events.change_pause": ORGANIZERS,
    "events.remove_pause": ORGANIZERS,
    "events.formats": ORGANIZERS,
    "events.format": ORGANIZERS,
    "events.new_format": ORGANIZERS,
    "events.add_format": ORGANIZERS,
    "events.change_format": ORGANIZERS,
    "events.retire_format": ORGANIZERS,
    "events.restore_format": ORGANIZERS,
    "events.members": ORGANIZERS,
    "events.member": ORGANIZERS,
    "events.add_member": ORGANIZERS,
    "events.remove_member": ORGANIZERS,
    "events.restore_member": ORGANIZERS,
    "events.set_roles": OWNERS,
    "events.import_members": ORGANIZERS,
    "events.read_people": ORGANIZERS,
    "events.check_people": ORGANIZERS,
    "events.invitations": ORGANIZERS,
    "events.create_invitation": ORGANIZERS,
    "events.revoke_invitation": ORGANIZERS,
    # proposals and votes
    "proposals.call": MEMBERS,
    "proposals.index": MEMBERS,
    "proposals.show": MEMBERS,
    "proposals.new": MEMBERS,
    "proposals.create": MEMBERS,
    "proposals.preview": MEMBERS,
    "proposals.similar": MEMBERS,
    "proposals.edit": HOSTS | PROGRAMMERS,
    "proposals.save": HOSTS | PROGRAMMERS,
    "proposals.submit": HOSTS,
    "proposals.withdraw": HOSTS,
    "proposals.restore": HOSTS,
    "proposals.discard": HOSTS,
    "proposals.confirm": HOSTS,
    "proposals.decline": HOSTS,
    "proposals.leave": HOSTS,
    "proposals.accept_invitation": HOSTS,
    "proposals.invite_host": HOSTS | PROGRAMMERS,
    "proposals.remove_invitation": HOSTS | PROGRAMMERS,
    "proposals.add_comment": MEMBERS,
    "proposals.remove_comment": HOSTS | PROGRAMMERS,
    "proposals.put_back_comment": HOSTS | PROGRAMMERS,
    "proposals.wanted": MEMBERS,
    "proposals.want": MEMBERS,
    "proposals.me_too": MEMBERS,
    "proposals.nominate": MEMBERS,
    "proposals.close_wanted": HOSTS | PROGRAMMERS,
    "proposals.reopen_wanted": HOSTS | PROGRAMMERS,
    "proposals.vote": MEMBERS,
    "proposals.cast": MEMBERS,
    "proposals.call_settings": PROGRAMMERS,
    "proposals.save_call": PROGRAMMERS,
    "proposals.switch_call": PROGRAMMERS,
    "proposals.decide": PROGRAMMERS,
    "proposals.save_decisions": PROGRAMMERS,
    "proposals.announce_preview": PROGRAMMERS,
    "proposals.announce": PROGRAMMERS,
    "proposals.demand": PROGRAMMERS,
    "proposals.demand_csv": PROGRAMMERS,
    # the schedule
    "schedule.show": VIEWERS,
    "schedule.show_release": VIEWERS,
    "schedule.item": VIEWERS,
    "schedule.changelog": VIEWERS,
    "schedule.feed": VIEWERS,
    "schedule.now": VIEWERS,
    "schedule.now_live": VIEWERS,
    "schedule.agenda": MEMBERS,
    "schedule.pick": MEMBERS,
    "schedule.keep": MEMBERS,
    "schedule.pick_musts": MEMBERS,
    "schedule.drafts": PROGRAMMERS,
    "schedule.draft": PROGRAMMERS,
    "schedule.generate": PROGRAMMERS,
    "schedule.start": PROGRAMMERS,
    "schedule.place": PROGRAMMERS,
    "schedule.unplace": PROGRAMMERS,
    "schedule.pin": PROGRAMMERS,
    "schedule.cost": PROGRAMMERS,
    "schedule.undo": PROGRAMMERS,
    "schedule.redo": PROGRAMMERS,
    "schedule.rename": PROGRAMMERS,
    "schedule.copy": PROGRAMMERS,
    "schedule.apply": PROGRAMMERS,
    "schedule.discard": PROGRAMMERS,
    "schedule.restore": PROGRAMMERS,
    "schedule.releases": ORGANIZERS,
    "schedule.release": ORGANIZERS,
    # calendars
    "calendars.whole": VIEWERS,
    "calendars.whole_alias": VIEWERS,
    "calendars.release": VIEWERS,
    "calendars.release_alias": VIEWERS,
    "calendars.item": VIEWERS,
    "calendars.feed": EVERYBODY,
    "calendars.subscribe": MEMBERS,
    "calendars.reset": MEMBERS,
    "calendars.revoke": MEMBERS,
    # other tools
    "exchange.latest": VIEWERS,
    "exchange.latest_alias": VIEWERS,
    "exchange.of_release": VIEWERS,
    "exchange.release_alias": VIEWERS,
    "exchange.index": ORGANIZERS,
    "exchange.download": ORGANIZERS,
    "exchange.download_problem": ORGANIZERS,
    "exchange.download_people": ORGANIZERS,
    "exchange.upload": ORGANIZERS,
    "exchange.preview": ORGANIZERS,
    "exchange.bring": ORGANIZERS,
    "exchange.without_address": ORGANIZERS,
    "exchange.give_address": ORGANIZERS,
    "exchange.new_from_file": MAY_CREATE,
    "exchange.upload_for_new": MAY_CREATE,
    "exchange.describe_new": MAY_CREATE,
    "exchange.create_from_file": MAY_CREATE,
    # beside the pages
    "jobs.show": PROGRAMMERS,
    "jobs.live_fragment": PROGRAMMERS,
    "jobs.cancel": PROGRAMMERS,
    "outbox.index": ORGANIZERS,
    "outbox.show": ORGANIZERS,
    "outbox.let_go": ORGANIZERS,
    "outbox.let_kind_go": ORGANIZERS,
    "outbox.discard": ORGANIZERS,
    "outbox.retry": ORGANIZERS,
    "outbox.take_back": ORGANIZERS,
}

ELSEWHERE_TESTED = {
    "company.start": "tests/web/people: needs a provider",
    "company.back": "tests/web/people: needs a provider",
    "demo.choose": "tests/web/people: only in the demo",
    "demo.sign_in_as": "tests/web/people: only in the demo",
    "site.styleguide": "tests/web/site: only in the demo",
    "me.end_browser": "tests/web/people: one's own browsers only",
}
"""Endpoints without a row, and where their refusals are tested."""

SPECIAL = {"exchange.download": {"kind": "csv"}}
"""Arguments that mean another thing in one address."""
