"""Programmes as files of other programs: strict, whatever the programme holds."""

from collections.abc import Callable, Mapping

from offsite.exchange.programme import Programme, Writing
from offsite.exchange.writers import frab_json, frab_xml, ics, table

WRITERS: Mapping[str, Callable[[Programme], Writing]] = {
    "frab-xml": frab_xml.write,
    "frab-json": frab_json.write,
    "ics": ics.write,
    "csv": table.write,
}
