"""`python -m offsite.translating` compiles the catalogues of a checkout beside their sources."""

from pathlib import Path

from offsite.translating.catalogues import compile_into

FOLDER = Path(__file__).resolve().parent.parent.parent / "translations"

compile_into(FOLDER, FOLDER)
