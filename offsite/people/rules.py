"""What decides about people from values alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from offsite.errors import Sentence

LINK_LIVES = timedelta(minutes=10)
LINK_IS_KEPT = timedelta(days=1)
"""After that even the hashes of a link are deleted."""

SIGN_IN_LIVES = timedelta(days=30)
CODE_TRIES = 5

LEADERSHIP = ("direction", "people", "projects", "technical")
"""The four kinds of leadership work, as they are kept."""

LONGEST_EMAIL = 254
NOWHERE = "imported.invalid"
"""The host in addresses of people who came with a programme: no mail ever gets there."""
LONGEST_NEXT = 500


@dataclass(frozen=True)
class Profile:
    """What a person says about themselves; everybody in their events can read it."""

    name: str
    team: str = ""
    function: str = ""
    track: str = ""
    leadership: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: str = ""
    about: str = ""


LONGEST: Mapping[str, int] = MappingProxyType(
    {"name": 200, "team": 100, "function": 100, "track": 100, "topics": 2000, "about": 5000}
)


TOO_LONG: Mapping[str, Sentence] = MappingProxyType({
    "name": Sentence("Your name can have %(limit)s characters at most."),
    "team": Sentence("Your team can have %(limit)s characters at most."),
    "function": Sentence("Your function can have %(limit)s characters at most."),
    "track": Sentence("Your track can have %(limit)s characters at most."),
    "topics": Sentence("Your topics can have %(limit)s characters at most."),
    "about": Sentence("What is about you can have %(limit)s characters at most."),
})  # fmt: skip


def faults_of(profile: Profile) -> list[Sentence]:
    """One sentence for everything that cannot be kept; empty when all is well."""
    faults = []
    if not profile.name.strip():
        faults.append(Sentence("A name is needed, so that others can greet you."))
    faults += [
        Sentence(TOO_LONG[field], limit=limit)
        for field, limit in LONGEST.items()
        if len(getattr(profile, field)) > limit
    ]
    unknown = [one for one in profile.leadership if one not in LEADERSHIP]
    return faults + [
        Sentence("“%(kind)s” is not a kind of leadership work.", kind=one) for one in unknown
    ]


def is_placeholder(email: str) -> bool:
    """Whether ``email`` only stands for one that nobody has told us yet."""
    return email.endswith(f"@{NOWHERE}")


def is_address(email: str) -> bool:
    """Whether ``email`` can be one mail address: a name, an @ and a host, nothing odd."""
    name, _, host = email.rpartition("@")
    return bool(
        name
        and host
        and len(email) <= LONGEST_EMAIL
        and all(one.isprintable() and one not in ' ,;:<>()[]"\\' for one in email)
        and "@" not in name
    )


def name_of_address(email: str) -> str:
    """A first guess at a name: ``ada.lovelace@example.org`` is Ada Lovelace."""
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").split()
    return " ".join(word.capitalize() for word in words) or email
