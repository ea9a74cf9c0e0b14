"""Turns the part of a Dockerfile on standard input into a shell script that does in a chroot what its steps do.

Knows RUN, and COPY of what an earlier stage made, which has to stand at the top of the chroot. What only describes the
image is left out; anything else is an error.
"""

import sys

steps = sys.stdin.read().replace("\\\n", " ").splitlines()
print("set -eu")
for step in steps:
    word, _, rest = step.strip().partition(" ")
    if word == "RUN":
        print(rest)
    elif word == "COPY":
        print(f"cp /xlwm2m.deb {rest.split()[-1]}")
    elif word and not word.startswith("#") and word not in ("FROM", "USER", "WORKDIR", "ENTRYPOINT", "CMD", "LABEL"):
        sys.exit(f"{word} is not known")
