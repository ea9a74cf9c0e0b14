#!/bin/sh
# What CI runs: do the Objects still fit their definitions, the check of the files, then the tests. XLWM2M names the
# program where it is not on the PATH, XLWM2M_SHARD the part of the tests that this machine runs, 1/3.
set -eu
cd "$(dirname "$0")"
rm -f report.xml
set -- *.xml
if [ -e "$1" ]; then "${XLWM2M:-xlwm2m}" generate --check -o . "$@"; fi
"${XLWM2M:-xlwm2m}" check .
"${XLWM2M:-xlwm2m}" test ${XLWM2M_SHARD:+--shard "$XLWM2M_SHARD"} --reporter plain \
  --reporter junit:report.xml .
