"""Django's migrate: it refuses before it begins, and says truly what it did when it broke off."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from portal.migrating import Refused, refuse_first


class Command(migrate.Command):
    """As Django's; see portal.migrating."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; CommandError with a sentence where a migration refuses."""
        connection = connections[options["database"]]
        before = _applied(connection)
        try:
            _look_ahead(connection, options)
            super().handle(*args, **options)
        except Refused as error:
            raise CommandError(f"{error} {_told(before, _applied(connection))}") from error
        except Exception:
            self.stderr.write(_told(before, _applied(connection)))
            raise


def _look_ahead(connection: Any, options: dict[str, Any]) -> None:
    """Let migrations refuse now; what is wrong with the words of a plan, Django tells."""
    executor = MigrationExecutor(connection)
    label, name = options["app_label"], options["migration_name"]
    graph = executor.loader.graph
    if label and name == "zero":
        targets: list[tuple[str, str | None]] = [(label, None)]
    elif label and name:
        found = [key for key in graph.nodes if key[0] == label and key[1].startswith(name)]
        targets = [found[0]] if len(found) == 1 else []
    else:
        targets = [key for key in graph.leaf_nodes() if label in (None, key[0])]
    refuse_first(executor.migration_plan(targets) if targets else [], connection)


def _applied(connection: Any) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _told(before: set[tuple[str, str]], after: set[tuple[str, str]]) -> str:
    done, undone = _names(after - before), _names(before - after)
    if not done and not undone:
        return "Nothing was changed."
    parts = [f"Applied before that, and still so: {done}."] if done else []
    parts += [f"Taken back before that, and still so: {undone}."] if undone else []
    return " ".join(parts)


def _names(migrations: set[tuple[str, str]]) -> str:
    return ", ".join(f"{app} {name}" for app, name in sorted(migrations))
