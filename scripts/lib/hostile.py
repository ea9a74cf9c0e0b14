"""Sends hostile datagrams to a server and to a module of ours, and looks whether they answer where RFC 7252 asks for
silence, answer more than they were sent, grow, or stop.

usage: hostile.py PROGRAM [DATAGRAMS [SEED]]

Real messages are bent: cut, lengthened, with bytes changed, or noise altogether. After each 32 of them a ping (RFC 7252
§4.3) must be answered. Prints a line for each half, the last one as JSON; exits with 1 for a finding.
"""

import collections
import json
import os
import random
import select
import socket
import subprocess
import sys
import tempfile
import time

PATIENCE = 30
BATCH = 32
# What an answer to somebody unknown may have, as a multiple of the request (RFC 7252 §11.3).
MOST_AMPLIFICATION = 3
MOST_GROWTH = 0.05

CON, NON, ACK, RST = range(4)


def message(kind, code, number, token=b"", options=(), payload=b""):
    data = bytes([0x40 | kind << 4 | len(token), code]) + number.to_bytes(2, "big") + token
    last = 0
    for option, value in options:
        nibbles, extended = [], b""
        for size in (option - last, len(value)):
            if size < 13:
                nibbles.append(size)
            elif size < 269:
                nibbles.append(13)
                extended += bytes([size - 13])
            else:
                nibbles.append(14)
                extended += (size - 269).to_bytes(2, "big")
        data += bytes([nibbles[0] << 4 | nibbles[1]]) + extended + value
        last = option
    return data + (b"\xff" + payload if payload else b"")


def parse(data):
    """The options of a message and its payload; None for one that is malformed (RFC 7252 §3)."""
    if len(data) < 4 or data[0] >> 6 != 1 or data[0] & 15 > 8 or len(data) < 4 + (data[0] & 15):
        return None
    if data[1] == 0:
        return ([], b"") if len(data) == 4 and data[0] & 15 == 0 else None
    place, number, options = 4 + (data[0] & 15), 0, []
    while place < len(data):
        if data[place] == 0xFF:
            return (options, data[place + 1:]) if place + 1 < len(data) else None
        sizes = [data[place] >> 4, data[place] & 15]
        place += 1
        for which, size in enumerate(sizes):
            if size == 15:
                return None
            extra = max(0, size - 12)
            if place + extra > len(data):
                return None
            if extra:
                sizes[which] = int.from_bytes(data[place:place + extra], "big") + (13 if extra == 1 else 269)
            place += extra
        number += sizes[0]
        if place + sizes[1] > len(data) or number > 65535:
            return None
        options.append((number, data[place:place + sizes[1]]))
        place += sizes[1]
    return options, b""


def is_silence_due(data):
    """Whether neither an acknowledgement nor a Reset may follow."""
    if len(data) < 4 or data[0] >> 6 != 1:
        return True
    kind = data[0] >> 4 & 3
    if kind != NON:
        return kind != CON
    parsed = parse(data)
    # A notification that nobody asked for is refused all the same (RFC 7641 §3.6).
    return parsed is None or data[1] >> 5 != 2 and data[1] >> 5 not in (4, 5) or all(n != 6 for n, _ in parsed[0])


def path(*segments):
    return [(11, segment.encode()) for segment in segments]


def corpus_for_server():
    register = path("rd") + [(12, b"\x28")] + [(15, q) for q in (b"ep=hostile", b"lt=300", b"lwm2m=1.0", b"b=U")]
    links = b'</>;rt="oma.lwm2m";ct=11543,</1/0>,</3/0>,</3300/0>'
    return [
        message(CON, 2, 1, b"\1\2", register, links),
        message(CON, 2, 1, b"\1\2\3\4\5\6\7\x08", register + [(27, b"\x0e")], b"x" * 1024),
        message(CON, 2, 1, b"\1", path("rd", "1") + [(15, b"lt=60")]), message(CON, 4, 1, b"\1", path("rd", "1")),
        message(CON, 2, 1, b"\1", path("bs") + [(15, b"ep=hostile")]),
        *common(path("rd")),
    ]


def corpus_for_client():
    requests = [message(CON, 1, 1, b"\7", path(*where), b"") for where in (
        ("3", "0"), ("3", "0", "0"), ("1", "0", "1"), ("3300",), ("4", "0"), ("2",), ("0", "0"), ("5", "0", "3"))]
    requests += [
        message(CON, 1, 1, b"\7", [(6, b"")] + path("4", "0", "2")), message(CON, 1, 1, b"\7", path("3", "0") + [(17, b"\x28")]),
        message(CON, 3, 1, b"\7", path("3", "0", "15") + [(12, b"")], b"Europe/Vienna"),
        message(CON, 3, 1, b"\7", path("3300", "0") + [(12, b"\x2d\x16")], b"\xe3\x16\x44abc"),
        message(CON, 2, 1, b"\7", path("3300", "0", "5605")), message(CON, 2, 1, b"\7", path("3300"), b"\xe8\x16\x44\3abc"),
        message(CON, 4, 1, b"\7", path("3300", "9")), message(CON, 3, 1, b"\7", path("4", "0", "2") + [(15, b"pmin=1")]),
    ]
    return requests + common(path("3", "0", "9"))


def common(where):
    blocks = [message(CON, 3, 1, b"", where + [(27, bytes([n << 4 | (n < 2) << 3]))], b"\5" * 16) for n in range(3)]
    blocks += [message(CON, 1, 1, b"", where + [(23, bytes([n << 4]))]) for n in range(3)]
    return blocks + [
        message(NON, 2, 1, b"", where, b"0"), message(ACK, 0x45, 1, b"\7", [], b"abc"), message(RST, 0, 1),
        message(CON, 0x45, 1, b"\1\2\3\4\5\6\7\x08"), message(NON, 0x45, 1, b"\7", [(6, b"\5")], b"1"),
        message(CON, 0x84, 1, b"\7"), message(CON, 5, 1, b"\7", where), message(CON, 0, 1),
    ]


def bend(chance, corpus):
    data = bytearray(chance.choice(corpus))
    kind = chance.randrange(6)
    if kind == 0:
        data = bytearray(chance.randbytes(chance.randrange(40)))
    elif kind == 1:
        del data[chance.randrange(len(data) + 1):]
    elif kind == 2:
        data.insert(chance.randrange(len(data)), chance.randrange(256))
    elif kind == 3:
        del data[chance.randrange(len(data))]
    for _ in range(chance.randrange(4)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return data


class Target:
    """The program that is fed, and what it answers."""

    def __init__(self, name, program, arguments, folder):
        self.name = name
        self.output = open(os.path.join(folder, name + ".out"), "w+b")
        self.process = subprocess.Popen(
            [program, *arguments], stdin=subprocess.PIPE, stdout=self.output, stderr=self.output, cwd=folder)
        self.number = 0
        self.counts = collections.Counter()
        self.findings = []

    def wait_for(self, text):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.output.seek(0)
            if (found := self.output.read().find(text)) >= 0:
                self.output.seek(found + len(text))
                return self.output.readline()
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise SystemExit(f"{self.name} never says {text.decode()}")

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def find(self, words):
        if len(self.findings) < 20:
            print(f"{self.name}: {words}")
        self.findings.append(words)

    def feed(self, chance, corpus, sock, address, on_request=None, is_known=True):
        """Sends a batch and a ping, and judges what comes until the ping is answered. False where a Register of the
        batch was accepted."""
        sent = {}
        tokens = collections.Counter()
        for _ in range(BATCH):
            data = bend(chance, corpus)
            self.number = (self.number + 1) & 0xFFFF
            if len(data) >= 4:
                data[2:4] = self.number.to_bytes(2, "big")
                sent[self.number] = bytes(data)
                tokens[bytes(data[4:4 + (data[0] & 15)])] = max(
                    tokens[bytes(data[4:4 + (data[0] & 15)])], len(data))
            sock.sendto(data, address)
            self.counts["datagrams"] += 1
        self.number = (self.number + 1) & 0xFFFF
        ping = message(CON, 0, self.number)
        answers = collections.Counter()
        is_stranger = not is_known
        end, again = time.monotonic() + PATIENCE, 0
        while time.monotonic() < end:
            if time.monotonic() >= again:
                sock.sendto(ping, address)
                again = time.monotonic() + 2
            if not select.select([sock], [], [], 0.5)[0]:
                continue
            data, sender = sock.recvfrom(65536)
            if sender != address:
                if on_request:
                    address = on_request(data, sender) or address
                continue
            kind, number = data[0] >> 4 & 3, int.from_bytes(data[2:4], "big")
            # Created or Changed: who registered or updated a registration is nobody unknown any more.
            if data[1] in (0x41, 0x44):
                is_stranger = False
            if kind == RST and number == self.number:
                self.counts["answers"] += sum(answers.values())
                return is_stranger
            if kind in (ACK, RST):
                if number not in sent:
                    continue
                answers[number] += 1
                if is_silence_due(sent[number]):
                    self.find(f"{data.hex()} answers {sent[number].hex()}, to which silence is due")
                if answers[number] > 1:
                    self.find(f"{answers[number]} answers to {sent[number].hex()}")
                if is_stranger and len(data) > MOST_AMPLIFICATION * len(sent[number]):
                    self.find(f"{data.hex()} is too long for the request of a stranger, {sent[number].hex()}")
            elif on_request and data[1] >> 5 == 0:
                on_request(data, sender)
        self.find(f"no answer to a ping in {PATIENCE} s")
        raise SystemExit(1)

    def end(self):
        self.process.stdin.close()
        self.process.terminate()
        if self.process.wait(timeout=PATIENCE) < 0:
            self.find("it crashed")

    def result(self, seconds, early, late):
        growth = late / early - 1
        if growth > MOST_GROWTH and late - early > 2048:
            self.find(f"it grew from {early} to {late} KiB")
        return {
            "target": self.name, "datagrams": self.counts["datagrams"], "answers": self.counts["answers"],
            "seconds": round(seconds, 1), "kibibytes": [early, late], "findings": len(self.findings),
        }


def feed_server(program, count, chance, folder):
    target = Target("server", program, ["server", "--port", "0", "--no-config"], folder)
    target.process.stdin.write(b"sleep 86400\n")
    target.process.stdin.flush()
    port = int(target.wait_for(b"listening at coap://127.0.0.1:"))
    corpus, start, early, sock = corpus_for_server(), time.monotonic(), 0, None
    # Ports that are registered: the system may give them out again.
    known = set()
    while target.counts["datagrams"] < count:
        # Each address is somebody else.
        while sock is None or target.counts["datagrams"] % (64 * BATCH) == 0 or sock.getsockname()[1] in known:
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sock.bind(("127.0.0.1", 0))
            if sock.getsockname()[1] not in known:
                break
        if not target.feed(chance, corpus, sock, ("127.0.0.1", port), is_known=False):
            known.add(sock.getsockname()[1])
        if not early and target.counts["datagrams"] >= count / 3:
            early = target.resident()
    result = target.result(time.monotonic() - start, early, target.resident())
    client = subprocess.run(
        [program, "run", "--no-config", "--server", f"coap://127.0.0.1:{port}", "--exec", "wait registered 20"],
        capture_output=True, cwd=folder, timeout=60)
    if client.returncode != 0:
        target.find("it registers nobody afterwards")
    target.end()
    return {**result, "findings": len(target.findings)}


def feed_client(program, count, chance, folder):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    stranger.bind(("127.0.0.1", 0))
    target = Target("client", program, [
        "run", "--no-config", "--quiet", "--all-objects", "--lifetime", "86400", "--server",
        f"coap://127.0.0.1:{server.getsockname()[1]}"], folder)

    def answer(data, sender):
        """Plays a server that takes what it is told; the address of the client that registered."""
        code, token = data[1], data[4:4 + (data[0] & 15)]
        if data[0] >> 4 & 3 != CON or code >> 5 != 0:
            return None
        # A module without a network connection, or whose server disabled itself, is called back.
        if code == 4:
            target.process.stdin.write(b"register 123\n")
            target.process.stdin.flush()
        is_register = code == 2 and b"ep=" in data
        options = [(8, b"rd"), (8, b"x")] if is_register else []
        reply = {4: 0x42, 2: 0x41 if is_register else 0x44}.get(code, 0x44)
        server.sendto(message(ACK, reply, int.from_bytes(data[2:4], "big"), token, options), sender)
        target.counts["registrations"] += is_register
        return sender if is_register else None

    address = None
    while not address:
        if not select.select([server], [], [], PATIENCE)[0]:
            raise SystemExit("the client never registers")
        address = answer(*server.recvfrom(65536))

    def on_request(data, sender):
        nonlocal address
        address = answer(data, sender) or address
        return address

    corpus, start, early = corpus_for_client(), time.monotonic(), 0
    while target.counts["datagrams"] < count:
        # Whoever is not the server gets nothing, whatever it says.
        for _ in range(4):
            stranger.sendto(bend(chance, corpus), address)
            stranger.sendto(chance.choice(corpus), address)
            target.counts["datagrams of others"] += 2
        target.feed(chance, corpus, server, address, on_request)
        if select.select([stranger], [], [], 0)[0]:
            target.find(f"{stranger.recv(65536).hex()} to somebody who is not the server")
        if not early and target.counts["datagrams"] >= count / 3:
            early = target.resident()
    result = target.result(time.monotonic() - start, early, target.resident())
    target.end()
    return {
        **result, "findings": len(target.findings), "registrations": target.counts["registrations"],
        "datagrams_of_others": target.counts["datagrams of others"],
    }


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 500_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    found = 0
    for feed in (feed_server, feed_client):
        with tempfile.TemporaryDirectory(prefix="hostile.") as folder:
            result = feed(program, count, random.Random(seed), folder)
        print(json.dumps(result), flush=True)
        found += result["findings"]
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
