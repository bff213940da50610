"""Other tools."""

from tests.guards.access_matrix.audiences import MAY_CREATE, ORGANIZERS, VIEWERS

AUDIENCE = {
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
}

SPECIAL = {"exchange.download": {"kind": "csv"}}
