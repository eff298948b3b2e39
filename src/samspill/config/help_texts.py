"""What `samspill --help` says. (short, long) for each command; the long one ends with examples."""

WHOLE = "Samspill: the shared working surface of a Norwegian helsefellesskap."

EXAMPLES = """\
examples:
  samspill demo                                try it, on invented people
  samspill check                               what is missing on this machine, in words
  samspill receive *.xml                       let messages in
  samspill COMMAND --help                      more about one command

environment:
  SAMSPILL_MODE           production or demo; production, unless the data folder was made by the demo
  SAMSPILL_VAR            the folder for data; two copies side by side need two
  SAMSPILL_DATABASE       postgresql://user:password@host:port/name; without it SQLite in the data folder
  SAMSPILL_SECRETS_FILE   the keys, made by `samspill secrets`
  SAMSPILL_SCHEMAS        the folder with the national XML schemas
  SAMSPILL_HOSTS          the names that the web server answers to, with commas between

The exit code is 0 when all is well, 1 when the answer is no (a message was rejected, a check failed), 2 when it could
not be done at all; then one sentence on standard error says why.
"""

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": (
        "start an invented community, ready to be tried in a browser",
        """\
Makes the tables and loads the community the first time (in one piece: an interrupted loading leaves nothing), starts
web server, worker and scheduler, and prints where to go and whom to sign in as. Ctrl-C stops all of it. Real people
cannot be put in: a database made in demo mode is refused in production, and the other way round.

examples:
  samspill demo --port 8010
  SAMSPILL_VAR=/tmp/second samspill demo --port 8020     a second copy beside the first
  samspill demo --fresh                                  begin anew
  samspill demo --prepare                                only make and load, for scripts and tests""",
    ),
    "serve": (
        "run the web server, the worker and the scheduler",
        """\
One tree of processes that live and die together; a part that dies is started again. Put a reverse proxy with TLS in
front, and set SAMSPILL_BEHIND_PROXY=1. Run `samspill check` and `samspill migrate` first.

examples:
  samspill serve
  samspill serve --port 8080 --web-processes 4""",
    ),
    "check": (
        "say in plain words what is missing or wrong",
        """\
Looks at the mode, the keys, the database, the schemas, the front-end packages, the texts, the clock and the data
folder. The exit code is 1 when something must be put right.

examples:
  samspill check""",
    ),
    "figures publish": (
        "count all figures of a community, protect small numbers, and store them as a draft",
        """\
Counts every indicator that the data has tables for, sends them through the disclosure exit, and stores what is shown.
All of it is there afterwards, or nothing. The same is done from the page Tall, Utgaver. Without --public the indicators
stay public that were so in the edition before.

examples:
  samspill figures publish --community fjordheim
  samspill figures publish --community fjordheim --tables var/tables --public waiting_days --open""",
    ),
    "receive": (
        "take in national messages from files",
        """\
The same action as POST /api/messages: each file is read, stored, answered with a receipt, and one line is printed.
When the line is there, the message is safely on the disk. A message that came before is answered again and changes
nothing. The exit code is 1 when a message was not taken in.

examples:
  samspill receive admission.xml ready.xml
  samspill receive --json inbox/*.xml
  cat ready.xml | samspill receive -""",
    ),
    "rates": (
        "list the daily rates, or enter one",
        """\
A payable day costs what its own year's rate says. The published rates are known; a year without one is said on the
pages and never guessed. Enter it with its source.

examples:
  samspill rates
  samspill rates --set 2026 6000 --source "where it is written" """,
    ),
    "governance": (
        "set up the bodies of a community from a file",
        """\
The file says which bodies there are, with their rules, seats, people and mandates; the format stands in
docs/governance.md, and four communities' structures in src/samspill/apps/governance/structures. All of it is loaded, or
nothing. What is there already is brought up to date; what the file does not name is left, and said.

examples:
  samspill governance check structure.toml
  samspill governance load structure.toml --community fjordheim""",
    ),
    "keys": (
        "list the keys of machines, make one, or close one",
        """\
A machine that sends messages to POST /api/messages shows its key as `Authorization: Bearer KEY`. A key is printed once,
when it is made; making one anew closes the old. It lasts for a year unless --days says otherwise, and `samspill check`
tells when a key is about to run out.

examples:
  samspill keys
  samspill keys --make "record system" --days 90
  samspill keys --make "staff system" --opens keep-directory --community fjordheim
  samspill keys --close "record system\"""",
    ),
    "stays": (
        "list the stays, with waiting days and payable days",
        """\
One line for each stay: id, municipality, state, whose move, waiting days, payable days, kroner. No names.

examples:
  samspill stays
  samspill stays --json --on 2026-03-31""",
    ),
    "migrate": (
        "bring the tables of the database up to date",
        """\
Does nothing when they are. Take a backup first when there is something to lose.

examples:
  samspill backup before.samspill && samspill migrate""",
    ),
    "secrets": (
        "write a new file with keys",
        """\
For signing, encryption, look-up and sealing. Lost keys cannot be replaced: what they encrypted is then lost too.

examples:
  samspill secrets /etc/samspill/secrets.json""",
    ),
    "manage": (
        "run a Django command",
        """\
Everything after `manage` goes to Django as it stands.

examples:
  samspill manage showmigrations
  samspill manage dbshell""",
    ),
    "backup": (
        "write everything in the database to one file",
        """\
Works while Samspill runs. The file holds the database (names and identity numbers encrypted, as they lie) and a
description of it, and is readable by you only. The keys are not in it unless you say --with-secrets: a backup with its
keys is as open as the patients' names, one without them cannot be read unless you keep the keys elsewhere.
PostgreSQL needs pg_dump on this machine.

examples:
  samspill backup /backup/2026-03-01.samspill""",
    ),
    "restore": (
        "put a backup back",
        """\
Checks the file first, and changes nothing unless all of it is good. A database that holds something is left alone
unless you say --replace; the old SQLite file is then kept beside the new one. Stop Samspill first.
--with-secrets also puts the keys of the backup in place, where there are none. PostgreSQL needs pg_restore.

examples:
  samspill restore /backup/2026-03-01.samspill
  samspill restore --replace /backup/2026-03-01.samspill""",
    ),
    "audit": (
        "look after the audit trail and the access log",
        """\
examples:
  samspill audit verify
  samspill audit seal""",
    ),
    "audit verify": (
        "find out whether anything in the logs was altered or removed",
        """\
Reads all rows and all seals. The exit code is 1 when something does not add up, and a sentence says what and where.

examples:
  samspill audit verify""",
    ),
    "audit seal": (
        "seal the newest rows now",
        """\
The scheduler does it every few seconds; this is for when it does not run.

examples:
  samspill audit seal && samspill audit verify""",
    ),
    "figures": (
        "count shared figures over tables, and publish them",
        """\
`publish` counts a community's figures and brings them to the pages, through the disclosure exit. The others are for the
analyst: they read tables that were loaded (samspill.analysis.tables) or prepared, count the declared indicators and
write all of them in one move, without the database of the web server. See docs/indicators.md and docs/scale.md.

examples:
  samspill figures publish --community fjordheim
  samspill figures list
  samspill figures run --data tables --into published
  samspill figures prepare --data tables --into prepared
  samspill figures run --engine kernels --data prepared --into published""",
    ),
    "figures run": (
        "count the indicators and publish them",
        """\
Says which figure is at hand. A run that was cut off goes on where it was when it is started again on the same data;
until all is done, what was published before stays. Figures whose tables are not there are named and left out.

examples:
  samspill figures run --data tables --into published
  samspill figures run --data tables --into published --only waiting_days stays_with_waiting
  samspill figures run --engine spark://127.0.0.1:7077 --data tables --into published""",
    ),
    "figures prepare": (
        "prepare tables once, so that every figure is fast",
        """\
Writes the tables sorted by person and time, as plain arrays and as Parquet, and takes them into use in one move. The
engine «kernels» needs them; the others may use them too.

examples:
  samspill figures prepare --data tables --into prepared""",
    ),
    "figures list": (
        "name the figures that can be counted",
        """\
One line for each: name, version and title.

examples:
  samspill figures list""",
    ),
    "texts": (
        "extract, check or compile the texts in nb, nn and en",
        """\
extract   find new texts in code and templates and put them in the catalogues
check     say which translations are missing; the exit code is 1 when any are
compile   make the files that the pages read

examples:
  samspill texts extract && samspill texts check""",
    ),
}
