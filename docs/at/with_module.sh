#!/bin/sh
# Runs a program with the AT port of an emulated module: with_module.sh PROGRAM [ARGUMENT...]. The port's path comes last.
folder=$(mktemp -d)
"${XLWM2M:-xlwm2m}" run --speed 20 --at "pty=$folder/modem" </dev/null >"$folder/log" 2>&1 &
module=$!
trap 'kill "$module"; wait "$module"; rm -rf "$folder"' EXIT
while [ ! -e "$folder/modem" ]; do
    kill -0 "$module" || exit 3
    sleep 0.05
done
"$@" "$folder/modem"
