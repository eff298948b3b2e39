"""The same figures on a real Spark master and worker on loopback. Skipped where Spark or Java is not installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tests.analysis.figures.test_figures_engines_agree import differences

from samspill.analysis.figures.computing import compute
from samspill.analysis.indicators import INDICATORS

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed (requirements/spark.txt)"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, which is not found"),
]
NAMES = ("waiting_days", "readmission_national", "high_utilisers_rolling", "chronic_conditions")
HOME = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_PUBLIC_DNS": "127.0.0.1"}
SMALL = """spark.sql.shuffle.partitions 1
spark.ui.showConsoleProgress false
spark.driver.memory 512m
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""
IDS = ("stay_id", "person_id", "of_id")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int, within: float = 300) -> None:
    end = time.monotonic() + within
    while time.monotonic() < end:
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    pytest.fail(f"nothing answers on port {port}")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A master and a worker, each a process of its own; the environment then has what a driver here needs."""
    import pyspark

    home = Path(pyspark.__file__).parent  # where the worker finds what its executors run
    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(SMALL)
    port, address = _free_port(), "spark://127.0.0.1:"
    said = {**HOME, "SPARK_HOME": str(home), "SPARK_SCALA_VERSION": "2.13", "SPARK_CONF_DIR": str(folder)}
    java = ["java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", str(home / "jars" / "*")]
    deploy, ports = "org.apache.spark.deploy", ["--host", "127.0.0.1", "--webui-port", "0"]
    with ExitStack() as open_, pytest.MonkeyPatch.context() as environment:
        for name, value in said.items():
            environment.setenv(name, value)
        log = open_.enter_context((folder / "log").open("w"))
        here = {"cwd": folder, "stdout": log, "stderr": log}
        open_.enter_context(_running([*java, f"{deploy}.master.Master", *ports, "--port", str(port)], here))
        _answers(port)
        worker = [f"{deploy}.worker.Worker", *ports, "-c", "1", "-m", "1g", f"{address}{port}"]
        open_.enter_context(_running([*java, *worker], here))
        yield f"{address}{port}"


@contextmanager
def _running(command: list[str], here: dict[str, Any]) -> Iterator[None]:
    process = subprocess.Popen(command, **here)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def together(names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of all examples of the indicators; people and stays of each example are its own."""
    given: dict[str, list[dict[str, Any]]] = {}
    examples = [each for name in names for each in INDICATORS[name].examples]
    for number, example in enumerate(examples):
        for table, rows in example.given.items():
            given.setdefault(table, []).extend(_own(row, number) for row in rows)
    for rows in given.values():
        columns = dict.fromkeys(name for row in rows for name in row)
        rows[:] = [{name: row.get(name) for name in columns} for row in rows]
    return given


def _own(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {name: f"{value}-{number}" if name in IDS else value for name, value in row.items()}


def test_spark_gives_the_same_figures(cluster: str) -> None:
    given = together(NAMES)
    assert not differences(compute(given, NAMES, engine=cluster), compute(given, NAMES, engine="memory"))
