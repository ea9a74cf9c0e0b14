"""What the program does while its system calls fail, and what must be true afterwards whatever it met."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time

from outcome import Live, call

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def contents(folder):
    """The files below a folder, by path."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = file.read()
    return found


class Scenario:
    code = 0
    patience = 20
    tellsWith = 1  # the exit code of which standard output tells the reason
    isAlone = False  # whether runs of it disturb each other
    without = ()  # calls that are left out
    ends = ("kill", "torn")
    found = ()  # what once went wrong; always tried

    def begin(self, program, shared):
        self.program, self.shared = program, shared

    def end(self):
        pass

    def prepare(self, home):
        pass

    def run(self, home, environment):
        return call([self.program] + self.words(home), environment, self.input, CHECKOUT, self.patience)

    input = b""

    def plain(self, run):
        """The output without what differs from run to run."""
        return re.sub(r"-?\d+(\.\d+)? (ms|s)\b", "T", run.output.replace(run.home, "~"))

    def judge(self, run, case):
        return None


class Generate(Scenario):
    """A file that stands there, with an engineer's code, is generated anew."""
    name = "generate"
    # It wrote over the file as if there were none.
    found = [("stat", 1, "EACCES", "object_generic_sensor.lua"), ("stat", 1, "EIO", "object_generic_sensor.lua")]

    def begin(self, program, shared):
        super().begin(program, shared)
        self.old, self.new = {}, None
        call([program, "generate", "-o", shared, "generator/definitions/3300.xml"], home=CHECKOUT)
        path = os.path.join(shared, "object_generic_sensor.lua")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        # Code of an engineer, and the file of an older definition.
        self.text = re.sub(r"(custom write: your code[^\n]*\n)", r"\1  print('mine')\n", text, count=1)

    def prepare(self, home):
        with open(os.path.join(home, "object_generic_sensor.lua"), "w", encoding="utf-8") as file:
            file.write(self.text)

    def words(self, home):
        return ["generate", "-o", home, "--with-tests", "generator/definitions/3300.xml", "generator/definitions/4.xml"]

    def judge(self, run, case):
        if case is None:
            self.new = run.files
        whole = {"object_generic_sensor.lua": {self.text.encode(), self.new["object_generic_sensor.lua"]}}
        for name, bytes_ in run.files.items():
            if name in self.new:
                if bytes_ not in whole.get(name, {self.new[name]}):
                    return f"{name} is neither the old nor the new one"
            # A file that another run holds for abandoned is that run's to remove.
            elif not (case and (case[2] in self.ends or case[2] == "EWOULDBLOCK")):
                return f"{name} is left"
        if "object_generic_sensor.lua" not in run.files:
            return "the old file is gone"
        written = {name: bytes_ for name, bytes_ in run.files.items() if name in self.new}
        if run.code == 0 and written != self.new:
            return "it said that all is well, and did not write it all"
        return None


class Check(Scenario):
    """Objects and a definition are checked."""
    name = "check"
    # It left out the files that it had not heard of, and found nothing in the others.
    found = [("readdir", 3, "EIO", "objects/examples")]
    code = 1

    def begin(self, program, shared):
        super().begin(program, shared)
        call([program, "generate", "-o", shared, "generator/definitions/3300.xml"], home=CHECKOUT)
        with open(os.path.join(shared, "object_generic_sensor.lua"), encoding="utf-8") as file:
            self.text = re.sub(r"(custom write: your code[^\n]*\n)", r"\1  lua_send_urc(3, 'abc')\n", file.read(), count=1)

    def prepare(self, home):
        with open(os.path.join(home, "object_generic_sensor.lua"), "w", encoding="utf-8") as file:
            file.write(self.text)

    def words(self, home):
        return ["check", "--product", "SARA-R510S-00B", home, "objects/examples", "generator/definitions/3300.xml"]

    def judge(self, run, case):
        if case is None:
            self.reference = run
        isTold = run.errors.strip() or "the system has no memory" in run.output
        if run.code == self.code and not isTold and self.plain(run) != self.plain(self.reference):
            return "other findings, and not a word about it"
        return "it found nothing" if run.code == 0 else None


class Test(Scenario):
    """The tests of five Objects run."""
    name = "test"
    # It left the file out, and all was well.
    found = [("stat", 1, "EIO", "object_relay_test.lua")]
    tellsWith = 3  # the report names each file that was not loaded

    def words(self, home):
        return ["test", "objects/examples"]

    def judge(self, run, case):
        if case is None:
            self.reference = run
        if run.code == 0 and self.plain(run) != self.plain(self.reference):
            # A worker that was started again says so.
            return None if run.errors.strip() else "other tests, and not a word about it"
        return None


class Session(Scenario):
    """A module whose object.db was there before: each Write is saved at once."""
    name = "run"
    last = 6
    found = [
        # It took the database for missing, and put a new one in its place.
        ("stat", 4, "EIO", "LWM2M"), ("stat", 7, "EIO", "LWM2M"), ("stat", 5, "EACCES", "object.db"),
        # It took a disk that did not answer for damage, and began with a new database.
        ("pread", 4, "EIO", "object.db"), ("pread", 6, "EIO", "object.db"), ("pread", 7, "EIO", "object.db"),
        # It took the input for ended, and said that all was well.
        ("read", 1, "EIO", "(deleted)"),
    ]

    def begin(self, program, shared):
        super().begin(program, shared)
        self.flash = os.path.join(shared, "flash")
        call([program, "run", "--all-objects", "--flash", self.flash, "--exec",
              "create /3300; write /3300/0 5701=1 5750=1"], home=CHECKOUT)

    def prepare(self, home):
        shutil.copytree(self.flash, os.path.join(home, "flash"))

    def words(self, home):
        return ["run", "--all-objects", "--flash", os.path.join(home, "flash"), "--commit", "always"]

    input = "".join(f"write /3300/0 5701={n} 5750={n}\n" for n in range(2, last + 1)).encode()

    def answered(self, run):
        return run.output.count("2.04 Changed")

    first = 1  # what must be there at least, if all was well before

    def judge(self, run, case):
        again = call([self.program, "run", "--all-objects", "--flash", os.path.join(run.home, "flash"), "--json", "--exec",
                      "read /3300/0/5701; read /3300/0/5750"], home=CHECKOUT)
        kept = sorted(os.listdir(os.path.join(run.home, "flash/LWM2M"))) if again.code in (0, 1) else []
        if again.errors.strip():
            return f"the next start said: {again.errors.strip()[:300]}"
        # What a new database was to become is removed when the next one is made.
        kept = [name for name in kept if not name.startswith("object.db.new")]
        if kept != ["object.db"]:
            return f"the next start left {kept}"
        values = [json.loads(line).get("value") for line in again.output.splitlines() if line.startswith("{")]
        values = [value for value in values if value is not None]
        least = self.first + self.answered(run)
        if not values and least == 0:
            return None
        if len(values) != 2 or values[0] != values[1]:
            return f"half a Write is there: {values}"
        value = int(values[0])
        if run.code == 0 and value != self.last:
            return f"it said that all is well, and {value} is there in place of {self.last}"
        if value < least and not (run.code == 3 and run.errors.strip()):
            return f"{least} was answered, and {value} is there"
        if value > least + 1 + run.output.count("not saved"):
            return f"{least} was answered, and {value} is there"
        return None


class NewSession(Session):
    """A module on a new flash: each Write is saved at once."""
    name = "run-new"
    # The new database got its name before it was whole.
    found = [("pwrite", 2, "ENOSPC", "object.db.new"), ("pwrite", 8, "ENOSPC+", "object.db.new"),
             ("pread", 2, "EIO", "object.db.new-wal"), ("fdatasync", 3, "EIO", "object.db.new-wal")]
    first = 0

    def prepare(self, home):
        pass

    input = b"create /3300\n" + Session.input

    def judge(self, run, case):
        if not os.path.isdir(os.path.join(run.home, "flash/LWM2M")):
            return None if run.code in (3, -9) else "it kept nothing"
        answered = self.answered(run)
        if answered:
            return super().judge(run, case)
        again = call([self.program, "run", "--all-objects", "--flash", os.path.join(run.home, "flash"), "--exec", "ls"],
                     home=CHECKOUT)
        return f"the next start said: {again.errors.strip()[:300]}" if again.errors.strip() or again.code else None

    def answered(self, run):
        return max(0, super().answered(run) + (1 if "2.04 Changed" in run.output else 0))


class Host(Scenario):
    """A host at the AT line, with an upload."""
    name = "at"
    # It waited for input without end.
    found = [("epoll_ctl", 1, "ENOMEM", "(deleted)"), ("epoll_ctl", 2, "ENOSPC", "(deleted)")]
    text = b"-- an Object of nobody\n" * 20
    lines = [
        "AT+CMEE=2", "AT+ULWM2MCREATE=\"{\\\"bn\\\":\\\"/14/1\\\",\\\"e\\\":[{\\\"n\\\":\\\"0\\\",\\\"sv\\\":\\\"host\\\"}]}\",123",
        "AT+ULWM2MREAD=\"/14/1/0\"", f"AT+UDWNFILE=\"a.lua\",{len(text)}", "AT+ULSTFILE", "AT+URDFILE=\"a.lua\"",
        "AT+UDELFILE=\"a.lua\"", "AT+CFUN?",
    ]

    def prepare(self, home):
        os.mkdir(os.path.join(home, "flash"))

    @property
    def input(self):
        upload = next(line for line in self.lines if "UDWN" in line)
        return b"".join(line.encode() + b"\r" + (self.text if line == upload else b"") for line in self.lines)

    def words(self, home):
        return ["run", "--flash", os.path.join(home, "flash"), "--at", "stdio"]

    def judge(self, run, case):
        finals = len(re.findall(r"^(OK|ERROR|\+CME ERROR: .*)\r?$", run.output, re.M))
        if run.code == 0 and finals != len(self.lines) and not run.errors.strip() and run.descriptor not in (0, 1):
            return f"{finals} of {len(self.lines)} lines were answered"
        if not os.path.isdir(os.path.join(run.home, "flash/LWM2M")):
            return None
        again = call([self.program, "run", "--flash", os.path.join(run.home, "flash"), "--exec", "ls; files"], home=CHECKOUT)
        if again.errors.strip() or again.code != 0:
            return f"the next start said: {again.errors.strip()[:300]}"
        return None


class Client(Scenario):
    """A client that registers with a server, over UDP."""
    name = "client"
    patience = 30
    key = []

    def begin(self, program, shared):
        super().begin(program, shared)
        self.count, self.lock = 0, threading.Lock()
        self.server = Live([program, "server", "--port", "0"] + self.key)
        deadline = time.monotonic() + 10
        while not (found := re.search(r"coaps?://\S+", self.server.output)) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.uri = found[0]

    def end(self):
        if hasattr(self, "server"):
            self.server.stop()

    def words(self, home):
        with self.lock:
            self.count += 1
            name = f"e{self.count}"
        key = ["--psk-identity", "device1"] + self.key[:2] if self.key else []
        return ["run", "--server", self.uri, "--endpoint", name, "--speed", "20", "--exec",
                "wait registered 100; update; wait 1; deregister"] + key

    def plain(self, run):
        return str(run.code)  # messages have numbers of their own, and what is lost is sent again

    def judge(self, run, case):
        # What one lost datagram does is made good by the next.
        if case and not case[2].endswith("+") and case[0].startswith(("send", "recv")) and run.code != 0:
            return "one datagram was lost, and it did not register"
        if case and self.server.process.poll() is not None:
            return "the server is gone"
        return None


class SecureClient(Client):
    """A client that registers with a server, over DTLS."""
    name = "client-dtls"
    key = ["--psk", "hex:0123456789abcdef0123456789abcdef", "--psk-identity", "device1"]

    def words(self, home):
        return super().words(home)


class Server(Scenario):
    """A server that is asked to do something with a client."""
    name = "server"
    patience = 40

    def words(self, home):
        return ["server", "--port", "0", "--timeout", "15", "--exec",
                "wait register 15; read /3/0/0; observe /1/0/1; write /1/0/1 600; wait notify 15"]

    def run(self, home, environment):
        server = Live([self.program] + self.words(home), environment, home=CHECKOUT)
        deadline = time.monotonic() + 10
        while not (found := re.search(r"coap://\S+", server.output)) and time.monotonic() < deadline:
            if server.process.poll() is not None:
                return server.finish(0)
            time.sleep(0.005)
        if not found:
            return server.finish(0)
        client = Live([self.program, "run", "--all-objects", "--server", found[0], "--speed", "20"], home=CHECKOUT)
        run = server.finish(self.patience)
        client.stop()
        return run

    def plain(self, run):
        return str(run.code)

    def judge(self, run, case):
        if case and not case[2].endswith("+") and case[0].startswith(("send", "recv")) and run.code != 0:
            return "one datagram was lost, and a command failed"
        return None


class Push(Scenario):
    """An Object is pushed to a module at a pseudoterminal."""
    name = "push"
    patience = 40
    found = [("tcsetattr", 1, "EINTR")]

    def port(self, home):
        return ["--port", os.path.join(home, "modem"), "--speed", "50", "--baud", "460800"]

    def words(self, home):
        return ["module", "push", "objects/examples/object_relay.lua"] + self.port(home)

    def run(self, home, environment):
        module = Live([self.program, "run", "--product", "SARA-R422S-01B", "--flash", os.path.join(home, "flash"),
                       "--speed", "50", "--at", "pty=" + os.path.join(home, "modem")])
        deadline = time.monotonic() + 10
        while not os.path.lexists(os.path.join(home, "modem")) and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            state = {"XDG_STATE_HOME": os.path.join(home, "state")}
            run = call([self.program] + self.words(home), dict(environment, **state), home=CHECKOUT,
                       seconds=self.patience)
            # Whatever it came to, --recover makes the module whole.
            base = dict(os.environ, **state)
            run.recovery = call([self.program, "module", "push", "--recover"] + self.port(home), base, home=CHECKOUT,
                                seconds=60)
            run.there = call([self.program, "module", "cat", "object_relay.lua"] + self.port(home), base, home=CHECKOUT,
                             seconds=60)
        finally:
            module.stop()
        return run

    def judge(self, run, case):
        if run.recovery.code != 0:
            return f"--recover ended with {run.recovery.code}: {run.recovery.errors.strip()[:300]}"
        if run.code == 0 and run.there.code != 0:
            return "it said that all is well, and the file is not there"
        with open(os.path.join(CHECKOUT, "objects/examples/object_relay.lua"), encoding="utf-8") as file:
            if run.there.code == 0 and run.there.output != file.read():
                return "half a file is there"
        return None


class Fleet(Client):
    """A few modules in one process."""
    name = "fleet"
    # Their common heap was gone, and the process with it.
    found = [("mremap", 1, "ENOMEM"), ("mremap", 2, "ENOMEM"), ("mremap", 3, "ENOMEM"),
             ("mremap", 4, "ENOMEM")]

    def words(self, home):
        with self.lock:
            self.count += 1
            number = self.count
        return ["fleet", "--count", "3", "--server", self.uri, "--ramp", "all", "--duration", "2", "--drain", "2",
                "--first", str(number * 10), "--endpoint", "urn:imei:%015d"]

    def judge(self, run, case):
        return None


ALL = [Generate(), Check(), Test(), Session(), NewSession(), Host(), Client(), SecureClient(), Server(), Push(), Fleet()]
