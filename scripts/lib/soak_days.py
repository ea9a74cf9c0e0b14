"""Lets a module live for days of its own time, twice, and looks whether both lives are the same and whether it grows.

usage: soak_days.py PROGRAM [DAYS [SEED]]

PROGRAM is xlwm2m-soak: three servers that observe, read and write, a host that writes, a reset every two hours. Prints
the counts and the memory, the last line as JSON; exits with 1 if the two traces differ in a byte, or if memory grew by
more than 5 % after the first day.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time

MOST_GROWTH = 0.05


def live(program, days, seed):
    """The trace's hash and lines, and what is told of each day."""
    with tempfile.TemporaryDirectory(prefix="soak.") as folder, tempfile.TemporaryFile() as told:
        trace, lines = hashlib.sha256(), 0
        with subprocess.Popen(
                [program, str(days), str(seed), folder], stdout=subprocess.PIPE, stderr=told) as process:
            while data := process.stdout.read(1 << 16):
                trace.update(data)
                lines += data.count(b"\n")
        told.seek(0)
        words = told.read().decode(errors="replace")
        if process.returncode != 0:
            raise SystemExit(f"{program} ended with {process.returncode}: {words}")
        return trace.hexdigest(), lines, [json.loads(line) for line in words.splitlines() if line.startswith("{")]


def main():
    program = os.path.abspath(sys.argv[1])
    days = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    start = time.monotonic()
    first, lines, told = live(program, days, seed)
    seconds = time.monotonic() - start
    second = live(program, days, seed)[0]
    early, late = told[0]["kibibytes"], told[-1]["kibibytes"]
    result = {
        "days": days, "seed": seed, "seconds": round(seconds, 1), "trace_lines": lines, "same": first == second,
        "trace": first[:16], "growth": round(late / max(1, early) - 1, 4), **told[-1],
    }
    print(f"{early / 1024:.1f} MiB after the first day, {late / 1024:.1f} MiB after the last")
    if first != second:
        print(f"seed {seed} gave two traces: {first} and {second}")
    print(json.dumps(result))
    return 0 if first == second and result["growth"] <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
