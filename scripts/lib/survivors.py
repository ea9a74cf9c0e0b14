"""Explains the survivors of scripts/mutation-scores: `survivors.py EXPLANATIONS < SURVIVORS` prints a table of Markdown.

A survivor is a line `path/object_x.lua:12: change`, an explanation `object_x`, the change and the reason, with tabs between
them. Exits with 1 and names what is missing where a survivor has no explanation or an explanation no survivor.
"""

import pathlib
import re
import sys


def explanations(path):
    """The reason by Object and change."""
    reasons = {}
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3 or not all(parts):
            sys.exit(f"{path}:{number}: write Object, change and reason with tabs between them")
        reasons[parts[0], parts[1]] = parts[2]
    return reasons


def cell(text):
    return text.replace("|", "\\|")


def main():
    path = sys.argv[1]
    reasons = explanations(path)
    used = set()
    problems = []
    rows = ["| line | change | why no test notices |", "| --- | --- | --- |"]
    for line in sys.stdin.read().splitlines():
        place, number, change = re.fullmatch(r"(.*?):(\d+): (.*)", line).groups()
        key = pathlib.Path(place).stem, change
        if key not in reasons:
            problems.append(f"{line}: write a test that notices it, or say in {path} why none can")
            continue
        used.add(key)
        rows.append(f"| `{place}:{number}` | `{cell(change)}` | {cell(reasons[key])} |")
    problems += [f"{path}: {name}: {change}: there is no such survivor" for name, change in reasons.keys() - used]
    if problems:
        sys.exit("\n".join(sorted(problems)))
    print("\n".join(rows))


main()
