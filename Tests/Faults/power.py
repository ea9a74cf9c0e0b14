"""A disk whose power goes: what was not confirmed is lost in any part; and a database with a bit flipped, or cut off."""
import os
import random
import shutil

from module_scenarios import NewSession, Session
from outcome import Run, call
from scenario import CHECKOUT, contents

SECTOR = 512


class Step:
    """One call that changed the disk, from FAULTS_LOG of faults.c."""

    def __init__(self, line, data):
        kind, size, at, output, rest = line.split(" ", 4)
        self.kind, self.size, self.at, self.output, self.data = kind, int(size), int(at), int(output), data
        self.path, self.other = rest.split("\t")


def steps(log):
    found, place = [], 0
    while place < len(log):
        end = log.index(b"\n", place)
        line = log[place:end].decode()
        size = int(line.split()[1])
        found.append(Step(line, log[end + 1:end + 1 + size]))
        place = end + 1 + size
    return found


class Content:
    def __init__(self, bytes_=b""):
        self.bytes, self.pending = bytearray(bytes_), []

    def apply(self, change):
        kind, at, data = change
        if kind == "z":
            del self.bytes[at:]
            self.bytes.extend(bytes(at - len(self.bytes)))
            return
        if len(self.bytes) < at:
            self.bytes.extend(bytes(at - len(self.bytes)))
        self.bytes[at:at + len(data)] = data

    def confirm(self):
        for change in self.pending:
            self.apply(change)
        self.pending = []


class Disk:
    """Names and contents, each as it is certain to be, and what may still be lost."""

    def __init__(self, files):
        self.names = {path: Content(bytes_) for path, bytes_ in files.items()}
        self.live, self.changes = dict(self.names), []

    def take(self, step):
        kind = step.kind
        if kind in "ct" and step.path not in self.live:
            self.live[step.path] = Content()
            self.changes.append(("c", step.path, self.live[step.path]))
        content = self.live.get(step.path)
        if kind == "t" and content:
            content.pending.append(("z", 0, b""))
        elif kind == "w" and content:
            for start in range(0, len(step.data), SECTOR):
                content.pending.append(("w", step.at + start, step.data[start:start + SECTOR]))
        elif kind == "z" and content:
            content.pending.append(("z", step.at, b""))
        elif kind == "s" and content:
            content.confirm()
        elif kind == "s":
            for change in self.changes:
                self.rename(change)
            self.changes = []
        elif kind == "r" and content:
            self.live[step.other] = self.live.pop(step.path)
            self.changes.append(("r", step.path, step.other))
        elif kind == "u" and content:
            del self.live[step.path]
            self.changes.append(("u", step.path, None))

    def rename(self, change):
        kind, path, other = change
        if kind == "c":
            self.names[path] = other
        elif kind == "r" and path in self.names:
            self.names[other] = self.names.pop(path)
        elif kind == "u":
            self.names.pop(path, None)

    def crash(self, chance):
        """The files that are there when power returns."""
        # A journal of names keeps their order, and loses its end.
        for change in self.changes[:chance.randint(0, len(self.changes))]:
            self.rename(change)
        kept = chance.choice([0, 0.1, 0.5, 0.9, 1])
        for content in self.names.values():
            for kind, at, data in content.pending:
                if chance.random() < kept:
                    content.apply((kind, at, data))
                elif kind == "w" and chance.random() < 0.1:
                    # The sector is torn: its begin is new, its rest old.
                    content.apply((kind, at, data[:chance.randrange(len(data))]))
            content.pending = []
        return {path: bytes(content.bytes) for path, content in self.names.items()}


class Attempts:
    """A scenario whose faults are of the disk, not of a call."""
    size = 1000

    def cases(self):
        return [(self.name, n, self.name) for n in range(self.size)]


class Power(Attempts, Session):
    """Power goes at any step of a session, and returns."""
    name = "power"

    def begin(self, program, shared, library):
        super().begin(program, shared)
        self.home = os.path.join(shared, "home")
        os.mkdir(self.home)
        self.prepare(self.home)
        self.before = {os.path.join(self.home, path): bytes_ for path, bytes_ in contents(self.home).items()}
        log = os.path.join(shared, "log")
        given = dict(os.environ, LD_PRELOAD=library, FAULTS_LOG=log, FAULTS_LOG_ROOT=self.home)
        self.whole = call([program] + self.words(self.home), given, self.input, CHECKOUT, self.patience)
        with open(log, "rb") as file:
            self.steps = steps(file.read())

    def attempt(self, case, home):
        chance = random.Random(f"{self.name} {case[1]}")
        last = chance.randrange(len(self.steps))
        disk = Disk(self.before)
        for step in self.steps[:last + 1]:
            disk.take(step)
        # Who had an answer may count on it, even if it came only just before the next step.
        output = self.steps[last + 1].output if last + 1 < len(self.steps) else len(self.whole.output.encode())
        for path, bytes_ in disk.crash(chance).items():
            place = path.replace(self.home, home)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as file:
                file.write(bytes_)
        run = Run(-9, self.whole.output.encode()[:output].decode(errors="replace"), "")
        run.home, run.target, run.isHit = home, f"step {last} of {len(self.steps)}", True
        run.problem = self.judge(run, case)
        return run


class PowerOfNew(Power, NewSession):
    """Power goes at any step of a session on a new flash."""
    name = "power-new"


class Flips(Attempts, Session):
    """One bit of object.db is another one."""
    name = "flips"

    def begin(self, program, shared, library):
        super().begin(program, shared)
        with open(os.path.join(self.flash, "LWM2M/object.db"), "rb") as file:
            self.good = file.read()

    def damage(self, chance):
        bytes_ = bytearray(self.good)
        bytes_[chance.randrange(len(bytes_))] ^= 1 << chance.randrange(8)
        return bytes(bytes_)

    def attempt(self, case, home):
        self.prepare(home)
        path = os.path.join(home, "flash/LWM2M/object.db")
        damaged = self.damage(random.Random(f"{self.name} {case[1]}"))
        with open(path, "wb") as file:
            file.write(damaged)
        run = call([self.program] + self.words(home), None, self.input, CHECKOUT, self.patience)
        run.home, run.isHit, run.target = home, True, "object.db"
        run.problem = self.flaw(run, damaged)
        return run

    def flaw(self, run, damaged):
        if run.code not in (0, 1, 3):
            return f"it ended with {run.code}"
        folder = os.path.join(run.home, "flash/LWM2M")
        kept = [name for name in os.listdir(folder) if name.startswith("object.db.damaged-")]
        if "cannot be used and is now" in run.errors:
            if len(kept) != 1:
                return "the damage was told, and the old file is gone"
            with open(os.path.join(folder, kept[0]), "rb") as file:
                if file.read() != damaged:
                    return "the damage was told, and the old file is another one"
        elif kept:
            return "an old file was set aside without a word"
        elif run.code == 3 and not run.errors.strip():
            return "it ended and said nothing"
        again = call([self.program, "run", "--all-objects", "--flash", os.path.join(run.home, "flash"), "--exec", "ls"],
                     home=CHECKOUT)
        return f"the next start said: {again.errors.strip()[:300]}" if again.errors.strip() or again.code else None


class Cuts(Flips):
    """The end of object.db is missing."""
    name = "cuts"

    def damage(self, chance):
        return self.good[:chance.randrange(len(self.good))]


ALL = [Power(), PowerOfNew(), Flips(), Cuts()]
