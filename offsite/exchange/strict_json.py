"""JSON as the standard has it: no NaN, no Infinity, nothing that overflows."""

import json
import math
from collections import Counter
from typing import Any

from offsite.errors import BadInput, Sentence


def parse(content: bytes) -> tuple[Any, tuple[str, ...]]:
    """The value of a JSON text, and the keys that some object has twice (the last one counts).

    Raises:
        BadInput: not JSON, not Unicode, a number that is not finite, or nested too deeply.
    """
    repeated: list[str] = []

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            repeated.extend(key for key, count in counts.items() if count > 1)
        return built

    try:
        text = content.decode(json.detect_encoding(content))
        value = json.loads(
            text.removeprefix("\ufeff"),
            parse_constant=_refuse,
            parse_float=_finite,
            object_pairs_hook=build,
        )
    except UnicodeDecodeError as error:
        raise BadInput("The file is not JSON: its text is not valid Unicode.") from error
    except json.JSONDecodeError as error:
        raise BadInput(
            Sentence(
                "The file is not JSON: %(msg)s (line %(lineno)s, column %(colno)s).",
                msg=error.msg,
                lineno=error.lineno,
                colno=error.colno,
            )
        ) from error
    except RecursionError as error:
        raise BadInput("The JSON is nested too deeply.") from error
    except ValueError as error:
        raise BadInput("The JSON holds a number that is too long.") from error
    return value, tuple(dict.fromkeys(repeated))


def _refuse(name: str) -> Any:
    raise BadInput(Sentence("The JSON holds %(name)s, which is no number.", name=name))


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise BadInput(
            Sentence("The JSON holds %(text)s, which is too large for a number.", text=text[:20])
        )
    return value
