"""Makes each system call of the program fail in turn, and judges what the program did. `scripts/faults` runs it."""
import argparse
import concurrent.futures
import errno
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/lib"))
import power
import reliability
from module_scenarios import Host, NewSession, Push, Session
from network_scenarios import Client, Fleet, SecureClient, Server
from object_scenarios import Check, Generate, Test
from outcome import Run
from scenario import contents

CALLS = re.findall(r"call\((\w+)\)", open(os.path.join(os.path.dirname(__file__), "faults.h"), encoding="utf-8").read())
CALLS = CALLS[CALLS.index("open"):]
STATE = 4096

SCENARIOS = [
    Generate(), Check(), Test(), Session(), NewSession(), Host(), Client(), SecureClient(), Server(), Push(), Fleet(),
]

# What can become of each call. A signal, half a transfer and a pause are no errors: the program does what it would have done.
FILE = ["EIO", "EACCES", "EMFILE"]
WRITING = ["EIO", "ENOSPC", "ENOSPC+", "short", "slow", "kill", "torn"]
SENDING = ["ENOBUFS", "EPERM", "ECONNREFUSED", "EHOSTUNREACH", "EAGAIN", "EINTR", "slow"]
RECEIVING = ["ECONNREFUSED", "ENOMEM", "EAGAIN", "EINTR", "slow"]
FAULTS = {
    "open": FILE + ["kill"], "openat": FILE + ["kill"], "read": ["EIO", "EINTR", "short"], "pread": ["EIO", "short"],
    "write": WRITING + ["EINTR"], "pwrite": WRITING, "fsync": ["EIO", "EIO+", "kill"], "fdatasync": ["EIO", "EIO+", "kill"],
    "rename": ["EACCES", "ENOSPC", "kill"], "unlink": ["EACCES", "EIO", "kill"], "mkdir": ["EACCES", "ENOSPC", "kill"],
    "ftruncate": ["EIO", "kill"], "mmap": ["ENOMEM", "ENOMEM+"], "mremap": ["ENOMEM"], "socket": ["EMFILE", "EACCES", "EMFILE+"],
    "bind": ["EADDRINUSE", "EACCES"], "connect": ["ENETUNREACH", "EINTR", "ENETUNREACH+"], "listen": ["EADDRINUSE"],
    "accept": ["EMFILE", "ECONNABORTED", "EINTR"], "send": SENDING, "sendto": SENDING, "sendmsg": SENDING,
    "sendmmsg": SENDING, "recv": RECEIVING, "recvfrom": RECEIVING, "recvmsg": RECEIVING, "recvmmsg": RECEIVING,
    "poll": ["EINTR", "ENOMEM"], "epoll_create": ["EMFILE"], "epoll_ctl": ["ENOMEM", "ENOSPC"],
    "epoll_wait": ["EINTR", "EIO"], "clock_gettime": ["EINVAL"], "getrandom": ["ENOSYS", "EINTR"], "stat": ["EACCES", "EIO"],
    "fchmod": ["EPERM"], "flock": ["EWOULDBLOCK", "ENOLCK", "EINTR"], "fcntl": ["EAGAIN", "EIO"],
    "opendir": ["EACCES", "EMFILE"], "readdir": ["EIO"], "memfd_create": ["EMFILE", "ENOSYS"], "pipe": ["EMFILE"],
    "pthread_create": ["EAGAIN"], "tcsetattr": ["EIO", "EINTR"], "realpath": ["EACCES", "ENOENT"],
}
HARMLESS = {"EINTR", "short", "slow"}


def environment(library, state, case=None):
    found = dict(os.environ, LD_PRELOAD=library, FAULTS_STATE=state)
    found.pop("FAULTS", None)
    if case:
        call, turn, what = case[:3]
        match = re.fullmatch(r"(E[A-Z]+)(\+?)", what)
        number = f"{getattr(errno, match[1])}{match[2]}" if match else what
        found["FAULTS"] = ":".join([call, str(turn), number, *case[3:]])
    return found


class Walk:
    def __init__(self, scenario, library, program, folder):
        self.scenario, self.library, self.program, self.folder = scenario, library, program, folder
        scenario.begin(program, os.path.join(folder, "shared"))
        self.reference, counts, self.written = self.go(None)
        self.counts = dict(zip(CALLS, counts))
        if self.reference.problem or self.reference.code != scenario.code:
            sys.exit(f"{scenario.name} fails without faults: {self.reference.problem}\n{self.reference}")

    def go(self, case):
        """One run, with a fault or without."""
        folder = tempfile.mkdtemp(dir=self.folder)
        try:
            state = os.path.join(folder, "state")
            with open(state, "wb") as file:
                file.write(bytes(STATE))
            home = os.path.join(folder, "home")
            os.mkdir(home)
            self.scenario.prepare(home)
            run = self.scenario.run(home, environment(self.library, state, case))
            run.home = home
            run.files = contents(home)
            with open(state, "rb") as file:
                bytes_ = file.read()
            run.isHit = struct.unpack_from("I", bytes_, 264)[0] != 0
            where = bytes_[268:].split(b"\0")[0].decode(errors="replace").split(" ", 1)
            run.descriptor, run.target = (int(where[0]), where[1]) if len(where) == 2 else (-1, "")
            run.target = run.target.replace(home, "~")
            run.problem = self.problem(run, case) if case else self.scenario.judge(run, None)
            return run, struct.unpack_from("64I", bytes_, 0), struct.unpack_from("Q", bytes_, 256)[0]
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def problem(self, run, case):
        """What is wrong with how the program took a fault; None if nothing is."""
        call, _, what = case[:3]
        ends = what in ("kill", "torn")
        if run.code is None:
            return f"it was still there after {self.scenario.patience} s"
        if not run.isHit:
            return self.scenario.judge(run, case) if run.code == self.reference.code else None
        if run.code < 0 and not (ends and run.code == -9):
            return f"it died of signal {-run.code}"
        if not ends:
            if run.code not in (0, 1, 2, 3):
                return f"it ended with {run.code}"
            # A datagram that is cut is another datagram.
            isHarmless = what in HARMLESS and not (what == "short" and call.startswith(("send", "recv")))
            if isHarmless and (run.code, self.scenario.plain(run)) != (self.scenario.code, self.scenario.plain(self.reference)):
                return "it did not do what it does without this"
            # A refused command of a session is told on standard output, among its answers.
            isTold = run.code in (1, self.scenario.tellsWith) and self.scenario.plain(run) != self.scenario.plain(self.reference)
            if run.code != self.scenario.code and not run.errors.strip() and not isTold:
                return f"it ended with {run.code} and said nothing"
        return self.scenario.judge(run, case)

    def cases(self):
        found = [(call, turn, what) for call, count in self.counts.items() for turn in range(1, count + 1)
                 for what in FAULTS.get(call, []) if call not in self.scenario.without]
        full = self.written
        step = max(1, full // 400)
        return found + [("disk", n, "full") for n in range(0, full, step)]


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--library", required=True, help="faults.so")
    reader.add_argument("--program", required=True, help="xlwm2m")
    reader.add_argument("--all", action="store_true", help="every call, in place of a sample")
    reader.add_argument("--sample", type=int, default=40, help="how many faults a scenario")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--scenario", action="append", help="only these")
    reader.add_argument("--case", help="CALL:N:WHAT or CALL:N:WHAT:END of one --scenario: run it, show it")
    reader.add_argument("--list", action="store_true", help="count the calls and faults, and end")
    reader.add_argument("--calls", help="only these, with commas between them")
    reader.add_argument("--messages", action="store_true", help="say what the program said")
    reader.add_argument("--jobs", type=int, default=2)
    reader.add_argument("--record", action="store_true", help="keep the figures in docs/reliability")
    reader.add_argument("--findings", type=int, default=0, help="how many faults of the program were found and mended")
    options = reader.parse_args()
    failures = 0
    for scenario in SCENARIOS + power.ALL:
        if options.scenario and scenario.name not in options.scenario:
            continue
        folder = tempfile.mkdtemp(prefix="faults-")
        os.mkdir(os.path.join(folder, "shared"))
        try:
            failures += walk(scenario, folder, options)
        finally:
            scenario.end()
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if failures else 0


def sample(cases, count, chance):
    """As many of each call and each fault of it, whether the call is made once or a thousand times."""
    kinds = {}
    for case in cases:
        kinds.setdefault((case[0], case[2]), []).append(case)
    for found in kinds.values():
        chance.shuffle(found)
    chosen = []
    while kinds and len(chosen) < count:
        names = list(kinds)
        chance.shuffle(names)
        for name in names:
            chosen.append(kinds[name].pop())
            if not kinds[name]:
                del kinds[name]
    return chosen[:count]


def walk(scenario, folder, options):
    if isinstance(scenario, power.Attempts):
        return attempts(scenario, folder, options)
    start = time.monotonic()
    walk = Walk(scenario, options.library, options.program, folder)
    if options.case:
        call, turn, *rest = options.case.split(":")
        run, _, _ = walk.go((call, int(turn), *rest))
        print(f"{run}\non: {run.descriptor} {run.target}\nproblem: {run.problem}")
        return 0 if run.problem is None else 1
    cases = walk.cases()
    if options.list:
        print(scenario.name, len(cases), {call: count for call, count in walk.counts.items() if count}, walk.written, "bytes")
        return 0
    if options.calls:
        cases = [case for case in cases if case[0] in options.calls.split(",")]
    if not options.all:
        cases = sample(cases, options.sample, random.Random(f"{options.seed} {scenario.name}"))
    cases = [*scenario.found, *cases]
    failed, went, hit, said = 0, 0, 0, {}
    with concurrent.futures.ThreadPoolExecutor(1 if scenario.isAlone else options.jobs) as pool:
        for case, (run, _, _) in zip(cases, pool.map(walk.go, cases)):
            name = ":".join(map(str, case))
            hit += run.isHit
            went += run.isHit and run.code == scenario.code
            if options.messages:
                words = re.sub(r"\d+", "N", run.errors.replace(run.home, "~").strip())[:300]
                said.setdefault((case[0], case[2].strip("+"), run.code, words), []).append(f"{name} {run.target}")
            if case in scenario.found and not run.isHit:
                run.problem = "there is no such call any more"
            if run.problem:
                failed += 1
                print(f"{scenario.name} {name} on {run.target or '-'}: {run.problem}")
                print("    " + str(run).replace("\n", "\n    ")[:1500], flush=True)
    for (call, what, code, words), where in sorted(said.items(), key=str):
        print(f"{call} {what} -> {code} ({len(where)}, as {where[0]})\n    " + words.replace("\n", "\n    "))
    end(scenario, options, len(cases), hit, went, failed, time.monotonic() - start)
    return failed


def attempts(scenario, folder, options):
    """Faults of the disk in place of faults of calls."""
    start = time.monotonic()
    scenario.begin(options.program, os.path.join(folder, "shared"), options.library)

    def attempt(case):
        home = tempfile.mkdtemp(dir=folder)
        try:
            return scenario.attempt(case, home)
        finally:
            shutil.rmtree(home, ignore_errors=True)

    cases = scenario.cases()
    if options.case:
        cases = [case for case in cases if case[1] == int(options.case.split(":")[1])]
    elif not options.all:
        cases = random.Random(f"{options.seed} {scenario.name}").sample(cases, min(options.sample, len(cases)))
    failed, told = 0, 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for case, run in zip(cases, pool.map(attempt, cases)):
            told += "cannot be used" in run.errors
            if run.problem:
                failed += 1
                print(f"{scenario.name} {case[0]}:{case[1]}:{case[2]} on {run.target}: {run.problem}")
                print("    " + str(run).replace("\n", "\n    ")[:1500], flush=True)
    end(scenario, options, len(cases), len(cases), len(cases) - told, failed, time.monotonic() - start)
    return failed


def end(scenario, options, faults, hit, went, failed, seconds):
    print(f"{scenario.name}: {faults} faults, {hit} met, {went} of them made up for, {failed} failed, {seconds:.0f} s",
          flush=True)
    if options.record:
        reliability.record(
            "faults", scenario.name, scenario.__doc__, faults, "faults", round(seconds, 1), options.findings + failed,
            figures={"met": hit, "went on": went})


if __name__ == "__main__":
    sys.exit(main())
