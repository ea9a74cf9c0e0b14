"""A module with its flash: sessions at its prompt, a host at its line, an Object that is pushed."""
import json
import os
import re
import shutil
import time

from outcome import Live, call
from scenario import CHECKOUT, Scenario


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
