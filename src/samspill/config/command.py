"""The `samspill` command: the arguments, and which function does the work. Only that function imports Django."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from samspill.config import help_texts
from samspill.config.opening import Stop, spelled
from samspill.core import walls

Commands = Any  # argparse keeps the type of its sub-parsers private
DEFAULT_PORT = 8000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when the answer is no, 2 when it could not be done."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] != ["texts"]:
        os.umask(0o077)  # whatever is written to the data folder is the owner's alone
    if given[:1] == ["manage"]:
        return _manage(given[1:])
    options = parser().parse_args(given)
    try:
        with walls.whole_installation(f"samspill {given[0]}"):  # whoever holds the command line holds all of it
            return int(options.run(options) or 0)
    except KeyboardInterrupt:
        return _say("Stopped.", 130)
    except BrokenPipeError:
        # The reader of a pipe has had enough (`samspill stays | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("SAMSPILL_TRACEBACK"):
            raise
        return _say(_sentence(error), 2)


def _say(text: str, code: int) -> int:
    print(f"samspill: {text}", file=sys.stderr)
    return code


def _sentence(error: Exception) -> str:
    """What went wrong, in one sentence. The text of an unknown error is not shown: it may hold a patient's values."""
    from samspill.config.environment import BadEnvironment

    if isinstance(error, Stop | BadEnvironment) or type(error).__module__ == "samspill.core.refusal":
        return str(error)
    first_line = (str(error).strip().splitlines() or [""])[0]
    if type(error).__name__ == "OperationalError":
        return f"The database does not answer as it should: {first_line}"
    if isinstance(error, OSError):
        return f"{error.strerror}: {error.filename}" if error.filename else first_line
    return f"Stopped by an error that was not expected ({type(error).__name__}). SAMSPILL_TRACEBACK=1 shows where."


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="samspill", description=help_texts.WHOLE, epilog=help_texts.EXAMPLES, formatter_class=_AsWritten
    )
    whole.add_argument("--version", action="version", version=_version())
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_add_running, _add_messages, _add_figures, _add_database, _add_safety, _add_building):
        add(commands)
    return whole


class _AsWritten(argparse.RawDescriptionHelpFormatter):
    """Keeps the line breaks of the examples."""


def _version() -> str:
    from samspill import __version__

    return f"samspill {__version__}"


def _command(commands: Commands, name: str, run: Callable[..., Any], within: str = "") -> argparse.ArgumentParser:
    short, long = help_texts.COMMANDS[f"{within} {name}".strip()]
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=short, description=f"{short[0].upper()}{short[1:]}.\n\n{long}", formatter_class=_AsWritten
    )
    command.set_defaults(run=run)
    return command


def _add_running(commands: Commands) -> None:
    demo = _command(commands, "demo", _demo)
    demo.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"where to listen (default {DEFAULT_PORT})")
    demo.add_argument("--fresh", action="store_true", help="throw the old demo data away first")
    demo.add_argument("--prepare", action="store_true", help="make and load everything, then stop")
    serve = _command(commands, "serve", _serve)
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"where to listen (default {DEFAULT_PORT})")
    serve.add_argument("--web-processes", type=int, default=1, metavar="N", help="web processes (default 1)")
    serve.add_argument("--threads", type=int, default=8, metavar="N", help="threads in each of them (default 8)")
    for command in (demo, serve):
        command.add_argument(
            "--stop-with-parent", action="store_true", help="stop when the program that started this one is gone"
        )
    _command(commands, "check", _check)


def _add_messages(commands: Commands) -> None:
    receive = _command(commands, "receive", _receive)
    receive.add_argument("files", nargs="+", metavar="FILE", help="an XML file, or - for standard input")
    stays = _command(commands, "stays", _stays)
    stays.add_argument("--on", type=_day, metavar="DATE", help="count as on this day, YYYY-MM-DD (default today)")
    rates = _command(commands, "rates", _rates)
    rates.add_argument("--set", nargs=2, type=int, metavar=("YEAR", "KRONER"), help="enter the rate of a year")
    rates.add_argument("--source", default="", metavar="TEXT", help="where the entered rate is written")
    keys = _command(commands, "keys", _keys)
    keys.add_argument("--make", metavar="NAME", help="make a key for the machine called NAME")
    keys.add_argument(
        "--opens",
        choices=["messages", "directory", "keep-directory", "places"],
        default="messages",
        help="what the key is for",
    )
    keys.add_argument("--days", type=_days, default=365, metavar="N", help="so long the key lasts (365)")
    keys.add_argument("--community", metavar="SLUG", help="whose directory, for instance fjordheim")
    keys.add_argument("--municipality", metavar="NUMBER", help="whose places, for instance 9901")
    keys.add_argument("--close", metavar="NAME", help="close that machine's key")
    governance = _command(commands, "governance", _governance)
    governance.add_argument("deed", choices=["check", "load"], help="read the file only, or set the bodies up")
    governance.add_argument("file", metavar="FILE", help="a structure file (TOML)")
    governance.add_argument("--community", metavar="SLUG", help="whose bodies, for instance fjordheim")
    for command in (receive, stays):
        command.add_argument("--json", action="store_true", help="one JSON object a line")


def _add_figures(commands: Commands) -> None:
    figures = _command(commands, "figures", _check).add_subparsers(metavar="DEED", required=True)
    publish = _command(figures, "publish", _figures_publish, "figures")
    publish.add_argument("--community", metavar="SLUG", required=True, help="whose figures, for instance fjordheim")
    publish.add_argument("--tables", metavar="FOLDER", help="loaded tables; without it the platform's own events")
    publish.add_argument(
        "--public", nargs="*", metavar="NAME", help="indicators that everybody may read; none if empty"
    )
    publish.add_argument("--open", action="store_true", help="open it to the community at once; else it is a draft")
    from samspill.config.figures import add_arguments

    add_arguments(figures, _command, _day)


def _add_database(commands: Commands) -> None:
    _command(commands, "migrate", _migrate)
    secrets = _command(commands, "secrets", _secrets)
    secrets.add_argument("file", metavar="FILE", help="where to write them; must not exist")
    manage = _command(commands, "manage", lambda options: 0)
    manage.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="a Django command and its arguments")


def _add_safety(commands: Commands) -> None:
    backup = _command(commands, "backup", _backup)
    backup.add_argument("file", metavar="FILE", help="where to write it; must not exist")
    restore = _command(commands, "restore", _restore)
    restore.add_argument("file", metavar="FILE", help="a file that `samspill backup` wrote")
    restore.add_argument("--replace", action="store_true", help="also when the database holds something")
    for command in (backup, restore):
        command.add_argument("--with-secrets", action="store_true", help="the keys too: see below")
    audit = _command(commands, "audit", _check).add_subparsers(metavar="DEED", required=True)
    _command(audit, "verify", _audit_verify, "audit")
    _command(audit, "seal", _audit_seal, "audit")


def _add_building(commands: Commands) -> None:
    texts = _command(commands, "texts", _texts)
    texts.add_argument("deed", choices=["extract", "check", "compile"], help="what to do with the catalogues")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day; write it as YYYY-MM-DD") from None


def _demo(options: argparse.Namespace) -> int:
    from samspill.config.demo import demo

    return demo(
        port=options.port,
        fresh=options.fresh,
        prepare_only=options.prepare,
        with_parent=options.stop_with_parent,
    )


def _serve(options: argparse.Namespace) -> int:
    from samspill.config.serving import serve

    return serve(
        host=options.host,
        port=options.port,
        web_processes=options.web_processes,
        threads=options.threads,
        with_parent=options.stop_with_parent,
    )


def _check(options: argparse.Namespace) -> int:
    from samspill.config.check import check

    return check()


def _receive(options: argparse.Namespace) -> int:
    from samspill.config.opening import open_database

    open_database()
    from samspill.apps.discharge.command import receive_files

    return receive_files(options.files, options.json)


def _stays(options: argparse.Namespace) -> int:
    from samspill.config.opening import open_database

    open_database()
    from samspill.apps.discharge.command import list_stays

    return list_stays(options.json, options.on)


def _rates(options: argparse.Namespace) -> int:
    from samspill.config.opening import open_database

    open_database()
    from samspill.apps.discharge import command

    if not options.set:
        return command.list_rates()
    year, kroner = options.set
    return command.set_rate(year, kroner, options.source)


def _governance(options: argparse.Namespace) -> int:
    from samspill.config.opening import open_database

    open_database()
    from samspill.apps.governance import command

    if options.deed == "check":
        faults = command.check(options.file)
        print("\n".join(faults) or "The file can be loaded.")
        return 1 if faults else 0
    print("\n".join(command.load(options.file, _named_community(options.community))))
    return 0


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3660:
        raise argparse.ArgumentTypeError(f"«{text}» is not a number of days from 1 to 3660")
    return int(text)


def _keys(options: argparse.Namespace) -> int:
    from samspill.config.opening import open_database

    open_database()
    from samspill.api import keys

    if options.make:
        deeds = [*keys.OPENS[options.opens], *_of_municipality(options)]
        print(keys.make_key(options.make, deeds, _community(options), days=options.days))
        return 0
    if options.close and not keys.close_key(options.close):
        raise Stop(f"There is no open key called {options.close}.")
    for name, state in keys.key_names():
        print(f"{name}: {state}")
    return 0


def _of_municipality(options: argparse.Namespace) -> list[str]:
    """A key for places opens those of one municipality."""
    if options.opens != "places":
        return []
    if not (options.municipality or "").isdecimal():
        raise Stop("Say whose places with --municipality and its number.")
    return [f"places.of:{options.municipality}"]


def _community(options: argparse.Namespace) -> Any:
    """The community that a key for the directory is for; none for a key that delivers messages."""
    return None if options.opens == "messages" else _named_community(options.community)


def _named_community(slug: str | None) -> Any:
    from samspill.directory.models import Community

    found = Community.objects.filter(slug=slug or "").first()
    if found is None:
        known = ", ".join(Community.objects.order_by("slug").values_list("slug", flat=True))
        raise Stop(f"Say whose with --community, one of: {known}.")
    return found


def _figures_publish(options: argparse.Namespace) -> int:
    from samspill.config.opening import open_database

    open_database()
    from samspill.apps.insight.command import publish

    return publish(options.community, options.tables, options.public, options.open)


def _migrate(options: argparse.Namespace) -> int:
    from samspill.config import opening

    opening.start_django()
    opening.require_secrets()
    print("The tables are up to date now." if opening.migrate(verbosity=1) else "The tables were up to date already.")
    opening.claim()
    return 0


def _secrets(options: argparse.Namespace) -> int:
    from pathlib import Path

    from samspill.config.environment import write_new_secrets

    path = Path(options.file)
    if path.exists():
        raise Stop(f"{path} exists already, and is left as it is: data encrypted with lost keys cannot be read again.")
    write_new_secrets(path)
    print(
        f"Wrote {path}, readable by you only. Keep a copy apart from the backups, and set SAMSPILL_SECRETS_FILE={path}"
    )
    return 0


def _backup(options: argparse.Namespace) -> int:
    from samspill.config.backup import backup

    return backup(options.file, with_secrets=options.with_secrets)


def _restore(options: argparse.Namespace) -> int:
    from samspill.config.restore import restore

    return restore(options.file, replace=options.replace, with_secrets=options.with_secrets)


def _audit_verify(options: argparse.Namespace) -> int:
    from samspill.config.opening import open_database

    open_database()
    from samspill.core import audit

    faults = audit.verify()
    for fault in faults:
        print(fault)
    for removal in audit.removals():
        print(removal)
    for log, (rows, seals, waiting) in audit.counts().items():
        print(f"The {log} log: {rows} rows, {seals} seals, {waiting} rows not sealed yet.")
    print(f"{len(faults)} faults." if faults else "Both logs are whole.")
    return 1 if faults else 0


def _audit_seal(options: argparse.Namespace) -> int:
    from samspill.config.opening import open_database

    open_database()
    from samspill.core import audit

    print(f"Sealed {audit.seal_new_rows()} rows.")
    return 0


def _texts(options: argparse.Namespace) -> int:
    from samspill.config.opening import start_django

    start_django()
    from samspill.ui import catalogues

    match options.deed:
        case "extract":
            for language, lacking in catalogues.extract().items():
                print(f"{language}: {lacking} texts to translate.")
            return 0
        case "compile":
            for file in catalogues.compile_all():
                print(f"Wrote {file}")
            return 0
    faults = [f"{language}: {fault}" for language in catalogues.LANGUAGES for fault in catalogues.missing(language)]
    print("\n".join(faults) or "Every text is translated.")
    return 1 if faults else 0


def _manage(arguments: list[str]) -> int:
    """Straight to Django, which prints its own help and errors."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspill.config.settings")
    from django.core.management import execute_from_command_line

    from samspill.config.environment import BadEnvironment

    try:
        import django

        django.setup()
        from samspill.core.walls import roles

        with roles.as_owner(), walls.whole_installation("samspill manage"):
            execute_from_command_line([spelled("samspill manage"), *arguments])
    except BadEnvironment as error:
        return _say(str(error), 2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
