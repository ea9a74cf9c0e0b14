"""Holds the calls between the C files of CLuaBridge against the picture in vm.h: each file calls those below it alone."""
import re
import sys
from pathlib import Path

folder = Path("Sources/Lua/CLuaBridge")
sources = {path.stem: path.read_text() for path in folder.glob("*.c")}

# The picture: rows of file names, the highest first, each with what they are about behind several blanks.
rows = []
for line in (folder / "vm.h").read_text().split("#ifndef")[0].splitlines():
    found = re.match(r"//     (\S+(?:  ?\S+)*)", line)
    if found:
        rows.append([name for name in found[1].split() if name in sources])
row = {name: index for index, names in enumerate(rows) for name in names}

failures = [f"{name}.c is not in the picture of vm.h" for name in sorted(sources) if name not in row]
definition = re.compile(r"^(?!static\b|typedef\b)[a-z]\w*[\w *]*?\b(\w+)\([^;]*?\) \{", re.MULTILINE | re.DOTALL)
home = {function: name for name, text in sources.items() for function in definition.findall(text)}
for name, text in sorted(sources.items()):
    code = re.sub(r"//.*|\"(?:\\.|[^\"\\])*\"", "", text)
    for function in sorted(set(re.findall(r"\b\w+\b", code)) & home.keys()):
        other = home[function]
        if other != name and name in row and other in row and row[other] <= row[name]:
            failures.append(f"{name}.c calls {function} of {other}.c, which is not below it")

print("\n".join(failures) or f"{len(sources)} C files in {len(rows)} rows: each calls those below it alone")
sys.exit(1 if failures else 0)
