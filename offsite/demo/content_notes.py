"""What was written down in sessions of the editions before, and the forewords of their books."""

from collections.abc import Mapping

NOTES: Mapping[str, tuple[str, ...]] = {
    "A shared language for incidents": (
        "Five severities became three.\n\n"
        "- **One**: customers cannot buy. Everybody named on the page comes.\n"
        "- **Two**: customers can buy, and notice.\n"
        "- **Three**: we notice.",
        "Five severities became three.\n\n"
        "- **One**: customers cannot buy. Everybody named on the page comes.\n"
        "- **Two**: customers can buy, and notice.\n"
        "- **Three**: we notice.\n\n"
        "Not agreed: who may lower a severity at night. The room was split in half.",
    ),
    "The interview we would have failed": (
        "Nine of twelve leads would have failed our own whiteboard test.\n\n"
        "> We measure how people behave when a stranger watches them write.\n\n"
        "What we try instead: one hour of reading a small change together.",
    ),
    "An onboarding that takes two weeks, not two months": (
        "Those who came last wrote the list of what they never used.\n\n"
        "1. Four of the seven introductions\n"
        "2. The second laptop image\n"
        "3. The glossary, which nobody had shown them",
        "Those who came last wrote the list of what they never used.\n\n"
        "1. Four of the seven introductions\n"
        "2. The second laptop image\n"
        "3. The glossary, which nobody had shown them\n\n"
        "What they missed: *somebody to ask who is not their lead*.",
    ),
    "Who decides? A map of our decisions": (
        "Forty decisions on the wall, eleven without a name below them.\n\n"
        "| Decision | Who, today |\n|---|---|\n| Shared libraries | nobody |\n"
        "| Naming of services | whoever is first |\n| Freezing releases | three people |\n\n"
        "We mend the first line before the next meeting.",
    ),
    "How we lost a day of orders and found them again": (
        "The alarm was there, and it was the forty-first of that night.\n\n"
        "Asked: *Would we have found it without the customer who called?* No.",
    ),
}
"""The versions of each session's notes, by its title, the oldest first."""

FOREWORD = (
    "We came with more questions than slides, and go home with a few **promises**.\n\n"
    "Whatever you read here was written down by whoever sat nearest to a keyboard. If something "
    "is missing, add it: the notes stay open."
)
