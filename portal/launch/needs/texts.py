"""Translations: the .po files that people edit become the .mo files that Django reads."""

from __future__ import annotations

from portal.launch.outside import line, run
from portal.launch.place import Place, digest, fresh
from portal.launch.words import step

# Babel is among the site's own packages; msgfmt would be one more system package.
COMPILE = """
import sys
from pathlib import Path
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
for name in sys.argv[1:]:
    source = Path(name)
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
"""


def ensure_texts(place: Place) -> None:
    """Compile every .po file of the checkout, unless these very texts were compiled before."""
    sources = sorted(place.checkout.glob("*/locale/*/LC_MESSAGES/*.po"))
    compiled = [source.with_suffix(".mo") for source in sources]
    key = digest(*sources)
    stamp = place.base / "texts.stamp"
    if not sources or (fresh(stamp, key) and all(file.exists() for file in compiled)):
        return
    with step("Preparing the translations"):
        run(
            line(place.venv / "bin/python", "-c", COMPILE, *sources),
            doing="Preparing the translations",
            log=place.log,
            cwd=place.checkout,
        )
    stamp.write_text(key)
