"""What runs in a child process: the web server, the worker, or the scheduler. Started by `processes.Tree` only."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from types import FrameType

GRACE = 6.0  # seconds from being asked to stop until the process ends whatever it is doing


def end_with_input() -> None:
    """The parent holds the other end of our standard input. When it closes, for whatever reason, we stop."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def web(descriptor: int) -> None:
    """Serve on a listening socket that the parent opened, so that a restart loses no connection."""
    import uvicorn

    from samspill.config.asgi import application  # first: it sets Django up
    from samspill.config import collector, environment, live  # isort: skip

    collector.leave_out_what_stays()

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            live.end_all_streams()  # or they would keep the server waiting
            await super().shutdown(sockets)

    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=environment.behind_proxy(),
        timeout_graceful_shutdown=4,
    )
    Server(config).run(sockets=[socket.socket(fileno=descriptor)])


def worker() -> None:
    from django.core.management import call_command

    from samspill.config.opening import start_django

    start_django()
    call_command("db_worker", queue_name="*", startup_delay=False, interval=1.0, verbosity=0)


def scheduler() -> None:
    from django.db import close_old_connections

    from samspill.config.opening import start_django

    start_django()
    from samspill.core.schedule import run_due_jobs

    signal.signal(signal.SIGTERM, _leave)
    while True:
        close_old_connections()
        try:
            run_due_jobs()
        except Exception as error:  # the database may be away for a while; the next round tries again
            print(f"The schedule could not be read ({type(error).__name__}); tried again in 5 s.", flush=True)
            time.sleep(4)
        time.sleep(1)


def _leave(number: int, frame: FrameType | None) -> None:
    _stop_listening()
    sys.exit(0)


def _stop_listening() -> None:
    """We are leaving already. We may be asked twice (by the parent, and when our input closes), and an exit raised
    while the interpreter shuts down would only be printed as an error."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> None:
    signal.signal(signal.SIGTERM, _leave)  # before anything that may ask us to leave
    end_with_input()
    match sys.argv[1:]:
        case ["web", descriptor]:
            web(int(descriptor))
        case ["worker"]:
            worker()
        case ["scheduler"]:
            scheduler()
        case other:
            sys.exit(f"There is no part called {' '.join(other)}.")


def live_and_leave() -> None:
    """The whole life of a child: it ends quietly, however often it is asked to."""
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        _stop_listening()


if __name__ == "__main__":
    live_and_leave()
