#!/bin/sh
# What CI runs: the check of the files, then the tests. XLWM2M names the program where it is not on the PATH.
set -eu
cd "$(dirname "$0")"
"${XLWM2M:-xlwm2m}" check .
"${XLWM2M:-xlwm2m}" test --reporter plain --reporter junit:report.xml .
