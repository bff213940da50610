"""Which column of a table holds what, guessed from headings in English, Polish and German."""

from collections.abc import Sequence

from offsite.exchange.texts import slug

# Headings as letters and digits only; the first synonym found wins.
_WORDS: dict[str, str] = {
    "title": (
        "title sessiontitle proposaltitle talktitle papertitle publishedtitle tytul temat titel "
        "vortragstitel name session talk subject nazwa sesja vortrag bezeichnung"
    ),
    "subtitle": "subtitle podtytul untertitel",
    "abstract": (
        "abstract sessionabstract publisheddescription summary streszczenie "
        "zusammenfassung kurzfassung kurzbeschreibung"
    ),
    "description": "description sessiondescription details opis beschreibung body",
    "speakers": (
        "speakernames speakers presenters hosts authors prelegenci mowcy prowadzacy referenten "
        "vortragende speaker speakername presenter presentername host author owner prelegent "
        "mowca referent referentin sprecher sprecherin"
    ),
    "room": ("room roomname location venue space place stage sala pokoj miejsce raum saal ort"),
    "start": (
        "startsat start startat startdatetime begin begins from poczatek rozpoczecie od beginn "
        "anfang von"
    ),
    "start_day": "startdate date data datadzien dzien datum tag day",
    "start_clock": "starttime time czasrozpoczecia godzina startzeit uhrzeit zeit",
    "end": "endsat end endat enddatetime ends finish to until koniec zakonczenie do ende bis",
    "end_day": "enddate",
    "end_clock": "endtime godzinazakonczenia endzeit",
    "minutes": (
        "duration durationminutes length minutes min dauer dauerminuten lange laenge czastrwania "
        "czas dlugosc"
    ),
    "track": (
        "track sessiontrack topic sessioncategory category sciezka kategoria bereich strang "
        "kategorie themenbereich"
    ),
    "kind": "format sessionformat type sessiontype kind typ rodzaj art submissiontype",
    "language": "language lang jezyk sprache",
    "key": "id sessionid proposalid code sessioncode proposalcode key number nr numer nummer",
    "guid": "guid uuid",
    "url": "url link adres adresse webseite strona",
    "state": "status state stan",
    "capacity": "capacity roomcapacity pojemnosc kapazitat plaetze platze",
}
SYNONYMS = {field: tuple(words.split()) for field, words in _WORDS.items()}

# Headings under which a cell may name several people, separated by commas.
_PLURALS = frozenset(SYNONYMS["speakers"][:10])
_WEAK_TITLES = frozenset({"name", "nazwa", "subject"})
_OF_PEOPLE = frozenset(
    {"email", "emailaddress", "mail", "firstname", "lastname", "surname", "attendeename"}
    | {"biography", "bio", "adresemail", "imie", "nazwisko", "vorname", "nachname"}
)
_OF_SESSIONS = ("speakers", "room", "start", "start_day", "start_clock")


def guess(headings: Sequence[str]) -> dict[str, int]:
    """The column of each field that some heading names; fields without one are absent."""
    names = [_normal(heading) for heading in headings]
    columns: dict[str, int] = {}
    for field, words in SYNONYMS.items():
        found = next((word for word in words if word in names), None)
        if found is not None:
            columns[field] = names.index(found)
    return columns


def names_sessions(headings: Sequence[str], columns: dict[str, int]) -> bool:
    """Whether there is a title that can be trusted.

    Attendees, sponsors and tracks have names too; a bare name is a title only beside a
    speaker, a room or a time.
    """
    if "title" not in columns:
        return False
    weak = _normal(headings[columns["title"]]) in _WEAK_TITLES
    return not weak or any(field in columns for field in _OF_SESSIONS)


def is_list_of_people(headings: Sequence[str], columns: dict[str, int]) -> bool:
    """Columns of a person's details, and none that only sessions have."""
    names = {_normal(heading) for heading in headings}
    described = any(field in columns for field in (*_OF_SESSIONS, "abstract", "description"))
    return bool(names & _OF_PEOPLE) and not described


def names_several(heading: str) -> bool:
    return _normal(heading) in _PLURALS


def _normal(heading: str) -> str:
    return slug(heading, separator="")
