"""For a sworn scrutineer: the rare ballots themselves, held against their fingerprints and sums."""

from __future__ import annotations

from participation.verifier.ballots import Faulty, read_ballot
from participation.verifier.bundle import Bundle, read_ballot_line, read_lines
from participation.verifier.rules.runoff import rows_of
from participation.verifier.sums import sums_of


def rest_wrong(content: bytes, bundle: Bundle) -> list[str]:
    """What is wrong with a list of the ballots that the bundle does not show, in words.

    content: lines as in ballots.txt, in any order, handed out by the city under seal.
    """
    texts: dict[str, int] = {}
    leaves = []
    for line in read_lines(content):
        leaf, text = read_ballot_line(line)
        if text is None:
            raise Faulty("a ballot of this list is not shown either")
        leaves.append(leaf)
        texts[text] = texts.get(text, 0) + 1
    wrong = []
    if sorted(leaves) != bundle.hidden:
        wrong.append("these are not the ballots whose fingerprints stand in the bundle")
    read = [(read_ballot(text, bundle.question), times) for text, times in texts.items()]
    if any(marks is None for marks, _ in read):
        wrong.append("a ballot that abstains is among them")
    marked = [(marks, times) for marks, times in read if marks is not None]
    question = bundle.question
    sums = sums_of(question.sums, marked, question.options)
    if sums.tops:
        gone = [row[0] for row in bundle.tally["detail"]["rounds"]]
        sums.tops = rows_of(marked, question.options, gone)
    if sums != bundle.rest:
        wrong.append("they do not add up to the sums that the city states")
    return wrong
