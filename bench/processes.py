"""Programs that the bench starts: each is stopped by its own number, however the bench ends."""

import atexit
import http.client
import os
import pwd
import signal
import socket
import subprocess
import time
from pathlib import Path

from ground import VAR

HOST = "127.0.0.1"
PATIENCE = 120
running = []


def free_port():
    """A port of the loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


class Process:
    """A program under way, its output kept in a log under var/bench/logs."""

    def __init__(self, name, command, *, stop_with=signal.SIGTERM, output=None, errors=None, **options):
        logs = VAR / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        self.name, self.stop_with = name, stop_with
        self.log = logs / f"{name}.log"
        with self.log.open("w") as log:
            self.started = time.perf_counter()
            self.child = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output or log,
                stderr=errors or log,
                **options,
            )
        running.append(self)

    @property
    def pid(self):
        """Its number."""
        return self.child.pid

    def stop(self, with_signal=None):
        """Asks it to stop, then makes it."""
        if self in running:
            running.remove(self)
        if self.child.poll() is None:
            self.child.send_signal(with_signal or self.stop_with)
            try:
                self.child.wait(30)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()

    def ended(self, status):
        """Notes that it ended by itself, where somebody else waited for it."""
        self.child.returncode = status
        running.remove(self)

    def failed(self, what):
        """The end of its log, in an error."""
        tail = self.log.read_text(errors="replace")[-2_000:]
        return RuntimeError(f"{self.name} {what}:\n{tail}")

    def wait_until_answers(self, port, path, patience=PATIENCE):
        """Asks a page until it comes with 200, every 2 ms."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.child.poll() is not None:
                raise self.failed("stopped by itself")
            if status(port, path) == 200:
                return
            time.sleep(0.002)
        raise self.failed(f"did not answer {path} in {patience} s")

    def memory(self):
        """Resident and proportional size, in bytes, of the process and its children."""
        sizes = [memory_of(pid) for pid in family(self.pid)]
        return {key: sum(size[key] for size in sizes) for key in ("rss", "pss")}


def processor_time(processes):
    """Seconds of processor that some processes and their children have taken so far."""
    ticks = 0
    for pid in (pid for process in processes for pid in family(process.pid)):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def status(port, path):
    """The status of a page, or 0 where nobody answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def family(pid):
    """A process and all those under it."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in children.read_text().split()]
    return found


def memory_of(pid):
    """Resident and proportional size of one process, as the kernel counts them."""
    fields = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value, *_ = line.split()
        fields[name.rstrip(":")] = int(value) * 1024
    return {"rss": fields["Rss"], "pss": fields["Pss"]}


def stop_all():
    """Stops whatever is left, the last started first."""
    for process in reversed(running[:]):
        process.stop()


def stop_when_told():
    """A signal ends the bench as an error would: everything is stopped."""

    def leave(number, _frame):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def run(command, **options):
    """Runs a command to its end; its output is an error's text when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"{' '.join(map(str, command[:3]))}… failed ({done.returncode}):\n{(done.stderr or done.stdout)[-2_000:]}"
        )
    return done.stdout


def unprivileged(*names):
    """The first of these users that exists, where the bench runs as root: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in names:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError(f"none of these users exists: {names}")


atexit.register(stop_all)
