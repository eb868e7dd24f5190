"""The ``huiying`` command: a list of verbs, one module each under ``commands/``.

In:   the command line.    Out:  an exit code (0 done, 1 found a problem, 2 bad input).
Cost: modules are loaded when their verb is used, so that ``analyze`` never loads Django.

Help is written in English and shown in the language of the environment (``LC_ALL``, ``LANG``):
the Chinese of it stands in ``locale/zh/LC_MESSAGES/messages.po``.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from gettext import bindtextdomain, gettext
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperCommand, TyperGroup

LOCALE = Path(__file__).resolve().parent.parent / "locale"
EVALUATIONS: dict[str, tuple[str, str]] = {
    name: (f"huiying.config.commands.evaluate.{name}", text)
    for name, text in (
        ("events", "How well events are found in a labelled stream."),
        ("pairs", "How well two texts about one event are told."),
        ("routing", "How well the responsible unit is proposed."),
        ("attitude", "How well negative posts are told."),
        ("severity", "How well the severity of an emergency is read."),
        ("casualties", "How well numbers of people harmed are read."),
        ("masking", "How well personal data is found."),
        ("facts", "How well sentences that state a fact are told."),
    )
}

COMMANDS: dict[str, tuple[str, str] | dict[str, tuple[str, str]]] = {
    "up": ("huiying.config.commands.up", "Run the server and its workers."),
    "worker": ("huiying.config.commands.worker", "Do the work of a cluster, from its queues."),
    "beat": ("huiying.config.commands.beat", "Wake the workers of a cluster."),
    "demo": ("huiying.config.commands.demo", "Run the fictional district 云川区."),
    "drill": (
        "huiying.config.commands.drill",
        "Run a planned drill in an installation of its own.",
    ),
    "setup": ("huiying.config.commands.setup", "Make the bureau and its first administrator."),
    "appoint": (
        "huiying.config.commands.appoint",
        "Seed a second administrator or the leader of a bureau that has no two yet.",
    ),
    "import": ("huiying.config.commands.import_", "Import a file of posts into a bureau."),
    "analyze": (
        "huiying.config.commands.analyze",
        "Find the incidents in a file, no database.",
    ),
    "train": (
        "huiying.config.commands.train",
        "Learn which unit is responsible from what was confirmed.",
    ),
    "verify-audit": (
        "huiying.config.commands.verify_audit",
        "Check the record, and against it what was signed.",
    ),
    "backup": ("huiying.config.commands.backup", "Write one file with everything in it."),
    "restore": ("huiying.config.commands.restore", "Read a backup into an empty installation."),
    "export-data": (
        "huiying.config.commands.export_data",
        "Write everything in open formats: JSON Lines, stored files, a description.",
    ),
    "load-data": (
        "huiying.config.commands.load_data",
        "Load an export into an empty installation of the same version.",
    ),
    "retention": (
        "huiying.config.commands.retention",
        "Say what would be deleted next, and by which rule; delete nothing.",
    ),
    "move-to-postgres": (
        "huiying.config.commands.move_to_postgres",
        "Move from the SQLite file to an empty PostgreSQL database.",
    ),
    "rotate-key": (
        "huiying.config.commands.rotate_key",
        "Change the key of the installation, and seal everything anew.",
    ),
    "evaluate": EVALUATIONS,
    "bench": ("huiying.config.commands.bench", "Measure: import, alarm, pages, engine."),
    "doctor": ("huiying.config.commands.doctor", "Say what is wrong with this installation."),
    "manage": ("huiying.config.commands.manage", "Django's own commands."),
}


def _verbs(table: Mapping[str, Any]) -> type[TyperGroup]:
    """Return a group that loads a verb's module when it is called or asked for help."""

    class Verbs(TyperGroup):
        def get_help_option(self, ctx: Any) -> Any:
            """Return the option ``--help``, in the language of the environment."""
            return _in_words(super().get_help_option(ctx))

        def list_commands(self, ctx: Any) -> list[str]:
            """Return the verbs in the order of the table."""
            del ctx
            return list(table)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            """Return the click command of one verb, or None when there is no such verb."""
            del ctx
            entry = table.get(cmd_name)
            if entry is None:
                return None
            if isinstance(entry, Mapping):
                return _in_language(typer.main.get_command(_group(cmd_name, entry)))
            module = importlib.import_module(entry[0])
            one = typer.Typer(add_completion=False)
            more = getattr(module, "OPTIONS", {})
            one.command(name=cmd_name, cls=Verb, help=entry[1], **more)(module.run)
            return _in_language(typer.main.get_command(one))

    return Verbs


def _in_language(command: Any) -> Any:
    """Return a command with its help in the language of the environment."""
    for one in command.params:
        _in_words(one)
    return _in_words(command)


def _in_words(one: Any) -> Any:
    if words := getattr(one, "help", None):
        one.help = gettext(words)
    return one


class Verb(TyperCommand):
    """A command whose option ``--help`` is explained in the language of the environment."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option."""
        return _in_words(super().get_help_option(ctx))


def _group(name: str, table: Mapping[str, Any]) -> typer.Typer:
    group = typer.Typer(
        name=name,
        cls=_verbs(table),
        add_completion=False,
        no_args_is_help=True,
        help="Measure the engine on a labelled file; prints one JSON object.",
    )

    @group.callback()
    def _root() -> None:
        """Hear, solve, and answer in public — in time, with proof."""

    return group


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - as typer calls it
    """Print the version and end."""
    if wanted:
        typer.echo(f"huiying {version('huiying')}")
        raise typer.Exit


app = typer.Typer(
    cls=_verbs(COMMANDS), add_completion=False, no_args_is_help=True, help="回应 huiying"
)


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Hear, solve, and answer in public — in time, with proof."""
    del version


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line."""
    os.environ["PYTHONSAFEPATH"] = "1"  # children read no code from the folder we stand in
    bindtextdomain("messages", LOCALE)  # where the library that draws the help looks too
    try:
        app(args=list(argv) if argv is not None else sys.argv[1:], prog_name="huiying")
    except Exception as error:
        if "django" not in sys.modules:
            raise
        from huiying.config.operator_errors import operator_advice  # noqa: PLC0415 - loads Django

        if not (advice := operator_advice(error)):
            raise
        Console(stderr=True).print(f"[red]✗[/red] {escape(advice)}")
        sys.exit(2)


if __name__ == "__main__":
    main()
