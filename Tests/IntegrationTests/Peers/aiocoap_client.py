"""A client of LwM2M over UDP, made of aiocoap, for the tests of our server: it registers, and answers.

usage: aiocoap_client.py PORT [BOOTSTRAP]

It has /3/0 (0 is the manufacturer, 9 the battery, 4 reboots) and /3300. On standard input it takes `battery N`,
`update QUERY`, `deregister` and, with BOOTSTRAP, asks for that first. It prints one line for each request that it gets.
"""

import asyncio
import sys

import aiocoap
from aiocoap import resource

TLV = 11542


def tlv(kind, number, value):
    assert len(value) < 256
    wide = number > 255
    head = kind << 6 | (0x20 if wide else 0) | (8 if len(value) > 7 else len(value))
    name = number.to_bytes(2 if wide else 1, "big")
    return bytes([head]) + name + (bytes([len(value)]) if len(value) > 7 else b"") + value


def say(*words):
    print(*words, flush=True)


class Everything(resource.ObservableResource):
    """All paths of the client, in one place."""

    battery = 50
    instances = {0: {5700: b"21.5"}}

    async def render(self, request):
        path = "/" + "/".join(request.opt.uri_path)
        query = "&".join(request.opt.uri_query)
        say(request.code, path, query, request.opt.content_format, request.payload.hex())
        return getattr(self, f"on_{str(request.code).lower()}")(path, query, request)

    def on_get(self, path, query, request):
        if request.opt.accept == 40:
            return self.content(b"</3/0>;pmin=5,</3/0/0>,</3/0/9>", 40)
        if path == "/3/0/0":
            return self.content(b"Acme", 0)
        if path == "/3/0/9":
            return self.content(str(self.battery).encode(), 0)
        if path == "/3/0":
            return self.content(tlv(3, 0, b"Acme") + tlv(3, 9, bytes([self.battery])) + tlv(2, 11, tlv(1, 0, b"\0")), TLV)
        if path == "/3":
            return self.content(tlv(0, 0, tlv(3, 0, b"Acme") + tlv(3, 9, bytes([self.battery]))), TLV)
        return aiocoap.Message(code=aiocoap.NOT_FOUND)

    def on_put(self, path, query, request):
        if path.startswith("/3/0"):
            return aiocoap.Message(code=aiocoap.METHOD_NOT_ALLOWED if not query else aiocoap.CHANGED)
        return aiocoap.Message(code=aiocoap.CHANGED)

    def on_post(self, path, query, request):
        if path == "/3300":
            number = max(self.instances, default=-1) + 1
            self.instances[number] = {}
            return aiocoap.Message(code=aiocoap.CREATED, location_path=("3300", str(number)))
        return aiocoap.Message(code=aiocoap.CHANGED)

    def on_delete(self, path, query, request):
        return aiocoap.Message(code=aiocoap.DELETED)

    @staticmethod
    def content(payload, number):
        return aiocoap.Message(code=aiocoap.CONTENT, payload=payload, content_format=number)


async def ask(context, port, code, path, query=(), payload=b""):
    message = aiocoap.Message(code=code, uri=f"coap://127.0.0.1:{port}/{path}", payload=payload)
    message.opt.uri_query = tuple(query)
    if payload:
        message.opt.content_format = 40
    response = await context.request(message).response
    say("answer", response.code.dotted, "/".join(response.opt.location_path))
    return response


async def main():
    port = int(sys.argv[1])
    everything = Everything()
    context = await aiocoap.Context.create_server_context(everything, bind=("127.0.0.1", 0))
    if len(sys.argv) > 2:
        await ask(context, port, aiocoap.POST, "bs", ["ep=aio"])
    else:
        made = await ask(
            context, port, aiocoap.POST, "rd", ["ep=aio", "lt=300", "lwm2m=1.0"], b"</1/0>,</3/0>,</3300/0>"
        )
        location = "/".join(made.opt.location_path)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().split():
        if line[0] == "battery":
            everything.battery = int(line[1])
            everything.updated_state()
        elif line[0] == "update":
            await ask(context, port, aiocoap.POST, location, line[1:])
        elif line[0] == "deregister":
            await ask(context, port, aiocoap.DELETE, location)
    await context.shutdown()


asyncio.run(main())
