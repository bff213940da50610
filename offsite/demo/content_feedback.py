"""What people said of the two editions before, as chances and as texts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Opinion:
    """How a crowd thinks of something: who took part (a share), and the odds of each of the
    five steps of worth and of more, same, less, drop."""

    there: float
    worth: tuple[int, int, int, int, int]
    next: tuple[int, int, int, int]
    texts: tuple[str, ...] = ()


STATUS_REPORTS = "Reports of the departments"
"""Presentations of one kind, which were dropped after the ninth edition."""

WHOLE = {
    "9": Opinion(1.0, (2, 5, 12, 24, 12), (0, 1, 0, 0)),
    "10": Opinion(1.0, (1, 3, 8, 27, 20), (0, 1, 0, 0)),
}

NINTH = {
    "presentation": Opinion(0.95, (3, 8, 16, 20, 8), (4, 34, 14, 3)),
    STATUS_REPORTS: Opinion(
        0.9,
        (22, 20, 9, 3, 1),
        (0, 5, 14, 32),
        (
            "I can read slides at home.",
            "Nine departments, nine times the same chart.",
            "Send them the week before and give us the hour.",
            "Nobody asked a question, that says it all.",
            "Two pages of text would do.",
            "It is the part in which people answer mail.",
            "Only the numbers that surprised you, please.",
        ),
    ),
    "workshop": Opinion(0.75, (1, 3, 8, 20, 12), (26, 14, 2, 0)),
    "roundtable": Opinion(0.3, (0, 2, 4, 7, 6), (9, 8, 1, 0)),
    "dinner": Opinion(0.95, (0, 2, 8, 22, 24), (8, 44, 2, 0)),
    "bedrooms": Opinion(0.8, (9, 9, 9, 10, 11), (17, 10, 8, 15)),
    "cars": Opinion(0.7, (2, 5, 12, 14, 7), (6, 26, 6, 2)),
    "venue": Opinion(1.0, (2, 6, 16, 22, 10), (3, 46, 6, 2)),
}

TENTH = {
    "presentation": Opinion(
        0.95,
        (1, 5, 14, 25, 12),
        (5, 46, 6, 1),
        (
            "The day of lost orders was the best hour of the year.",
            "Fifteen minutes of questions are never enough.",
            "Two in a row after lunch are one too many.",
            "More failures, fewer launches.",
            "Put the demo first and the history last.",
            "Somebody should repeat the questions into the microphone.",
        ),
    ),
    "workshop": Opinion(
        0.85,
        (1, 2, 5, 20, 22),
        (33, 15, 2, 0),
        (
            "Six people a table, not ten.",
            "The map of decisions hangs in our corridor now.",
            "Say beforehand what to bring.",
            "One more hour, and one less problem.",
            "Action points had owners this time. Keep that.",
            "We could hear the neighbours' workshop.",
        ),
    ),
    "open-space": Opinion(
        0.7,
        (1, 3, 7, 15, 16),
        (24, 15, 3, 1),
        (
            "First time for me, and not the last.",
            "Two rounds more, please.",
            "The market was loud; a second wall would help.",
            "I pitched and nobody laughed.",
            "Write the reports while people are still there.",
        ),
    ),
    "ama-dinner": Opinion(0.9, (2, 4, 10, 20, 18), (9, 40, 4, 1)),
    "roundtable": Opinion(0.35, (0, 1, 3, 9, 8), (9, 10, 1, 1)),
    "retrospective": Opinion(0.05, (0, 1, 2, 2, 1), (1, 2, 1, 0)),
    "dinner": Opinion(0.95, (0, 1, 7, 22, 27), (7, 48, 2, 0)),
    "bedrooms": Opinion(0.8, (7, 8, 9, 12, 14), (20, 10, 5, 16)),
    "cars": Opinion(0.7, (1, 4, 10, 17, 10), (8, 28, 5, 1)),
    "venue": Opinion(1.0, (1, 5, 15, 25, 14), (3, 50, 5, 1)),
}

LINES = {
    "start": (
        "Start with the review of what we promised last year.",
        "Start inviting two people who do not lead anybody yet.",
        "Start the second day half an hour later.",
        "A quiet room for those who need twenty minutes alone.",
        "Write down what was decided, on the same evening.",
        "Zapraszajmy kogoś z obsługi klienta.",
        "A walk before lunch.",
    ),
    "stop": (
        "Stop reading slides to us.",
        "Stop filling the breaks.",
        "No more than two tracks at once.",
        "Stop the music at dinner; we came to talk.",
        "Stop planning until the last minute and then changing rooms.",
        "Stop asking the same five people to speak.",
    ),
    "continue": (
        "Mixing the tables. I know twelve people more than before.",
        "The hard questions at dinner.",
        "The lake.",
        "Questions after every presentation.",
        "Phones away in workshops.",
        "That directors stay both days.",
        "Bringing people from the small offices.",
    ),
}

REMARKS = (
    "I would hear part two.",
    "Too short for what it promised.",
    "The numbers were worth the trip.",
    "Honest. Thank you.",
    "Louder, please.",
    "We try this on Monday.",
)
