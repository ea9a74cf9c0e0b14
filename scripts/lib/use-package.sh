# shellcheck shell=sh
# Uses an installed xlwm2m as its user would, in a folder of its own. It needs nothing but a shell.
set -eu
work=$(mktemp -d)
cd "$work"
say() { echo "  $*"; }

say "$(xlwm2m --version)"
xlwm2m init sensor >init.txt
xlwm2m check sensor >check.txt
xlwm2m test sensor >test.txt
say "$(tail -n 1 test.txt)"
xlwm2m test "${XLWM2M_EXAMPLES:-/usr/share/doc/xlwm2m/examples}" >examples.txt
say "$(tail -n 1 examples.txt)"

# Registers with a server over DTLS on this machine: OpenSSL, SQLite and the sockets work.
: >server.txt
xlwm2m server --port 0 --psk-identity me --psk hex:000102 --exec 'wait 60; read /3/0/0' >server.txt 2>&1 &
server=$!
uri=''
tries=0
while [ -z "$uri" ] && [ "$tries" -lt 200 ]; do
    uri=$(sed -n 's/^! listening at //p' server.txt)
    tries=$((tries + 1))
    sleep 0.1
done
xlwm2m run --flash flash --server "$uri" --endpoint me --psk hex:000102 --exec 'wait registered; wait 2' >run.txt 2>&1 || true
wait "$server" || { cat server.txt run.txt; exit 1; }
say "$(grep Manufacturer server.txt)"
test -s flash/LWM2M/object.db

for shell in bash zsh fish; do xlwm2m completions "$shell" >"completion.$shell"; done
cd /
rm -rf "$work"
