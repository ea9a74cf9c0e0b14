"""Adds results of scripts/soak and scripts/hostile-network, JSON lines on standard input, to docs/reliability.

usage: record_runs.py soak|network
"""

import json
import subprocess
import sys


def arguments(result):
    """What scripts/reliability is told of a result."""
    if "target" in result:
        early, late = result["kibibytes"]
        figures = {"answers": result["answers"], "MiB": f"{early / 1024:.1f} to {late / 1024:.1f}"}
        what = f"bent messages to the {'server' if result['target'] == 'server' else 'module'}"
        if "datagrams_of_others" in result:
            what += f", and {result['datagrams_of_others']:,} from others than its server, which get no answer"
        return f"hostile {result['target']}", what, result["datagrams"], "datagrams", result["findings"], figures
    if "days" in result:
        figures = {
            key: result[key] for key in ("requests", "notifications", "registrations", "resets")
        } | {"MiB": f"{result['kibibytes'] / 1024:.1f}", "growth": f"{result['growth']:+.1%}"}
        what = f"{result['trace_lines']:,} lines of trace, {'the same' if result['same'] else 'not the same'} in a second run"
        return "days", what, result["days"], "days", 0, figures
    early, late = result["run"]["kibibytes"]
    figures = {key: result[key] for key in ("requests", "notifications", "registrations", "resets", "hosts")}
    figures |= {"MiB": f"{late / 1024:.1f}", "growth": f"{late / early - 1:+.1%}"}
    return (
        "hour", f"50 requests a second and AT lines; the slowest answer took {result['slowest_ms']} ms",
        result["seconds"], "seconds", 0, figures)


def main():
    for line in sys.stdin:
        if not line.startswith("{"):
            continue
        result = json.loads(line)
        name, what, tried, unit, findings, figures = arguments(result)
        subprocess.run(
            ["scripts/reliability", "record", "--section", sys.argv[1], "--name", name, "--what", what, "--tried",
             str(tried), "--unit", unit, "--seconds", str(result["seconds"]), "--findings", str(findings),
             *(f"--figure={label}={value}" for label, value in figures.items())], check=True)


if __name__ == "__main__":
    main()
