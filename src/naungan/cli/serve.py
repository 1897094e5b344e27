"""`naungan serve`: the web server and the worker of background tasks, as one command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Annotated

import typer

from naungan.cli.bootstrap import ready

Port = Annotated[int, typer.Option(help="Porta / Port")]
Host = Annotated[str, typer.Option(help="Alamat / Address")]
Workers = Annotated[int, typer.Option(help="Proses web / Web processes")]


def serve(port: Port = 8000, host: Host = "127.0.0.1", workers: Workers = 2) -> None:
    """Buka Naungan di peramban, bersama pekerja latar. / Serve the pages, with the background worker."""
    ready()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    worker = subprocess.Popen([sys.executable, "-m", "django", "db_worker"], env=os.environ)
    web = subprocess.Popen(  # noqa: S603
        [
            sys.executable,
            "-m",
            "gunicorn",
            "naungan.site.wsgi:application",
            f"--bind={host}:{port}",
            f"--workers={workers}",
            "--threads=4",
            "--timeout=120",
            "--no-control-socket",
        ],
        env=os.environ,
    )
    sys.stdout.write(f"Naungan: http://{host}:{port}/\n")
    sys.stdout.flush()
    children = (web, worker)
    signal.signal(signal.SIGTERM, lambda *_: web.terminate())
    try:
        web.wait()
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    finally:
        for child in children:
            child.terminate()
            child.wait()
