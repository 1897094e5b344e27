"""A throw-away PostgreSQL on loopback, for one test session or one run of the whole suite.

`python -m tests.postgres [--] [pytest] ARGS` starts a server, runs pytest with NAUNGAN_DATABASE_URL set, and
stops it. The server keeps nothing: it lives in a temporary directory, on a free port, and dies with us.
PostgreSQL refuses to run as root, so that root starts it as `postgres` or `nobody`.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

USER = "naungan"
_START_SECONDS = 30
# Nothing needs to survive, so that nothing is forced to disk.
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")


class NoPostgres(Exception):  # noqa: N818 - the name says what is missing
    """There is no PostgreSQL that could be started here; the text says why."""


@contextmanager
def server() -> Iterator[str]:
    """The URL of the empty database `naungan` on a server of our own, stopped and removed on leaving."""
    initdb, postgres = _program("initdb"), _program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="naungan-postgres-"))
    password, port = secrets.token_hex(16), _free_port()
    try:
        data = _initialise(initdb, folder, password)
        options = [part for setting in _SETTINGS for part in ("-c", setting)]
        command = [*_as_someone(), postgres, "-D", str(data), "-p", str(port), "-k", str(folder), *options]
        with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                base = f"postgres://{USER}:{password}@127.0.0.1:{port}"
                _wait(process, f"{base}/postgres", folder / "log")
                yield new_database(base, "naungan")
            finally:
                process.send_signal(2)  # a "fast" stop: connections are closed
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(base: str, name: str) -> str:
    """Create an empty database beside the one in the URL (or on the bare server URL); its URL."""
    root = base.rsplit("/", 1)[0] if base.count("/") > 2 else base
    with psycopg.connect(f"{root}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{root}/{name}"


def drop_database(url: str) -> None:
    """Drop a database made by `new_database`, whoever is still connected."""
    root, name = url.rsplit("/", 1)
    with psycopg.connect(f"{root}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _program(name: str) -> str:
    known = shutil.which(name)
    if known:
        return known
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    raise NoPostgres(f"{name} is neither on PATH nor in /usr/lib/postgresql/*/bin; install postgresql")


def _someone() -> str | None:
    """The user that runs the server: None for ourselves, another one when we are root."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    raise NoPostgres("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _as_someone() -> list[str]:
    setpriv, user = shutil.which("setpriv"), _someone()
    if setpriv:
        change = [] if user is None else [f"--reuid={user}", f"--regid={_group(user)}", "--clear-groups"]
        return [setpriv, *change, "--pdeathsig=INT"]
    if user is None:
        return []
    raise NoPostgres(
        "as root, PostgreSQL must be started as another user, and setpriv (util-linux) is missing"
    )


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


def _initialise(initdb: str, folder: Path, password: str) -> Path:
    user = _someone()
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    if user is not None:
        for path in (folder, secret):
            os.chown(path, pwd.getpwnam(user).pw_uid, _group(user))
    command = [*_as_someone(), initdb, "-D", str(folder / "data"), "-U", USER, "--pwfile", str(secret)]
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr.strip()}")
    secret.unlink()
    return folder / "data"


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgres(f"the server did not start: {log.read_text(errors='replace')[-1000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(arguments: list[str]) -> int:
    """Run pytest with the arguments on a server of its own; the exit status of pytest."""
    given = arguments[1:] if arguments[:1] == ["--"] else arguments
    given = given[1:] if given[:1] == ["pytest"] else given
    with server() as url:
        environment = {**os.environ, "NAUNGAN_DATABASE_URL": url}
        return subprocess.run(
            [sys.executable, "-m", "pytest", *given], env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
