"""JSON documents, read strictly and written canonically.

Every fault of a document becomes one sentence that names the place, and all of them are
reported at once as :class:`~offsite.errors.BadInput`.  Nothing that Python's reader lets
through by courtesy is accepted: NaN and Infinity, the same key twice, broken UTF-8, lone
surrogates, numbers that overflow, nesting that nobody writes by hand.
"""

import json
import math
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from offsite.errors import BadInput

LARGEST_FILE = 256 * 1024 * 1024
MOST_FAULTS = 50

KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


class Refused(ValueError):
    """Something the strict reader does not let through, as a sentence."""


def read_document(path: Path, *, limit: int = LARGEST_FILE) -> Any:
    """The JSON value in ``path``.

    Raises:
        BadInput: the file cannot be opened, is larger than ``limit`` bytes, or is not
            strict JSON in UTF-8.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise BadInput(f"{path.name}: {reason}.") from error
    return parse_document(data, name=path.name, limit=limit)


def parse_document(data: bytes, *, name: str = "document", limit: int = LARGEST_FILE) -> Any:
    """The JSON value in ``data``; ``name`` begins every sentence about a fault."""
    if len(data) > limit:
        raise BadInput(f"{name}: the file is larger than {limit:,} bytes.")
    try:
        return _loads(data)
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: not UTF-8 at byte {error.start}.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadInput(f"{name}: not JSON at {where}: {_lower(error.msg)}.") from error
    except RecursionError as error:
        raise BadInput(f"{name}: nested too deeply to be meant.") from error
    except Refused as error:
        raise BadInput(f"{name}: {error}") from error
    except ValueError as error:
        raise BadInput(f"{name}: a number has too many digits.") from error


def _loads(data: bytes) -> Any:
    if data.startswith(b"\xef\xbb\xbf"):
        raise Refused("the file begins with a byte order mark; save it as plain UTF-8.")
    value = json.loads(
        data.decode("utf-8"),
        parse_constant=_refuse_constant,
        parse_float=_finite,
        object_pairs_hook=_unique_keys,
    )
    if b"\\ud" in data or b"\\uD" in data:
        _refuse_lone_surrogates(value)
    return value


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _refuse_constant(text: str) -> float:
    raise Refused(f"{text} is not a number that JSON knows.")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Refused(f"the number {text[:20]} is too large.")
    return value


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise Refused(f"the key '{key}' stands twice in one object.")
        result[key] = value
    return result


def _refuse_lone_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused("a text holds half a surrogate pair.") from error


# --- Against a schema ---------------------------------------------------------------------


@cache
def schema_at(path: Path) -> Draft202012Validator:
    """The validator for the JSON Schema in ``path``."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def require_format(document: Any, expected: str, *, name: str = "document") -> None:
    """Refuse a document of another kind before looking at its details."""
    if not isinstance(document, dict):
        raise BadInput(f"{name}: must be an object with a 'format'.")
    found = document.get("format")
    if found is None:
        raise BadInput(f"{name}: has no 'format'; expected '{expected}'.")
    if found != expected:
        raise BadInput(f"{name}: is of kind {_shown(found)}; expected '{expected}'.")


def validate(document: Any, schema: Path, *, name: str = "document") -> None:
    """Raise BadInput with a sentence for every place that breaks ``schema``."""
    errors = sorted(
        (leaf for error in schema_at(schema).iter_errors(document) for leaf in _leaves(error)),
        key=lambda error: [str(part) for part in error.absolute_path],
    )
    if errors:
        raise BadInput(*limited(f"{name}: {sentence(error)}" for error in errors))


def limited(faults: Iterable[str]) -> list[str]:
    """At most ``MOST_FAULTS`` different sentences, then how many more there are."""
    all_faults = list(dict.fromkeys(faults))
    if len(all_faults) <= MOST_FAULTS:
        return all_faults
    rest = len(all_faults) - MOST_FAULTS
    return [*all_faults[:MOST_FAULTS], f"… and {rest} more faults."]


def _leaves(error: ValidationError) -> Iterable[ValidationError]:
    """The errors that say something: alternatives are replaced by the nearest one."""
    if not error.context:
        return [error]
    deepest = max(error.context, key=lambda inner: len(inner.absolute_path))
    if len(deepest.absolute_path) == len(error.absolute_path):
        return [error]
    return _leaves(deepest)


def sentence(error: ValidationError) -> str:
    """What is wrong, where, in words."""
    return f"{_place(error)} {_fault(error)}."


def _place(error: ValidationError) -> str:
    path = ""
    for part in error.absolute_path:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path or "the document"


def _fault(error: ValidationError) -> str:
    rule = error.validator
    wanted: Any = error.validator_value
    value: Any = error.instance
    if rule == "required":
        missing = [key for key in wanted if key not in value]
        return "lacks " + " and ".join(f"'{key}'" for key in missing)
    if rule == "additionalProperties":
        known: Any = error.schema
        extra = [key for key in value if key not in known.get("properties", {})]
        return "has the unknown key " + " and ".join(f"'{key}'" for key in extra)
    return _simple_fault(str(rule), wanted, value)


def _simple_fault(rule: str, wanted: Any, value: Any) -> str:
    if rule == "type":
        kinds = [wanted] if isinstance(wanted, str) else wanted
        return f"must be {' or '.join(KINDS[kind] for kind in kinds)}, not {_shown(value)}"
    sentences = {
        "minimum": f"must be at least {wanted}, not {_shown(value)}",
        "maximum": f"must be at most {wanted}, not {_shown(value)}",
        "minLength": "must not be empty",
        "maxLength": f"must have at most {wanted} characters",
        "minItems": f"must have at least {wanted} entries",
        "maxItems": f"must have at most {wanted} entries",
        "const": f"must be '{wanted}', not {_shown(value)}",
        "enum": f"must be one of {wanted}, not {_shown(value)}",
        "uniqueItems": "names something twice",
        "pattern": f"is not of the expected form: {_shown(value)}",
        "anyOf": f"is not of any allowed form: {_shown(value)}",
    }
    return sentences.get(rule, f"breaks the rule '{rule}'")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:37] + "…"


# --- Writing ------------------------------------------------------------------------------


def canonical(document: Any) -> str:
    """``document`` as text that is the same for the same value: sorted keys, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)


def write_document(path: Path, document: Any) -> None:
    """Write canonical JSON to ``path`` at once: readers see the old file or the new one.

    Raises:
        BadInput: the folder is missing or cannot be written.
    """
    text = canonical(document) + "\n"
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or 'it cannot be written'}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        os.unlink(temporary)
        raise BadInput(f"{path}: {error.strerror or 'it cannot be written'}.") from error
