"""A CoAP server over DTLS with a pre-shared key, made of Mbed TLS, for the tests: it takes a registration, and sends
requests back in the same association.

usage: mbedtls_server.py PORT IDENTITY KEY-HEX CIPHER

It prints one JSON object a line: {"port": N} first, then what happens. On standard input it takes requests as
aiocoap_server.py does. It ends with its input.
"""

import json
import queue
import socket
import sys
import threading

from aiocoap import Code, Message
from aiocoap.numbers.types import Type
from mbedtls import tls
from mbedtls.exceptions import TLSError


def say(**members):
    print(json.dumps(members), flush=True)


def read_input(requests):
    for line in sys.stdin:
        requests.put(json.loads(line))
    requests.put(None)


class Association:
    """One client: the way it came, and the numbers of our messages."""

    def __init__(self, secure):
        self.secure = secure
        self.number = 1000
        self.asked = {}

    def take(self, data):
        message = Message.decode(data)
        if message.code.is_request():
            self.serve(message)
        elif message.code.is_response():
            if message.mtype == Type.CON:
                self.send(Message(mtype=Type.ACK, mid=message.mid, code=Code.EMPTY))
            path = self.asked.get(bytes(message.token), "")
            kind = "notification" if message.mtype in (Type.CON, Type.NON) and path.startswith("o:") else "answer"
            content_format = message.opt.content_format
            say(
                event=kind,
                path=path.removeprefix("o:"),
                code=message.code.dotted,
                format=None if content_format is None else int(content_format),
                payload=message.payload.hex(),
                observe=message.opt.observe,
            )

    def serve(self, message):
        path = tuple(message.opt.uri_path)
        if message.code == Code.POST and path == ("rd",):
            say(event="register", query=list(message.opt.uri_query), payload=message.payload.decode())
            answer = Message(code=Code.CREATED)
            answer.opt.location_path = ("rd", "7")
        elif message.code == Code.POST and path == ("rd", "7"):
            say(event="update", query=list(message.opt.uri_query), payload=message.payload.decode())
            answer = Message(code=Code.CHANGED)
        elif message.code == Code.DELETE and path == ("rd", "7"):
            say(event="deregister")
            answer = Message(code=Code.DELETED)
        else:
            answer = Message(code=Code.NOT_FOUND)
        answer.mtype, answer.mid, answer.token = Type.ACK, message.mid, message.token
        self.send(answer)

    def ask(self, request):
        self.number += 1
        message = Message(
            code=Code[request.get("method", "GET")],
            payload=bytes.fromhex(request.get("payload", "")),
            mtype=Type.CON,
            mid=self.number,
            token=self.number.to_bytes(2, "big"),
        )
        message.opt.uri_path = tuple(request["path"].split("/"))
        message.opt.uri_query = tuple(request.get("query", []))
        if request.get("accept") is not None:
            message.opt.accept = request["accept"]
        if request.get("format") is not None:
            message.opt.content_format = request["format"]
        if request.get("observe") is not None:
            message.opt.observe = request["observe"]
        observed = "o:" if request.get("observe") == 0 else ""
        self.asked[bytes(message.token)] = observed + request["path"]
        self.send(message)

    def send(self, message):
        self.secure.send(message.encode())


def shake_hands(server):
    """The secure side of the next client; its first datagram only earns it a cookie."""
    secure, peer = server.accept()
    secure.setcookieparam(peer[0].encode())
    try:
        secure.do_handshake()
    except tls.HelloVerifyRequest:
        secure, peer = secure.accept()
        secure.setcookieparam(peer[0].encode())
        secure.do_handshake()
    return secure


def main():
    port, identity, key, cipher = int(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3]), sys.argv[4]
    configuration = tls.DTLSConfiguration(
        validate_certificates=False, ciphers=(cipher,), pre_shared_key_store={identity: key}
    )
    requests = queue.Queue()
    threading.Thread(target=read_input, args=(requests,), daemon=True).start()
    plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server = tls.ServerContext(configuration).wrap_socket(plain)
    server.bind(("127.0.0.1", port))
    say(port=port)
    while True:
        try:
            secure = shake_hands(server)
        except TLSError as failure:
            say(event="refused", text=str(failure))
            continue
        if not serve(secure, requests):
            return


def serve(secure, requests):
    """Serves one association until its client closes it; False where the input ended."""
    say(event="handshake", cipher=secure.cipher())
    secure.settimeout(0.02)
    association = Association(secure)
    while True:
        try:
            association.take(secure.recv(4096))
        except (TimeoutError, tls.WantReadError):
            pass
        except TLSError:
            say(event="closed")
            return True
        try:
            request = requests.get_nowait()
        except queue.Empty:
            continue
        if request is None:
            return False
        association.ask(request)


main()
