"""Results of runs that try to break the program, one JSON object a line, and the page that is made of them.

`docs/reliability/SECTION.jsonl` has a line a run, oldest first. A line has
    name      what was tried, within its section
    what      the same in a sentence for people
    tried     how often, a whole number
    unit      of what: executions, calls, datagrams, tests
    seconds   how long it took
    findings  how many faults of the program it found; they are mended before the line goes in
    outcome   what else is to be said of it, or nothing
    figures   more columns, label and value
    date      of the day
The page shows the last line of each name, and how much was tried in all lines together.
"""

import argparse
import datetime
import json
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
RESULTS = TOP / "docs/reliability"
PAGE = TOP / "docs/reliability.md"

# Each section with its title, what makes its numbers again, and what it is about.
SECTIONS = {
    "fuzzing": (
        "Fuzzing", "scripts/fuzz --all",
        "Whatever takes bytes from outside is fed by libFuzzer, guided by coverage, under the address sanitizer. An input "
        "may be refused; it may not crash, hang, grow without bounds, or break what has to hold: what was read and is "
        "written again is the same. Inputs that were found are in `Tests/Fuzzing`, and the tests run them all."),
    "attacks": (
        "Attacks by scripts", "scripts/test", "Scripts that are made to do harm stay within the time and memory of a call."),
    "faults": (
        "Faults", "scripts/faults --all",
        "Each call of the system that the program makes, for itself or by SQLite, fails in turn: with an error, in part, "
        "late, or as the last one of a process that is killed; the disk is full at each place; power goes with what was not "
        "confirmed lost in any part. Afterwards the program had gone on, or had ended with words and the right exit code, "
        "and what was committed was there, or the damage was told and the old file kept. \"met\" is how many calls came "
        "about again, \"went on\" after how many the program did all that was asked of it."),
    "network": (
        "Network", "scripts/hostile-network", "Datagrams are lost, doubled, delayed, bent, forged, and sent by the flood."),
    "soak": ("Soak", "scripts/soak", "The whole module runs for long, under load, and is measured."),
    "sanitizers": (
        "Sanitizers", "scripts/check --all", "The tests run under the sanitizers of the compilers and under valgrind."),
}


def runs(section):
    path = RESULTS / f"{section}.jsonl"
    if not path.exists():
        return []
    lines = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            lines.append(json.loads(line))
        except ValueError as error:
            sys.exit(f"{path.relative_to(TOP)}:{number}: {error}")
    return lines


def record(section, name, what, tried, unit, seconds=None, findings=0, outcome="", figures=None):
    """Adds the result of a run."""
    line = {
        "name": name, "what": what, "tried": tried, "unit": unit, "seconds": seconds, "findings": findings,
        "outcome": outcome, "figures": figures or {}, "date": datetime.date.today().isoformat(),
    }
    RESULTS.mkdir(exist_ok=True)
    with open(RESULTS / f"{section}.jsonl", "a") as file:
        file.write(json.dumps(line) + "\n")


def number(value):
    if isinstance(value, float):
        return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def table(rows):
    text = ["| " + " | ".join(rows[0]) + " |", "| " + " | ".join("---" for _ in rows[0]) + " |"]
    return text + ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows[1:]]


def section_text(section):
    title, command, words = SECTIONS[section]
    lines = runs(section)
    if not lines:
        return []
    last = {line["name"]: line for line in lines}
    labels = list(dict.fromkeys(label for line in last.values() for label in line["figures"]))
    has_outcome = any(line["outcome"] for line in last.values())
    rows = [["", "what", "tried, in all runs", "last run", "s", "found"] + labels + (["outcome"] if has_outcome else [])]
    for name, line in sorted(last.items()):
        same = [other for other in lines if other["name"] == name]
        rows.append([
            f"`{name}`", line["what"], f"{number(sum(other['tried'] for other in same))} {line['unit']}",
            line["date"], "" if line["seconds"] is None else number(line["seconds"]),
            number(sum(other["findings"] for other in same)),
        ] + [number(line["figures"].get(label, "")) for label in labels] + ([line["outcome"]] if has_outcome else []))
    tried = {}
    for line in lines:
        tried[line["unit"]] = tried.get(line["unit"], 0) + line["tried"]
    total = ", ".join(f"{number(count)} {unit}" for unit, count in tried.items())
    return ["", f"## {title}", "", f"{words} Again: `{command}`.", "", f"In all: {total}.", ""] + table(rows)


def page():
    text = [
        "# What was tried", "",
        "What this program claims, that nothing is lost, nobody gets in, and nothing hangs, was tried like this. The page "
        "is written by", "`scripts/reliability` from the results of runs in [`docs/reliability`](reliability); \"found\" "
        "counts faults of the program that a run", "found, each mended since, with a test.",
    ]
    for section in SECTIONS:
        text += section_text(section)
    return "\n".join(text) + "\n"


def main():
    parser = argparse.ArgumentParser(prog="scripts/reliability")
    parser.add_argument("--check", action="store_true", help="only say whether the page is what the results say")
    commands = parser.add_subparsers(dest="command")
    adding = commands.add_parser("record", help="add the result of a run")
    adding.add_argument("--section", required=True, choices=SECTIONS)
    for name in ("name", "what", "unit"):
        adding.add_argument(f"--{name}", required=True)
    adding.add_argument("--tried", type=int, required=True)
    adding.add_argument("--seconds", type=float)
    adding.add_argument("--findings", type=int, default=0)
    adding.add_argument("--outcome", default="")
    adding.add_argument("--figure", action="append", default=[], metavar="LABEL=VALUE")
    given = parser.parse_args()
    if given.command == "record":
        figures = dict(figure.split("=", 1) for figure in given.figure)
        figures = {label: int(value) if value.isdigit() else value for label, value in figures.items()}
        record(given.section, given.name, given.what, given.tried, given.unit, given.seconds, given.findings,
               given.outcome, figures)
    if given.check:
        if PAGE.read_text() != page():
            sys.exit("docs/reliability.md is not what the results say: run scripts/reliability")
    else:
        PAGE.write_text(page())


if __name__ == "__main__":
    main()
