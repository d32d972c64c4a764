"""Pabulib files of every type of vote, and what cities and their programs do to such files."""

from __future__ import annotations

import re
from collections.abc import Callable

RULES = (
    "greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive", "greedy-custom",
    "equalshares", "equalshares/add1", "equalshares/add1-comparison", "unknown",
)  # fmt: skip
_WITHOUT = ["1,2", "1", "1,2,3", "", "3", "2,3"]
_POINTS = {
    "cumulative": ["3,1", "5", "1,1,2", "", "4", "2,2"],
    "scoring": ["3,-1", "5", "1,0,2", "", "4", "2,2.5"],
}
VOTE_TYPES = ("approval", "ordinal", "cumulative", "scoring", "choose-1")


def file_of(vote_type: str, rule: str) -> str:
    """A file in which nothing is odd: three projects, six voters, one of whom names nothing."""
    votes = ["1", "1", "2", "", "3", "3"] if vote_type == "choose-1" else _WITHOUT
    points = _POINTS.get(vote_type)
    rows = [
        f"v{at};{vote}" + (f";{points[at]}" if points else "") + f";{20 + at};F"
        for at, vote in enumerate(votes)
    ]
    limit = "max_length;3\n" if vote_type == "ordinal" else ""
    return (
        "META\nkey;value\ndescription;A small town\nnum_projects;3\nnum_votes;6\n"
        f"budget;100.50\nvote_type;{vote_type}\nrule;{rule}\nmin_length;0\n{limit}"
        "PROJECTS\nproject_id;cost;category;target;name;selected\n"
        "1;60;culture,sport;adults;Playground;1\n"
        "2;50.25;;;Bicycle racks;0\n"
        "3;40;sport;;Benches;3\n"
        f"VOTES\nvoter_id;vote;{'points;' if points else ''}age;sex\n" + "\n".join(rows) + "\n"
    )


def ballots_of(text: str) -> list[str]:
    """The lines of the votes, without title and names of columns."""
    return text[text.index("VOTES\n") :].splitlines()[2:]


def _each_ballot(change: Callable[[str], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        head = text[: text.index("VOTES\n")]
        title, names, *rows = text[len(head) :].splitlines()
        return head + "\n".join([title, names, *map(change, rows)]) + "\n"

    return changed


def _fields(change: Callable[[str], str], only: int | None = None) -> Callable[[str], str]:
    def changed(row: str) -> str:
        cells = row.split(";")
        return ";".join(change(c) if only in (None, at) else c for at, c in enumerate(cells))

    return changed


def _again(text: str) -> str:
    """The title of the votes and its columns stand there again, in the middle of the ballots."""
    title, names = text[text.index("VOTES\n") :].splitlines()[:2]
    return text.replace("v3;", f"{title}\n{names}\nv3;", 1)


def _swapped(text: str) -> str:
    """The last column of the projects stands first."""
    head, rest = text.split("PROJECTS\n", 1)
    projects, votes = rest.split("VOTES\n", 1)
    rows = [";".join([*row.split(";")[-1:], *row.split(";")[:-1]]) for row in projects.splitlines()]
    return f"{head}PROJECTS\n" + "\n".join(rows) + f"\nVOTES\n{votes}"


def _without(column: int) -> Callable[[str], str]:
    """Leave out a column of the projects that is optional."""

    def changed(text: str) -> str:
        head, rest = text.split("PROJECTS\n", 1)
        projects, votes = rest.split("VOTES\n", 1)
        rows = [row.split(";") for row in projects.splitlines()]
        left = [";".join(row[:column] + row[column + 1 :]) for row in rows]
        return f"{head}PROJECTS\n" + "\n".join(left) + f"\nVOTES\n{votes}"

    return changed


def _instead(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


SAME_COUNT: dict[str, Callable[[str], str]] = {
    "titles in small letters": lambda text: re.sub(
        "^(META|PROJECTS|VOTES)$", lambda found: found[0].lower(), text, flags=re.M
    ),
    "titles filled with semicolons": lambda text: re.sub(
        "^(META|PROJECTS|VOTES)$", r"\1;;;;", text, flags=re.M
    ),
    "columns in capitals": lambda text: (
        text.replace("project_id;cost", "Project_ID;COST")
        .replace("voter_id;vote", "Voter_Id;Vote")
        .replace(";points", ";Points")
        .replace(";selected", ";Selected")
    ),
    "keys in capitals": _instead("budget;", "Budget;"),
    "lines of semicolons": lambda text: text + ";;;;\n;;;;\n",
    "lines of semicolons below the projects": _instead("VOTES\n", ";;;;;\n;;;;;\nVOTES\n"),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "no end of the last line": lambda text: text.rstrip("\n"),
    "spaces round fields": _each_ballot(_fields(lambda cell: f" {cell} ")),
    "votes in quotes": _each_ballot(_fields(lambda cell: f'"{cell}"')),
    "spaces between projects": _each_ballot(_fields(lambda cell: cell.replace(",", " , "))),
    "a comma too many": _each_ballot(_fields(lambda cell: f"{cell},", 1)),
    "projects as decimal numbers": _each_ballot(
        _fields(lambda cell: re.sub(r"\d+", r"\g<0>.0", cell), 1)
    ),
    "each project in quotes": _each_ballot(
        _fields(lambda cell: re.sub(r"\d+", r'"\g<0>"', cell), 1)
    ),
    "everybody has the same number": _each_ballot(_fields(lambda _cell: "1", 0)),
    "nobody has a number": _each_ballot(_fields(lambda _cell: "", 0)),
    "short ballots": _each_ballot(lambda row: re.sub(";[0-9]+;F$", "", row)),
    "an empty field behind each ballot": _each_ballot(lambda row: f"{row};;"),
    "the votes' heading again": _again,
    "a column moved": _swapped,
    "no category": _without(2),
    "no name": _without(4),
    "a project's line again": _instead(
        "3;40;sport;;Benches;3\n", "3;40;sport;;Benches;3\n3;40.0;sport;;Benches again;3\n"
    ),
    "a budget of a program": _instead("budget;100.50\n", "budget;100.5000000000000000\n"),
    "a budget of a spreadsheet": _instead("budget;100.50\n", "budget;1.005e2\n"),
    "a budget with a decimal comma": _instead("budget;100.50\n", "budget;100,50\n"),
    "a budget with a space": _instead("budget;100.50\n", "budget;\u00a0100.50 \n"),
    "a cost with a point at its end": _instead("1;60;", "1;60.;"),
    "a type of votes in other letters": lambda text: text.replace(
        "vote_type;choose-1", "vote_type;Choose_1"
    ).replace("vote_type;approval", "vote_type; APPROVAL "),
    "a limit as a decimal number": _instead("max_length;3", "max_length;3.0"),
    "a line of META without a value": _instead("num_votes;6\n", "num_votes;6\nthe town\n"),
    "a key of META again": _instead("description;A small town", "description;x\ndescription;y"),
    "wrong numbers in META": _instead("num_votes;6", "num_votes;7"),
    "no numbers in META": _instead("num_projects;3\nnum_votes;6\n", ""),
    "a name with quotes": _instead("Playground", '"Path; lit and ""safe"""'),
    "a name over two lines": _instead("Benches", '"Two\nlines"'),
    "a stray quote": _instead("Bicycle racks", 'Racks 26" wide'),
}
"""What is odd -> how; the count stays what it is."""
AT_LAST = ("titles in small letters", "titles filled with semicolons", "blank lines")
"""What the other changes would not find their way in."""

ENCODED: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "a byte-order mark": lambda text: text.encode("utf-8-sig"),
    "Windows' line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old line ends": lambda text: text.replace("\n", "\r").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "Windows-1252": lambda text: text.replace("small", "sm\u00e4ll").encode("cp1252"),
}
