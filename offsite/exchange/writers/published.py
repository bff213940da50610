"""Which sessions of a programme can be published, and why the others cannot."""

from offsite.errors import Sentence
from offsite.exchange.programme import Programme, Session, Warning

# What two digits of hours can say.
LONGEST_MINUTES = 99 * 60 + 59


def publishable(
    programme: Programme, warnings: list[Warning], *, with_canceled: bool = False
) -> list[Session]:
    """Sessions to write, by time; each one left out adds a warning."""
    chosen = []
    for session in programme.sessions:
        reason = _obstacle(session, with_canceled)
        if reason:
            warnings.append(Warning(session.title, Sentence("Left out: %(reason)s", reason=reason)))
        else:
            chosen.append(session)
    wanted = {session.key for session in chosen}
    return [session for session in programme.placed_sessions() if session.key in wanted]


def _obstacle(session: Session, with_canceled: bool) -> str | None:
    if not session.public:
        return Sentence("it is %(state)s.", state=session.state)
    if session.canceled and not with_canceled:
        return Sentence("it is canceled.")
    if session.starts_at is None:
        return Sentence("it has no time.")
    if session.minutes is None:
        return Sentence("it has no length.")
    if session.minutes <= 0:
        return Sentence("it lasts %(minutes)s minutes.", minutes=session.minutes)
    if session.minutes > LONGEST_MINUTES:
        return Sentence(
            "it lasts %(hours)s hours, more than the format can say.", hours=session.minutes // 60
        )
    return None
