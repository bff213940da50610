"""Signing in."""

from tests.guards.access_matrix.audiences import EVERYBODY, MEMBER, SIGNED_IN

AUDIENCE = {
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
    # The person of the address is the member; whoever founded the installation has no role.
    "erasing.show": frozenset({MEMBER}),
    "erasing.erase": frozenset({MEMBER}),
}

NOT_THERE = {
    "people.sign_in_link",
    "people.use_link",
    "people.sign_in_by_code",
}
ELSEWHERE = {
    "company.start": "tests/web/people: needs a provider",
    "company.back": "tests/web/people: needs a provider",
    "demo.choose": "tests/web/people: only in the demo",
    "demo.sign_in_as": "tests/web/people: only in the demo",
    "me.end_browser": "tests/web/people: one's own browsers only",
}
