"""What the `samspill receive` and `samspill stays` commands do: so that others can script and check."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from samspill import messages
from samspill.apps.discharge.actions.rating import enter_rate
from samspill.apps.discharge.actions.receiving import receive
from samspill.apps.discharge.models import Outcome, ReceivedMessage
from samspill.apps.discharge.queries.rates import rates
from samspill.apps.discharge.queries.stays import stay_lines
from samspill.apps.discharge.receiver import OPERATOR, RECEIVER
from samspill.core.refusal import Refused

NOT_TAKEN_IN = {Outcome.REJECTED, Outcome.FAILED}


def receive_files(paths: Sequence[str], as_json: bool) -> int:
    """Take in each file (`-` is standard input) and print one line each; 0 when all were taken in, else 1."""
    worst = 0
    for path in paths:
        try:
            body = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as error:
            print(f"{path}: cannot be read: {error.strerror}.", file=sys.stderr)
            worst = 1
            continue
        line = message_line(receive(by=RECEIVER, body=body, channel="file"), path)
        print(json.dumps(line, ensure_ascii=False) if as_json else _sentence(line), flush=True)
        worst = max(worst, int(line["outcome"] in NOT_TAKEN_IN))
    return worst


def message_line(row: ReceivedMessage, file: str = "") -> dict[str, Any]:
    """What became of one message: file, message id, type, outcome, stay, receipt (status by code list 8258)."""
    receipt = None
    if row.receipt is not None:
        rejected = row.outcome == Outcome.REJECTED
        status = str(messages.Outcome.REJECTED if rejected else messages.Outcome.ACCEPTED)
        receipt = {"status": status, "code": row.error_code, "text": row.error}
    return {
        "file": file,
        "message_id": row.message_id,
        "type": row.type,
        "outcome": str(row.outcome),
        "stay": str(row.stay_id) if row.stay_id else None,
        "receipt": receipt,
    }


def _sentence(line: dict[str, Any]) -> str:
    said = line["receipt"]["text"] if line["receipt"] else "kept in the inbox, no receipt"
    return f"{line['file']}: {line['type'] or 'unknown type'}: {line['outcome']}{': ' + said if said else ''}"


def list_rates() -> int:
    """Print each year's daily rate with its source."""
    for year, rate in sorted(rates().by_year.items()):
        print(f"{year}  kr {rate.kroner:>6}  {rate.source}")
    return 0


def set_rate(year: int, kroner: int, source: str) -> int:
    """Enter a daily rate; 1, with the sentence on standard error, when it is refused."""
    try:
        enter_rate(by=OPERATOR, year=year, kroner=kroner, source=source)
    except Refused as no:
        print(no, file=sys.stderr)
        return 1
    print(f"{year}: kr {kroner} a day ({source}).")
    return 0


def list_stays(as_json: bool, on: date | None) -> int:
    """Print one line for each stay, counted on the day `on` (today if empty)."""
    lines: Iterable[dict[str, Any]] = stay_lines(on)
    for line in lines:
        print(json.dumps(line, ensure_ascii=False) if as_json else "  ".join(f"{k}={v}" for k, v in line.items()))
    return 0
