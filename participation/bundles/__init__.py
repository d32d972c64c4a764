"""The published bundle of a count, by which a stranger can check it, and its one-file verifier."""

from participation.bundles.assemble import verifier_text
from participation.bundles.build import broken_bundles, build_bundle, manifest_of, open_bundle
from participation.bundles.scrutiny import rare_ballots

__all__ = [
    "broken_bundles",
    "build_bundle",
    "manifest_of",
    "open_bundle",
    "rare_ballots",
    "verifier_text",
]
