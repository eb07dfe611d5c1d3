# SPDX-License-Identifier: Apache-2.0
"""Redis and MariaDB, started with what we render, on free ports of the loopback address."""
import contextlib
import os
import pathlib
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
import time

SECONDS = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(words, folder):
    """A server as a child: it is ended when the block is left, and killed if it does not end."""
    with open(pathlib.Path(folder, "log"), "w", encoding="utf-8") as log:
        child = subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder)
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def answers(child, question):
    """Whether a question has an answer before the server ends, and within a minute."""
    for _ in range(SECONDS * 5):
        if child.poll() is not None:
            return False
        if subprocess.run(question, capture_output=True, check=False).returncode == 0:
            return True
        time.sleep(0.2)
    return False


def try_redis(text, where):
    """Start Redis with a configuration, in another folder and on another port. It must have the
    settings of the text. None, or what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        conf = pathlib.Path(folder, "redis.conf")
        data = pathlib.Path(folder, "data")
        data.mkdir()
        moved = re.sub(r"^dir /openedx/redis/data/$", f"dir {data}", text, flags=re.MULTILINE)
        conf.write_text(moved, encoding="utf-8")
        port = free_port()
        ask = ["redis-cli", "-h", "127.0.0.1", "-p", str(port)]
        options = ["--port", str(port), "--bind", "127.0.0.1"]
        with running(["redis-server", str(conf), *options], folder) as child:
            if not answers(child, [*ask, "set", "key", "value"]):
                return f"{where}: Redis does not start:\n{pathlib.Path(folder, 'log').read_text(encoding='utf-8')[-1500:]}"
            for name, wanted in _settings(text):
                found = subprocess.run([*ask, "config", "get", name], capture_output=True, text=True, check=True)
                value = found.stdout.partition("\n")[2].strip()
                if value != wanted:
                    return f"{where}: Redis has {name} {value}, not {wanted}"
        if not list(data.rglob("*.aof")):
            return f"{where}: Redis has not written its log of changes"
    return None


def _settings(text):
    """Directives with one value that the command line did not replace, as "config get" says them."""
    units = {"mb": 1024**2, "gb": 1024**3}
    snapshots = []
    for line in text.splitlines():
        name, _, value = line.strip().partition(" ")
        if name == "save":
            snapshots.append(value)
        elif name and not name.startswith("#") and name not in ("port", "dir", "bind"):
            if value[-2:] in units:
                value = str(int(value[:-2]) * units[value[-2:]])
            yield name, value
    yield "save", " ".join(snapshots)


class MariaDB:
    """A server that runs with the options of the mysql service. Options that only MySQL has are
    marked as such for MariaDB, which then warns about them."""

    def __init__(self, command, password, port):
        self.problem = None
        self._port = port
        self._stack = contextlib.ExitStack()
        self._words = shlex.split(command) if isinstance(command, str) else list(command)
        self._password = password

    def __enter__(self):
        folder = pathlib.Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        data = folder / "data"
        account = []
        if os.getuid() == 0:
            account = ["--user=mysql"]
            shutil.chown(folder, "mysql")
            folder.chmod(0o755)
        made = subprocess.run(
            ["mariadb-install-db", "--no-defaults", "--skip-test-db", f"--datadir={data}", *account],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            self.problem = f"mariadb-install-db: {made.stdout[-1000:]}{made.stderr[-1000:]}"
            return self
        quoted = self._password.replace("\\", "\\\\").replace("'", "''")
        start = folder / "start.sql"
        start.write_text(
            f"CREATE USER root@'127.0.0.1' IDENTIFIED BY '{quoted}';\n"
            "GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n",
            encoding="utf-8",
        )
        options = [
            "--loose-" + word[2:] if word.startswith("--mysql-native-password") else word for word in self._words[1:]
        ]
        place = [f"--datadir={data}", f"--socket={folder}/socket", f"--init-file={start}", f"--pid-file={folder}/pid"]
        network = [f"--port={self._port}", "--bind-address=127.0.0.1", "--skip-log-bin", "--skip-name-resolve"]
        child = self._stack.enter_context(
            running(["mariadbd", "--no-defaults", *options, *place, *network, *account], folder)
        )
        if not answers(child, self._client("root", self._password, "SELECT 1")):
            self.problem = f"MariaDB does not start:\n{(folder / 'log').read_text(encoding='utf-8')[-1500:]}"
        return self

    def __exit__(self, *_):
        self._stack.close()

    def use(self, user, password, database):
        """Make a table as a user. None, or what is wrong."""
        statement = (
            f"USE `{database}`; CREATE TABLE t (c VARCHAR(20)); INSERT INTO t VALUES ('ἄλφα 🎓');"
            "SELECT c FROM t; SHOW VARIABLES LIKE 'collation_server'"
        )
        done = subprocess.run(self._client(user, password, statement), capture_output=True, text=True, check=False)
        if done.returncode == 0 and "ἄλφα 🎓" in done.stdout and "utf8mb4_unicode_ci" in done.stdout:
            return None
        return f"the user cannot work in {database}: {done.stdout}{done.stderr}"

    def refuses(self, user, password, database):
        """A user has no business in another database."""
        done = subprocess.run(
            self._client(user, password, f"SELECT * FROM `{database}`.`user`"), capture_output=True, check=False
        )
        return None if done.returncode != 0 else f"the user may read {database}"

    def _client(self, user, password, statement):
        return [
            "env",
            f"MYSQL_PWD={password}",
            "mariadb",
            "--no-defaults",
            "--protocol=tcp",
            "--host=127.0.0.1",
            f"--port={self._port}",
            f"--user={user}",
            "--default-character-set=utf8mb4",
            f"--execute={statement}",
        ]
