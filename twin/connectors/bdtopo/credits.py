"""Each source of the demo city: whose it is, under what licence, what we use it for."""

from __future__ import annotations

from datetime import date

from portal.marking import gettext_noop
from twin.connectors.contract import SourceFacts

MAPPING_VERSION = "1"


def sources(checksum: str) -> list[SourceFacts]:
    """All sources in the wheel whose sha256 is `checksum`."""
    return [
        SourceFacts(
            key="bdtopo",
            name="BD TOPO®, Nantes centre",
            licence="Licence Ouverte 2.0 (Etalab)",
            attribution="IGN – BD TOPO®",
            data_date=date(2025, 6, 15),
            checksum=checksum,
            mapping_version=MAPPING_VERSION,
            note=gettext_noop(
                "Buildings and streets. Speed limits are not in it: they are assumed from the "
                "importance of each street."
            ),
        ),
        SourceFacts(
            key="derived",
            name="Derived from BD TOPO®",
            licence="Licence Ouverte 2.0 (Etalab)",
            attribution="Civic Twin, from IGN – BD TOPO®",
            data_date=date(2025, 6, 15),
            checksum=checksum,
            mapping_version=MAPPING_VERSION,
            derived=True,
            note=gettext_noop(
                "Water is ground without buildings that bridges cross. Open ground is what "
                "has neither buildings nor through traffic: parks, cemeteries and promenades look "
                "alike. Shops, worship and sport come from the use of buildings, squares and "
                "gardens from the names of streets."
            ),
        ),
        SourceFacts(
            key="districts",
            name="Quartiers de Nantes",
            licence="ODbL 1.0",
            attribution="Nantes Métropole",
            checksum=checksum,
            mapping_version=MAPPING_VERSION,
            note=gettext_noop("Districts, cut to the extract."),
        ),
        SourceFacts(
            key="trees",
            name="Arbres de Nantes Métropole",
            licence="ODbL 1.0",
            attribution="Nantes Métropole",
            data_date=date(2020, 9, 8),
            checksum=checksum,
            mapping_version=MAPPING_VERSION,
            note=gettext_noop(
                "Street trees around Commerce, Feydeau and the school of architecture only. "
                "Heights are the middle of a class."
            ),
        ),
        SourceFacts(
            key="osm",
            name="OpenStreetMap, Pays de la Loire",
            licence="ODbL 1.0",
            attribution="© OpenStreetMap contributors",
            checksum=checksum,
            mapping_version=MAPPING_VERSION,
            note=gettext_noop("Trees around Place Graslin and the basins of Place Feydeau."),
        ),
        SourceFacts(
            key="insee",
            name="INSEE: Filosofi 2015 (200 m cells), census 2019",
            licence="Licence Ouverte 2.0 (Etalab)",
            attribution="INSEE",
            checksum=checksum,
            mapping_version=MAPPING_VERSION,
            note=gettext_noop(
                "No record of residents is used: 1.61 persons per household and 91.9 % of "
                "dwellings lived in turn dwellings into an estimate of residents."
            ),
        ),
    ]
