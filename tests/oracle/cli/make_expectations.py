#!/usr/bin/env python3
"""Writes tests/golden/cli/click/*.exp: what click 8.1 makes of each case.

Needs nothing but `pip install 'click>=8.1,<8.2'`. The tree is that of
tests/golden/cli/fixture.cpp: keep them alike. Each case runs in a process of its
own; with the argument "--run" this file is that process.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import click

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "cli"
HELP_NAMES = {"help_option_names": ["-h", "--help"]}


def show(value):
    if isinstance(value, tuple):
        return "[" + "|".join(str(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "-" if value is None else str(value)


def report(**_values):
    """Prints the values as the fixture does: as parsed, innermost command first."""
    context = click.get_current_context()
    click.echo(context.command_path)
    while context is not None:
        for name, value in context.params.items():
            click.echo(f"  {name}={show(value)}")
        context = context.parent


def option(*names, **settings):
    return click.Option(list(names), **settings)


def argument(name, **settings):
    return click.Argument([name], **settings)


def command(name, params=(), **settings):
    context = {**HELP_NAMES, **settings.pop("context_settings", {})}
    return click.Command(
        name, params=list(params), callback=report, context_settings=context, **settings
    )


class Root(click.Group):
    """As the contract has it: no hint of help at the top level."""

    def get_help_option(self, ctx):
        return None

    def get_params(self, ctx):
        def print_help(ctx, _param, value):
            if value and not ctx.resilient_parsing:
                click.echo(ctx.get_help())
                ctx.exit()

        return super().get_params(ctx) + [self.help_option(print_help)]

    def help_option(self, callback):
        if not hasattr(self, "_kept"):
            self._kept = click.Option(
                ["-h", "--help"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=callback,
                help="Show this message and exit.",
            )
        return self._kept


def version(ctx, _param, value):
    if value and not ctx.resilient_parsing:
        click.echo("fix, version 1.2.3")
        ctx.exit()


class Jobs(click.Group):
    def format_commands(self, ctx, formatter):
        heading = formatter.section
        formatter.section = lambda name: heading("Jobs" if name == "Commands" else name)
        super().format_commands(ctx, formatter)
        formatter.section = heading


def fixture():
    start = command(
        "start",
        [
            option("-d", "--detach", is_flag=True, help="Start in the background"),
            option("--tail", type=int, help="Lines to show"),
            option("-s", "--set", multiple=True, metavar="KEY=VAL", help="Set a value"),
            option(
                "--cleanup",
                type=click.Choice(["run", "dry-run", "skip"]),
                default="run",
                show_default=True,
                help="What to do at the end",
            ),
            option(
                "--setup/--no-setup",
                default=False,
                show_default=True,
                help="Prepare everything before, which takes a long time on small machines",
            ),
            option("--rate", type=float),
            option("--env-file", type=click.Path(exists=True, dir_okay=False)),
            option("--folder", type=click.Path(file_okay=False)),
            option("--Dry-Run", is_flag=True),
            option("--secret", hidden=True),
            argument("service", nargs=-1),
        ],
        help="Run all services, or some. What else there is to say stands here.",
    )
    need = command(
        "need",
        [
            option("--required", required=True, help="Must be there"),
            option(
                "--a-very-long-option-name-without-room",
                help="Its description stands on a line of its own",
            ),
            option(
                "-k",
                "--kind",
                type=click.Choice(["a", "b"]),
                default="a",
                required=True,
                show_default=True,
                help="Which kind",
            ),
            option("--empty", default="", show_default=True),
            argument("name"),
            argument("count", type=int),
            argument("words", nargs=-1, required=True),
        ],
        help="Everything is required, even well-known hyphenated-words in non-breaking "
        "paragraphs--such as this one.\n\nA second paragraph of the same help.\n\n"
        "\b\n  kept as\n    it is\n\n    Indented text that is long enough to be wrapped, "
        "and then has to keep its indentation on the next line.",
        epilog="An epilog that is long enough to be wrapped at the right border of the page, "
        "as any text is.",
    )
    choose = command(
        "choose",
        [
            option("-k", "--kind", type=click.Choice(["a", "b"]), required=True),
            argument("one", type=click.Choice(["x", "y"])),
            argument("two", required=False, type=click.Choice(["v", "w"])),
            argument("three", required=False, type=click.Path()),
        ],
        short_help="A description given by hand that is really too long for a line of any list "
        "of commands",
    )
    passing = command(
        "pass",
        [
            option("-I", "--non-interactive", is_flag=True),
            option("-p", "--port"),
            argument("args", nargs=-1, required=True),
        ],
        help="Pass options on",
        context_settings={"ignore_unknown_options": True},
    )
    between = command(
        "between",
        [
            argument("first"),
            argument("middle", nargs=-1),
            argument("last", type=click.Path()),
        ],
    )
    raw = command(
        "raw",
        [argument("words", nargs=-1)],
        help="Parsed elsewhere",
        context_settings={"ignore_unknown_options": True},
        add_help_option=False,
    )
    jobs = Jobs(
        "do",
        params=[option("-l", "--limit", help="Only this one")],
        context_settings=HELP_NAMES,
        help="Run a job",
        subcommand_metavar="JOB [ARGS]...",
        commands=[
            command(
                "init",
                help="Without any full stop this is a text that is much too long to fit into "
                "one line of the list",
            ),
            command("hidden-job", help="Not listed", hidden=True),
            command("extra", help="Of a plugin."),
        ],
    )
    return Root(
        "fix",
        params=[
            option(
                "-r",
                "--root",
                type=click.Path(),
                default="/somewhere",
                envvar="FIX_ROOT",
                show_default=True,
                help="Root of the project",
            ),
            option("--loud", is_flag=True, envvar="FIX_LOUD"),
            option(
                "--version",
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=version,
                help="Show the version and exit.",
            ),
        ],
        add_help_option=False,
        help="A program to test with.",
        commands=[start, need, choose, passing, between, raw, jobs, command("hidden", hidden=True)],
    )


def expectation(case: Path) -> str:
    *settings, line = case.read_text().splitlines()
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "80"}
    environment.update(setting.split("=", 1) for setting in settings)
    outcome = subprocess.run(
        [sys.executable, __file__, "--run", *shlex.split(line)[1:]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    return (
        f"status {outcome.returncode}\n--- stdout\n{outcome.stdout}"
        f"--- stderr\n{outcome.stderr}"
    )


def main():
    if sys.argv[1:2] == ["--run"]:
        fixture().main(args=sys.argv[2:], prog_name="fix")
    for case in sorted((GOLDEN / "click").glob("*.in")):
        case.with_suffix(".exp").write_text(expectation(case))
    (GOLDEN / "ORACLE").write_text(
        f"click {click.__version__}, Python {sys.version.split()[0]}: "
        "tests/oracle/cli/make_expectations.py\n"
    )


if __name__ == "__main__":
    main()
