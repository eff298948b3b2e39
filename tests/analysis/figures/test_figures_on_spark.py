"""The same figures on a real Spark master and worker on loopback. Skipped where Spark or Java is not installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

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
    """A master and a worker, each a process of its own."""
    import pyspark

    home = Path(pyspark.__file__).parent  # where the worker finds what its executors run
    java = ["java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", str(home / "jars" / "*")]
    folder = tmp_path_factory.mktemp("spark")
    port, log = _free_port(), (folder / "log").open("w")
    here = {
        "cwd": folder,
        "env": {**os.environ, **HOME, "SPARK_HOME": str(home), "SPARK_SCALA_VERSION": "2.13"},
        "stdout": log,
        "stderr": log,
    }
    ports = ["--host", "127.0.0.1", "--webui-port", "0"]
    deploy = "org.apache.spark.deploy"
    master = subprocess.Popen([*java, f"{deploy}.master.Master", *ports, "--port", str(port)], **here)
    address = f"spark://127.0.0.1:{port}"
    worker = None
    try:
        _answers(port)
        worker = subprocess.Popen([*java, f"{deploy}.worker.Worker", *ports, "-c", "1", "-m", "1g", address], **here)
        yield address
    finally:
        for process in filter(None, (worker, master)):
            process.terminate()
            process.wait(30)
        log.close()


def test_spark_gives_the_same_figures(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in HOME.items():
        monkeypatch.setenv(name, value)
    given = {name: list(rows) for name, rows in INDICATORS["chronic_conditions"].examples[0].given.items()}
    given["stays"] = [*given["stays"], *INDICATORS["readmission_national"].examples[0].given["stays"][1:]]
    assert not differences(compute(given, NAMES, engine=cluster), compute(given, NAMES, engine="memory"))
