"""Runs the targets of xlwm2m-fuzz, keeps their inputs, and writes down what the runs tried. scripts/fuzz calls it.

Inputs stand in text files, one a line in Base64: Tests/Fuzzing/Seeds/TARGET.txt, and Tests/Fuzzing/Found/TARGET.txt where
what happened follows the input. Tests/Fuzzing/Words/TARGET.txt has words of the format, for the fuzzer to put in.
"""

import base64
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

import reliability

FOLDER = reliability.TOP / "Tests/Fuzzing"
MOST_SEEDS = 90_000  # bytes of a file of seeds
SECONDS_AN_INPUT = 10
MEGABYTES = 2048

# Swift's own report of a crash takes minutes with a program of this size, and the sanitizer's names of functions too.
# What the sanitizer notes at each allocation, and stacks that outlive their functions, cost more than the target does.
SANITIZER = {
    "symbolize": 0, "detect_leaks": 0, "quarantine_size_mb": 16, "malloc_context_size": 4, "max_malloc_fill_size": 0,
    "detect_stack_use_after_return": 0, "allocator_may_return_null": 1,
}
ENVIRONMENT = {
    **os.environ, "SWIFT_BACKTRACE": "enable=no",
    "ASAN_OPTIONS": ":".join(f"{name}={value}" for name, value in SANITIZER.items()),
}


def inputs(folder, target):
    path = FOLDER / folder / f"{target}.txt"
    lines = path.read_text().splitlines() if path.exists() else []
    return [base64.b64decode(line.split(" ")[0]) for line in lines if line and not line.startswith("#")]


def keep_seeds(target, contents):
    """Writes the seeds, the shortest first, as many as there is room for."""
    lines, size = [], 0
    for content in sorted(set(contents), key=lambda content: (len(content), content)):
        line = base64.b64encode(content).decode()
        if size + len(line) + 1 > MOST_SEEDS:
            break
        lines.append(line)
        size += len(line) + 1
    (FOLDER / "Seeds").mkdir(exist_ok=True)
    (FOLDER / "Seeds" / f"{target}.txt").write_text("".join(line + "\n" for line in lines))


def keep_found(target, content, words):
    """Adds an input that was found; whoever mends it says in its line what it was."""
    (FOLDER / "Found").mkdir(exist_ok=True)
    with open(FOLDER / "Found" / f"{target}.txt", "a") as file:
        file.write(f"{base64.b64encode(content).decode()} {words}\n")


def run(program, arguments, seconds, name=None):
    """What a run wrote; it ends after some seconds whatever it does.

    `name` is the program that it starts again by itself, for a merge.
    """
    with tempfile.TemporaryFile("w+", errors="replace") as file:
        process = subprocess.Popen(
            [name or program, *arguments], executable=program, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            env=ENVIRONMENT)
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            status = process.wait()
        file.seek(0)
        return status, file.read()


def reason(text):
    """Why a run ended, in words of the program or of the sanitizer."""
    for pattern in (r"Fatal error: (.*)", r"(ERROR: AddressSanitizer: \S+)", r"ERROR: libFuzzer: (.*)", r"SUMMARY: (.*)"):
        found = re.search(pattern, text)
        if found:
            return re.sub(r"[^ -~]", "?", found.group(1)[:300])
    return "it ended without a word"


def stack(program, text):
    """The places of a crash, by the symbolizer of the system."""
    offsets = re.findall(rf"#\d+ 0x[0-9a-f]+ +\({re.escape(str(program))}\+(0x[0-9a-f]+)\)", text)[:30]
    if not offsets:
        return ""
    command = ["llvm-symbolizer", "--functions", "--pretty-print", f"--obj={program}", *offsets]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL).stdout
        named = subprocess.run(
            ["swift", "demangle", "--simplified"], input=found, capture_output=True, text=True, timeout=60).stdout
        # Frames of the fuzzer itself say nothing.
        return "".join(f"  {line}\n" for line in named.splitlines() if line and "compiler-rt" not in line)
    except (OSError, subprocess.TimeoutExpired):
        return "\n".join(offsets) + "\n"


def again(program, target):
    failed = False
    for content in inputs("Found", target):
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            status, text = run(program, [target, file.name, f"-timeout={SECONDS_AN_INPUT}"], 60)
        print(f"{base64.b64encode(content).decode()[:60]}: {'ok' if status == 0 else reason(text)}")
        if status != 0:
            failed = True
            print(stack(program, text))
    return failed


def fuzz(program, target, summary, most_bytes, seconds):
    """Runs one target; whether it found something."""
    # In memory where there is such a place: a target may make files, and wait for the disk to have them.
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        corpus, artifacts, fewest = (pathlib.Path(folder, name) for name in ("corpus", "artifacts", "fewest"))
        for made in (corpus, artifacts, fewest):
            made.mkdir()
        for number, content in enumerate(inputs("Seeds", target) + inputs("Found", target)):
            (corpus / f"seed{number}").write_bytes(content)
        os.environ["TMPDIR"] = ENVIRONMENT["TMPDIR"] = folder
        words = FOLDER / "Words" / f"{target}.txt"
        start = time.monotonic()
        status, text = run(program, [
            target, *([f"-dict={words}"] if words.exists() else []), f"-max_total_time={seconds}", f"-max_len={most_bytes}", f"-timeout={SECONDS_AN_INPUT}",
            f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={artifacts}/", "-print_final_stats=1", str(corpus),
        ], seconds + 120)
        duration = time.monotonic() - start
        figures = re.findall(r"#(\d+)\s+\S+\s+cov: (\d+) ft: (\d+)", text)
        executed = re.search(r"stat::number_of_executed_units: (\d+)", text)
        tried = int(executed.group(1)) if executed else int(figures[-1][0]) if figures else 0
        found = sorted(artifacts.iterdir())
        for path in found:
            keep_found(target, path.read_bytes(), reason(text))
            print(f"{target}: {reason(text)}\n{stack(program, text)}input: Tests/Fuzzing/Found/{target}.txt", file=sys.stderr)
        if status != 0 and not found:
            print(f"{target}: ended with {status}: {text[-2000:]}", file=sys.stderr)
        inner = pathlib.Path(folder, "inner")
        inner.write_text(f'#!/bin/sh\nexec {shlex.quote(str(program))} {target} "$@"\n')
        inner.chmod(0o755)
        merge = [target, "-merge=1", f"-max_len={most_bytes}", str(fewest), str(corpus)]
        merged, _ = run(program, merge, 300, name=str(inner))
        kept = [path.read_bytes() for path in fewest.iterdir()]
        if merged == 0 and kept:
            keep_seeds(target, kept)
        edges, features = (int(figures[-1][1]), int(figures[-1][2])) if figures else (0, 0)
        reliability.record(
            "fuzzing", target, summary, tried, "executions", round(duration, 1), len(found),
            figures={"edges": edges, "features": features})
        print(f"{target}: {tried:,} executions in {duration:.0f} s, {edges:,} edges, {len(found)} found", flush=True)
        return bool(found) or status != 0


def main():
    program, arguments = sys.argv[1], sys.argv[2:]
    listed = subprocess.run([program, "--list"], capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout
    targets = {name: (summary, int(most)) for name, most, summary in (line.split("\t") for line in listed.splitlines())}
    if arguments[0] == "--list":
        width = max(map(len, targets))
        for name, (summary, _) in targets.items():
            print(f"{name:{width}}  {summary}")
        return 0
    names = list(targets) if arguments[0] == "--all" else [arguments[1] if arguments[0] == "--again" else arguments[0]]
    for name in names:
        if name not in targets:
            print(f"no target is called {name}; there are {', '.join(targets)}", file=sys.stderr)
            return 2
    if arguments[0] == "--again":
        return 1 if again(program, names[0]) else 0
    seconds = int(arguments[1]) if len(arguments) > 1 else 60
    failed = [name for name in names if fuzz(program, name, *targets[name], seconds)]
    reliability.PAGE.write_text(reliability.page())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
