"""Holds Package.swift, the folders, README's features, and ARCHITECTURE.md against each other.

Reads the output of `swift package dump-package` on standard input; runs at the top of the checkout. Says each finding on
standard error and exits with 1 if there is one.
"""

import json
import pathlib
import re
import sys

FLOORS = ["System", "Lua", "Protocol", "Module", "generator", "Library", "Tools"]
IMPORT = re.compile(
    r"^[ ]*(?:@\w+ )*(?:(?:public|package|internal|private|fileprivate) )?import (?:(?:struct|class|enum|func) )?(\w+)",
    re.M)
MOST_LINES = {".swift": 400, ".c": 500, ".h": 500}

findings = []
package = json.load(sys.stdin)
targets = {target["name"]: target for target in package["targets"]}


def folder(target):
    return target.get("path") or ("Tests/" if target["type"] == "test" else "Sources/") + target["name"]


def floor(target):
    parts = folder(target).split("/")
    if parts[0] == "Sources":
        return parts[1]
    return "generator" if parts[0] == "generator" else None


def names(target):
    return [next(iter(dependency.values()))[0] for dependency in target["dependencies"]]


def files(target, *endings):
    return [path for path in pathlib.Path(folder(target)).rglob("*") if path.suffix in endings]


# A dependency that no file imports is stale. One on an executable only has it built; one on C is told by its headers.
for target in targets.values():
    imported = set()
    for path in files(target, ".swift"):
        imported.update(IMPORT.findall(path.read_text()))
    for name in names(target):
        other = targets[name]
        if other["type"] == "executable" or not files(target, ".swift"):
            continue
        if name not in imported:
            findings.append(f"Package.swift: {target['name']} depends on {name}, which none of its files imports")

# A folder of tests that no target names is never built.
named = {folder(target) for target in targets.values()}
for path in sorted(pathlib.Path("Tests").glob("*Tests")):
    if str(path) not in named:
        findings.append(f"Package.swift: {path} is the folder of no target")

# The picture: a module stands on the line of its floor; what it depends on stands to its right or on a lower floor.
picture = pathlib.Path("ARCHITECTURE.md").read_text().split("```")[1]
place, current = {}, None
for number, line in enumerate(picture.splitlines()):
    words = line.split()
    if not words:
        continue
    if words[0] in FLOORS and not line.startswith(" "):
        current = words[0]
    for word in re.finditer(r"[A-Za-z][A-Za-z0-9-]*", line):
        if word.group() in targets and word.group() not in place:
            place[word.group()] = (current, number, word.start())
for target in targets.values():
    if floor(target) is None:
        continue
    if floor(target) not in FLOORS:
        findings.append(f"Package.swift: {target['name']} stands on no floor: {folder(target)}")
        continue
    if target["type"] == "system" or target["name"].startswith("C") and target["name"][1].isupper() and not files(
            target, ".swift"):
        continue
    name = target["name"]
    if name not in place:
        findings.append(f"ARCHITECTURE.md: {name} is not in the picture")
        continue
    if place[name][0] != floor(target):
        findings.append(f"ARCHITECTURE.md: {name} stands on {place[name][0]}, its folder is {folder(target)}")
    for dependency in names(target):
        below = floor(targets[dependency])
        if below is None or below not in FLOORS:
            findings.append(f"Package.swift: {name} depends on {dependency}, which stands on no floor")
        elif FLOORS.index(below) > FLOORS.index(floor(target)):
            findings.append(f"Package.swift: {name} on {floor(target)} depends on {dependency}, a floor above it")
for name, (floor_name, _, _) in place.items():
    if floor(targets[name]) is None:
        findings.append(f"ARCHITECTURE.md: {name} is in the picture and on no floor")

# Each feature that README names has folders, and each folder is there.
readme = pathlib.Path("README.md").read_text().partition("## What there is")[2].partition("\n## ")[0]
homes = pathlib.Path("ARCHITECTURE.md").read_text().partition("## Where each feature lives")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| ([^|]+?) \| (.*) \|$", re.M)
rows = dict(ROW.findall(homes))
for feature, _ in ROW.findall(readme):
    if feature.strip("- ") and feature not in rows:
        findings.append(f"ARCHITECTURE.md: nothing says where README's feature {feature} lives")
for feature, text in rows.items():
    for home in re.findall(r"`([^`]+)`", text):
        if not pathlib.Path(home).is_dir() and not pathlib.Path("Sources", home).is_dir():
            findings.append(f"ARCHITECTURE.md: {feature} lives in {home}, which is no folder")

# What is public is the library's face, and nothing else.
for root in ("Sources", "generator"):
    for path in pathlib.Path(root).rglob("*.swift"):
        if "Sources/Library" not in str(path) and re.search(r"^\s*(?:@\w+ )*public ", path.read_text(), re.M):
            findings.append(f"{path}: says public, which only the library is")

for root in ("Sources", "generator", "Tests"):
    for path in pathlib.Path(root).rglob("*"):
        if path.suffix in MOST_LINES:
            lines = path.read_text().count("\n")
            if lines > MOST_LINES[path.suffix]:
                findings.append(f"{path}: {lines} lines, at most {MOST_LINES[path.suffix]}")

for finding in findings:
    print(finding, file=sys.stderr)
sys.exit(1 if findings else 0)
