"""`python -m portal.launch COMMAND`: what `./civic` runs once it has found a Python."""

from __future__ import annotations

import errno
import sys
import traceback

from portal.launch.commands import obey
from portal.launch.place import find_place
from portal.launch.words import Stop, complain


def main() -> int:
    """Carry out the command; every failure becomes a sentence and an exit code, no traceback."""
    try:
        return obey(sys.argv[1:])
    except Stop as stop:
        complain(stop)
        return stop.code
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last resort: details to the log, words here
        complain(unforeseen(error))
        return 1


def unforeseen(error: Exception) -> Stop:
    """The sentence for a failure that no part of the launcher foresaw."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Stop("The disk is full.", "Free about 4 GB, then run the same command again.")
    if isinstance(error, PermissionError):
        return Stop(
            f"{error.filename} can't be read or written by this account.",
            "Check who owns it (was ./civic run as another user before?), then try again.",
        )
    place = find_place()
    try:
        place.logs.mkdir(parents=True, exist_ok=True)
        with place.log.open("a") as file:
            traceback.print_exception(error, file=file)
    except OSError:
        traceback.print_exception(error)
    return Stop(
        f"The launcher met something unforeseen: {type(error).__name__}: {error}.",
        f"Please tell the project, with this file: {place.log}",
    )


if __name__ == "__main__":
    sys.exit(main())
