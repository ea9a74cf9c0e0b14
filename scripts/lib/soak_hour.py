"""Runs a module and a server for a real hour under load, and measures whether anything grows.

usage: soak_hour.py PROGRAM [SECONDS] [--only-failures]

The module boots with a flash and two AT ports. In each second the server asks it 50 times, and the host types 10 AT
lines; in an hour 5,000 more hosts connect, ask, and go, and the module is reset 2,000 times and registers again. In a
shorter time it is so much less. Prints what was done and what grew, the last line as JSON; exits with 1 if a request
failed, or if descriptors or memory grew by more than 5 %, which --only-failures leaves aside: caches fill for minutes.
"""

import collections
import json
import os
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

REQUESTS_A_SECOND = 50
LINES_A_SECOND = 10
HOSTS_AN_HOUR = 5000
RESETS_AN_HOUR = 2000
MOST_GROWTH = 0.05
# A boot takes seconds of the module's time.
SPEED = 20
KEYS = ["--psk-identity", "soak", "--psk", "str:a key for an hour"]
# Seconds after which an answer is missing.
PATIENCE = 30

REQUESTS = [
    "read /3/0", "read /3/0/0", "write /3300/0/5750 Oven{n}", "read /3300/0/5700", "discover /3300/0", "read /4/0",
    "write /1/0 2=1 3=60", "exec /3300/0/5605", "read /1/0/1 as tlv", "read /3300 as json",
]
LINES = [
    "AT", "AT+CSQ", 'AT+ULWM2MREAD="/3300/0/5700"', 'AT+ULWM2MLIST="/"',
    'AT+ULWM2MWRITE="{{\\"bn\\":\\"/3300/0/\\",\\"e\\":[{{\\"n\\":\\"5700\\",\\"v\\":{n}}}]}}"',
    'AT+ULWM2MREAD="/3/0"', "AT+CEREG?", "ATI", "AT+NONSENSE", 'AT+ULWM2MREAD="/9999/0"',
]
FINAL = (b"OK", b"ERROR", b"+CME ERROR")


class Process:
    """A program of ours, its lines of output, and what it holds."""

    started = []

    def __init__(self, name, arguments, folder):
        self.name = name
        self.errors = open(os.path.join(folder, name + ".err"), "w+b")
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, cwd=folder)
        Process.started.append(self)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.partial = b""
        self.last = []
        self.samples = []

    def say(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def lines(self):
        data = self.process.stdout.read()
        if data == b"":
            raise SystemExit(f"{self.name} ended before its time:\n{self.words()}")
        *whole, self.partial = (self.partial + (data or b"")).split(b"\n")
        self.last = (self.last + whole)[-5:]
        return whole

    def words(self):
        self.errors.seek(0)
        return self.errors.read()[-4000:].decode(errors="replace")

    def sample(self):
        """Kibibytes resident, and descriptors."""
        pid = self.process.pid
        with open(f"/proc/{pid}/status") as status:
            resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        self.samples.append((resident, len(os.listdir(f"/proc/{pid}/fd"))))

    def end(self):
        self.process.stdin.close()
        self.process.terminate()
        return self.process.wait(timeout=60)


class Port:
    """An AT port with a host at it that types one line after the other."""

    def __init__(self, number):
        self.socket = socket.create_connection(("127.0.0.1", number))
        self.socket.setblocking(False)
        self.answer = b""

    def type(self, line):
        self.answer = b""
        self.socket.sendall(line.encode() + b"\r")

    def is_answered(self):
        try:
            data = self.socket.recv(65536)
        except BlockingIOError:
            return False
        if not data:
            raise SystemExit("the module closed an AT port")
        self.answer += data
        return any(line.startswith(FINAL) for line in self.answer.split(b"\r\n"))


class Soak:
    def __init__(self, program, seconds, folder):
        self.seconds = seconds
        self.counts = collections.Counter()
        self.problems = collections.Counter()
        self.times = []
        # What there is to do for each kind, in its turn; what was done so far.
        self.rates = {
            "requests": REQUESTS_A_SECOND, "AT lines": LINES_A_SECOND, "hosts": HOSTS_AN_HOUR / 3600,
            "resets": RESETS_AN_HOUR / 3600,
        }
        ports = [free_port() for _ in range(2)]
        self.server = Process(
            "server", [program, "server", "--port", "0", "--json", "--timeout", str(PATIENCE), "--no-config", *KEYS],
            folder)
        uri = json.loads(self.next_line(self.server))["uri"]
        self.module = Process(
            "run", [
                program, "run", "--flash", "flash", "--all-objects", "--speed", str(SPEED), "--server", uri,
                "--lifetime", "86400", "--quiet", "--no-config", *KEYS, "--at", f"tcp:{ports[0]}", "--at", f"tcp:{ports[1]}",
            ], folder)
        self.asked = None
        self.typed = None
        self.guest = None
        self.awaits_boot = True
        self.number = 0
        self.next_line(self.module)
        self.guest_port = ports[1]
        self.port = Port(ports[0])
        self.selector = selectors.DefaultSelector()
        for source in (self.server.process.stdout, self.module.process.stdout, self.port.socket):
            self.selector.register(source, selectors.EVENT_READ)

    def next_line(self, process):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if lines := process.lines():
                return lines[0]
            time.sleep(0.01)
        raise SystemExit(f"{process.name} is silent:\n{process.words()}")

    # What goes on

    def run(self):
        self.prepare()
        start = time.monotonic()
        next_sample = 0
        while (passed := time.monotonic() - start) < self.seconds:
            if passed >= next_sample:
                next_sample += max(1, self.seconds / 360)
                self.server.sample()
                self.module.sample()
            self.work(passed)
            self.selector.select(timeout=0.005)
            self.hear()
        end = time.monotonic() + PATIENCE
        while (self.asked or self.typed) and time.monotonic() < end:
            self.selector.select(timeout=0.05)
            self.hear()

    def prepare(self):
        """Waits for the module's first registration, and makes what the load needs."""
        end = time.monotonic() + PATIENCE
        first = ["create /3300/0 5750=Oven", "observe /3300/0/5700", "observe /4/0/2"]
        while self.awaits_boot or first or self.asked:
            if time.monotonic() > end:
                raise SystemExit(f"the module does not register:\n{self.module.words()}")
            if not self.awaits_boot and not self.asked and first:
                self.ask(first.pop(0))
            self.selector.select(timeout=0.05)
            self.hear()
        self.counts.clear()
        self.problems.clear()

    def is_due(self, kind, passed):
        return self.counts[kind] < self.rates[kind] * passed

    def work(self, passed):
        if self.asked and time.monotonic() - self.asked[1] > 2 * PATIENCE:
            raise SystemExit(f"no answer to {self.asked[0]}")
        if self.awaits_boot:
            if time.monotonic() - self.awaits_boot > 2 * PATIENCE:
                raise SystemExit(
                    f"the module does not register after reset {self.counts['resets']}, which it answered with"
                    f" {self.port.answer}; errors: {self.module.words()!r}; last said: {self.module.last}"
                    f" and {self.server.last}")
            # What is typed during a boot is lost.
            return
        if self.is_due("resets", passed):
            if not self.asked and not self.typed and not self.guest:
                self.counts["resets"] += 1
                self.awaits_boot = time.monotonic()
                self.type("AT+CFUN=16")
            return
        if not self.asked and self.is_due("requests", passed):
            self.counts["requests"] += 1
            self.ask(REQUESTS[self.counts["requests"] % len(REQUESTS)])
        if not self.typed and self.is_due("AT lines", passed):
            self.counts["AT lines"] += 1
            self.type(LINES[self.counts["AT lines"] % len(LINES)])
        if not self.guest and self.is_due("hosts", passed):
            self.counts["hosts"] += 1
            self.guest = Port(self.guest_port)
            self.guest.type("ATI")
            self.guest_since = time.monotonic()

    def ask(self, line):
        self.number += 1
        line = line.format(n=self.number % 1000 / 8)
        self.asked = (line, time.monotonic())
        self.server.say(line)

    def type(self, line):
        self.number += 1
        self.typed = (line, time.monotonic())
        self.port.type(line.format(n=self.number % 1000 / 8))

    # What is heard

    def hear(self):
        for line in self.server.lines():
            heard = json.loads(line)
            if "command" in heard:
                self.hear_answer(heard)
            elif heard["event"] == "register":
                self.counts["registrations"] += 1
                self.awaits_boot = False
            elif heard["event"] == "notify":
                self.counts["notifications"] += 1
        self.module.lines()
        if self.typed:
            if self.port.is_answered():
                self.typed = None
            elif time.monotonic() - self.typed[1] > PATIENCE:
                self.problems[f"no answer to {self.typed[0]}"] += 1
                self.typed = None
        if self.guest:
            if self.guest.is_answered():
                self.guest.socket.close()
                self.guest = None
            elif time.monotonic() - self.guest_since > PATIENCE:
                self.problems["no answer to a host that connected"] += 1
                self.guest.socket.close()
                self.guest = None

    def hear_answer(self, heard):
        asked, since = self.asked or ("?", time.monotonic())
        self.asked = None
        self.times.append(time.monotonic() - since)
        if len(self.times) > 100_000:
            self.times = self.times[::2]
        code = heard.get("code", "")
        if not code.startswith("2."):
            self.problems[f"{asked.split()[0]} {asked.split()[1]}: {code} {heard.get('error', '')}"] += 1

    # What came of it

    def report(self):
        result = {"seconds": round(self.seconds), **{kind.replace(" ", "_"): self.counts[kind] for kind in (
            "requests", "notifications", "AT lines", "hosts", "resets", "registrations")}}
        times = sorted(self.times) or [0]
        result["median_ms"] = round(statistics.median(times) * 1000, 2)
        result["slowest_ms"] = round(times[-1] * 1000, 1)
        result["failed"] = sum(self.problems.values())
        for words, count in self.problems.most_common(20):
            print(f"{count} times: {words}")
        fine = not self.problems
        for process in (self.server, self.module):
            tenth = max(1, len(process.samples) // 10)
            # The first tenth is for filling caches.
            early, late = process.samples[tenth:2 * tenth] or process.samples, process.samples[-tenth:]
            memory = [statistics.median(sample[0] for sample in part) for part in (early, late)]
            descriptors = [statistics.median(sample[1] for sample in part) for part in (early, late)]
            result[process.name] = {
                "kibibytes": [round(value) for value in memory], "descriptors": [round(value) for value in descriptors],
            }
            growth = [late / early - 1 for early, late in (memory, descriptors)]
            print(
                f"{process.name}: {memory[0] / 1024:.1f} MiB early, {memory[1] / 1024:.1f} MiB late ({growth[0]:+.1%});"
                f" {descriptors[0]:.0f} descriptors early, {descriptors[1]:.0f} late")
            fine = fine and max(growth) <= MOST_GROWTH
        result["flat"] = fine
        print(json.dumps(result))
        return not self.problems if "--only-failures" in sys.argv else fine


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    program = os.path.abspath(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3600
    folder = tempfile.mkdtemp(prefix="soak.")
    try:
        soak = Soak(program, seconds, folder)
        soak.run()
        return 0 if soak.report() else 1
    finally:
        for process in reversed(Process.started):
            process.end()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
