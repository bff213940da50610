"""The invented company: its teams, and the people who lead in it."""

from dataclasses import dataclass
from itertools import chain, cycle
from random import Random

from offsite.demo.names import Name, names

DOMAIN = "example.org"
"""Reserved for examples (RFC 2606): no mail can reach anybody."""


@dataclass(frozen=True)
class Team:
    """A team, the functions of its leaders (the first is the most frequent), and its subject."""

    name: str
    functions: tuple[str, ...]
    subject: str


TEAMS = (
    Team("Search", ("backend", "machine learning"), "relevance, ranking, typo tolerance"),
    Team("Payments", ("backend", "quality"), "ledgers, refunds, settlement files"),
    Team("Checkout", ("frontend", "backend"), "baskets, discounts, abandoned orders"),
    Team("Mobile", ("mobile", "quality"), "app start, offline, releases through the stores"),
    Team("Data Platform", ("data", "infrastructure"), "pipelines, contracts, lineage"),
    Team("Infrastructure", ("infrastructure", "security"), "clusters, networks, capacity"),
    Team("Developer Experience", ("infrastructure", "frontend"), "builds, tests, the golden path"),
    Team("Identity and Security", ("security", "backend"), "sign-in, secrets, reviews"),
    Team("Recommendations", ("machine learning", "data"), "embeddings, experiments, cold starts"),
    Team("Logistics", ("backend", "data"), "parcels, routes, promised dates"),
    Team("Seller Tools", ("frontend", "product engineering"), "catalogues, bulk edits, reports"),
    Team("Customer Care Systems", ("product engineering", "quality"), "tickets, chat, handovers"),
)

TRACKS = {
    "people manager": ("people", "direction"),
    "tech lead": ("technical", "projects"),
    "architect": ("technical", "direction"),
    "principal engineer": ("technical",),
    "delivery lead": ("projects", "people"),
    "director": ("direction", "people"),
}
"""Career track -> the kinds of leadership work that come with it, the main one first."""

SHARES = (34, 30, 10, 9, 11, 6)

ABOUT = (
    "Ask me about {subject}.",
    "Came to the {team} team for {subject}, stayed for the people.",
    "Third year of leading; still reads every incident report.",
    "Likes small diffs, long walks and written decisions.",
    "Happy to pair with anybody who is new to leading.",
    "Collects stories of migrations that ended.",
    "",
)


@dataclass(frozen=True)
class Colleague:
    """An invented person, as their profile shows them."""

    name: str
    email: str
    team: str
    function: str
    track: str
    leadership: tuple[str, ...]
    languages: tuple[str, ...]
    topics: str
    about: str


# The first of every demo, whatever the seed: who organizes, helps, travels, looks around.
KNOWN = (
    (Name("Zofia Wiśniewska", "zofia.wisniewska", "pl"), 6, "director"),
    (Name("Łukasz Król", "lukasz.krol", "pl"), 4, "architect"),
    (Name("Jürgen Groß", "jurgen.gross", "de"), 5, "tech lead"),
    (Name("佐藤 花子", "hanako.sato", "ja"), 8, "people manager"),
    (Name("Ірина Шевченко", "iryna.shevchenko", "uk"), 1, "delivery lead"),
)
ORGANIZER, PROGRAMME, ATTENDEE, TRAVEL, FACILITATOR = range(5)


def colleagues(number: int, seed: int) -> tuple[Colleague, ...]:
    """``number`` people in twelve teams; the first five are always the same."""
    rng = Random(f"colleagues-{seed}")  # noqa: S311 - invented people, no secrets
    known = {name.plain for name, _team, _track in KNOWN}
    others = [name for name in names(number + len(KNOWN), rng) if name.plain not in known]
    found = [_colleague(name, TEAMS[team], track, rng) for name, team, track in KNOWN]
    begun = {team for _name, team, _track in KNOWN}
    # Teams without anybody come first, so that twelve people are twelve teams.
    order = chain((t for n, t in enumerate(TEAMS) if n not in begun), cycle(TEAMS))
    for name, team in zip(others[: number - len(KNOWN)], order, strict=False):
        track = rng.choices(tuple(TRACKS), SHARES)[0]
        found.append(_colleague(name, team, track, rng))
    return tuple(found)


def _colleague(name: Name, team: Team, track: str, rng: Random) -> Colleague:
    function = team.functions[rng.random() < 0.35]
    about = rng.choice(ABOUT).format(subject=team.subject.partition(",")[0], team=team.name)
    work = TRACKS[track]
    return Colleague(
        name=name.full,
        email=f"{name.plain}@{DOMAIN}",
        team=team.name,
        function=function,
        track=track,
        leadership=work if rng.random() < 0.7 else work[:1],
        languages=_languages(name, rng),
        topics=team.subject,
        about=about,
    )


def _languages(name: Name, rng: Random) -> tuple[str, ...]:
    spoken = [name.language, "en"]
    if rng.random() < 0.2:
        spoken.append(rng.choice(("de", "pl", "es", "fr")))
    return tuple(dict.fromkeys(spoken))
