"""Runs the bridge's C harness under valgrind and the sanitizers of clang.

`bridge_harness.py valgrind|ubsan|asan [--record]`; exits with 1 at a finding.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import reliability

TOP = reliability.TOP
SCRIPTS = TOP / "Tests/BridgeHarness/scripts.lua"
WHAT = {
    "valgrind": "the bridge in C under valgrind's memcheck",
    "ubsan": "the bridge in C under the undefined-behaviour sanitizer",
    "asan": "the bridge in C under the address sanitizer, leaks included",
}
FLAGS = {
    "valgrind": ["-O1"],
    "ubsan": ["-O1", "-fsanitize=undefined", "-fno-sanitize-recover=undefined"],
    "asan": ["-O1", "-fsanitize=address", "-fuse-ld=lld"],
}


def main():
    kind = sys.argv[1]
    sources = sorted((TOP / "Sources/Lua/CLuaBridge").glob("*.c")) + [TOP / "Tests/BridgeHarness/harness.c"]
    lua = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "lua5.3"], capture_output=True, text=True, check=True).stdout.split()
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, "harness")
        subprocess.run(
            ["clang", "-gdwarf-4", "-fno-omit-frame-pointer", *FLAGS[kind],
             f"-I{TOP / 'Sources/Lua/CLuaBridge/include'}", *map(str, sources), *lua, "-lm", "-lpthread", "-o",
             str(program)], check=True)
        command = [str(program), str(SCRIPTS)]
        if kind == "valgrind":
            command = [
                "valgrind", "--quiet", "--error-exitcode=9", "--leak-check=full", "--errors-for-leak-kinds=definite",
                "--show-leak-kinds=definite", f"--suppressions={TOP / 'Tests/BridgeHarness/valgrind.supp'}",
            ] + command
        start = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=1800)
        seconds = time.monotonic() - start
    print(done.stderr, file=sys.stderr, end="")
    if done.returncode != 0:
        print(f"{WHAT[kind]}: ended with {done.returncode}", file=sys.stderr)
        return 1
    tried = int(done.stdout)
    if "--record" in sys.argv:
        reliability.record("sanitizers", f"bridge {kind}", WHAT[kind], tried, "scripts", round(seconds, 1))
        reliability.PAGE.write_text(reliability.page())
    print(f"{WHAT[kind]}: {tried} scripts in {seconds:.0f} s, no finding")
    return 0


if __name__ == "__main__":
    sys.exit(main())
