"""ModemManager as the host of an AT port, on a bus of its own, without udev and without devices of the machine.

usage: modem_manager.py PORT PLUGIN

ModemManager takes virtual modems from a socket alone: this script stands between the socket and the port. It lets
ModemManager find out what the modem is, enable it, search for networks, disable it and take its radio off, and
prints one line for what came out of each step.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tty


def bridge(listener, port):
    """Passes bytes on, both ways; ModemManager opens the socket anew now and then."""
    peer = None
    while True:
        ready, _, _ = select.select([listener, port] + ([peer] if peer else []), [], [])
        if listener in ready:
            peer, _ = listener.accept()
        elif peer in ready:
            data = peer.recv(4096)
            if data:
                os.write(port, data)
            else:
                peer = None
        else:
            data = os.read(port, 4096)
            if peer:
                peer.sendall(data)


def run(environment, *command):
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def wait(seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    return None


def use(environment, name, plugin):
    owner = ("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.ModemManager1")
    profile = ("/org/freedesktop/ModemManager1", "org.freedesktop.ModemManager1.Test.SetProfile")
    wait(20, lambda: run(environment, *owner, *profile, "string:port", f"string:{plugin}", f"array:string:{name}")[0])

    def modem(*options):
        return run(environment, "mmcli", "--test-session", "--modem=any", *options)

    def facts():
        lines = modem("--output-keyvalue")[1].splitlines()
        return dict((part.strip() for part in line.split(":", 1)) for line in lines if ":" in line)

    states = ("disabled", "enabling", "enabled", "registered")
    found = wait(30, lambda: (lambda all: all.get("modem.generic.state") in states and all)(facts())) or {}
    for key in ("manufacturer", "model", "revision", "equipment-identifier", "power-state"):
        print(key, found.get(f"modem.generic.{key}"), flush=True)
    print("enable", modem("--enable")[0], flush=True)
    found = wait(20, lambda: (lambda all: all.get("modem.generic.state") == "registered" and all)(facts())) or {}
    for key in ("generic.state", "3gpp.registration-state", "3gpp.operator-code", "3gpp.operator-name"):
        print(key, found.get(f"modem.{key}"), flush=True)
    print("scan", " ".join(modem("--3gpp-scan", "--timeout=30")[1].split()), flush=True)
    print("disable", modem("--disable")[0], flush=True)
    print("low", modem("--set-power-state-low")[0], flush=True)


def main():
    # A test may start this with signals blocked, which would be so for the programs below as well.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    tty.setraw(port)
    name = f"abstract:port{os.getpid()}"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("\0" + name)
    listener.listen()
    threading.Thread(target=bridge, args=(listener, port), daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:path={folder}/bus"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        environment = dict(os.environ, DBUS_SESSION_BUS_ADDRESS=bus.stdout.readline().strip(), LC_ALL="C")
        options = ("session", "enable", "no-udev", "no-suspend-resume")
        manager = subprocess.Popen(
            ["ModemManager", "--no-auto-scan"] + [f"--test-{option}" for option in options],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            use(environment, name, sys.argv[2])
        finally:
            for process in (manager, bus):
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


main()
