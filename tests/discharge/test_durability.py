"""A message that was acknowledged is there also when the process is killed the next instant."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from tests.running import new_copy

from samspill.messages import Envelope, Party, Patient, synthetic_number, write_logistics
from samspill.stay import OSLO, Kind

MANY = 30


def messages(folder: Path) -> list[str]:
    """Admission notices of different patients from the training hospital to the training municipality, in files."""
    paths = []
    when = datetime(2026, 3, 2, 10, tzinfo=OSLO)
    for n in range(MANY):
        born = when.date().replace(year=1940, day=1 + n % 28)
        envelope = Envelope(
            message_id=f"5b0c6b0e-0000-4000-8000-{n:012}",
            generated_at=when,
            sender=Party(organisation_her="59", organisation_name="H", unit_her="90998", unit_name="O"),
            receiver=Party(organisation_her="99387", organisation_name="A", unit_her="5078", unit_name="S"),
            patient=Patient(
                number=synthetic_number(born, n, "1"),
                number_kind="FNR",
                family_name="Hatt",
                given_name="Rask",
                born=born,
            ),
        )
        path = folder / f"{n}.xml"
        path.write_bytes(write_logistics(envelope, "LOG_INNLAGT", {Kind.ADMITTED: when}))
        paths.append(str(path))
    return paths


@pytest.mark.parametrize("after", [1, 7])
def test_killed_the_instant_after_the_receipt(tmp_path, after):
    with new_copy(tmp_path / "var", migrated=True) as copy:
        copy.environment["SAMSPILL_MODE"] = "demo"
        copy.python("from samspill.portal.demo.community import load_demo_community; load_demo_community()")
        process = subprocess.Popen(
            [sys.executable, "-m", "samspill.config.command", "receive", "--json", *messages(tmp_path)],
            env=copy.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout
        acknowledged = [json.loads(process.stdout.readline()) for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert {line["outcome"] for line in acknowledged} == {"accepted"}
        stays = {json.loads(line)["id"] for line in copy.run("stays", "--json").stdout.splitlines()}
        assert {line["stay"] for line in acknowledged} <= stays
        # Whatever more was taken in is whole: as many events as stays as messages, and the logs add up.
        counts = copy.python(
            "from samspill.apps.discharge.models import *\n"
            "print(ReceivedMessage.objects.count(), StayEvent.objects.count(), Stay.objects.count())"
        ).split()
        assert len(set(counts)) == 1
        assert int(counts[0]) < MANY
        # The sender, who got no answer to the rest, sends all of it again.
        again = [json.loads(line) for line in copy.run("receive", "--json", *messages(tmp_path)).stdout.splitlines()]
        outcomes = [line["outcome"] for line in again]
        assert outcomes == ["duplicate"] * int(counts[0]) + ["accepted"] * (MANY - int(counts[0]))
        assert copy.run("audit", "verify").returncode == 0
