"""A CoAP server over UDP, made of aiocoap, for the tests: it takes registrations, and sends requests back.

It prints one JSON object a line: {"port": N} first, then what happens. On standard input it takes requests, one JSON
object a line: {"method": "GET", "path": "3/0/0", "query": ["pmin=1"], "accept": 11542, "format": 0, "observe": 0,
"payload": "hex"}. With "block": [2, 64] it asks for the third block of 64 bytes alone, and puts none together.
{"forget": "PATH"} has it know nothing of an observation any more. It ends with its input.
"""

import asyncio
import json
import sys

import aiocoap
from aiocoap import resource


def say(**members):
    print(json.dumps(members), flush=True)


class Directory(resource.Resource):
    """/rd: Register."""

    def __init__(self, peers, site):
        super().__init__()
        self.peers = peers
        self.site = site
        self.count = 0

    async def render_post(self, request):
        self.count += 1
        self.peers["remote"] = request.remote
        self.site.add_resource(["rd", str(self.count)], Entry(self.peers, self.count))
        say(event="register", query=list(request.opt.uri_query), payload=request.payload.decode(), id=self.count)
        return aiocoap.Message(code=aiocoap.CREATED, location_path=("rd", str(self.count)))


class Bootstrap(resource.Resource):
    """/bs: Bootstrap-Request. What follows comes from the test."""

    def __init__(self, peers):
        super().__init__()
        self.peers = peers

    async def render_post(self, request):
        self.peers["remote"] = request.remote
        say(event="bootstrap", query=list(request.opt.uri_query))
        return aiocoap.Message(code=aiocoap.CHANGED)


class Entry(resource.Resource):
    """/rd/N: Update and De-register."""

    def __init__(self, peers, number):
        super().__init__()
        self.peers = peers
        self.number = number

    async def render_post(self, request):
        self.peers["remote"] = request.remote
        say(event="update", query=list(request.opt.uri_query), payload=request.payload.decode(), id=self.number)
        return aiocoap.Message(code=aiocoap.CHANGED)

    async def render_delete(self, request):
        say(event="deregister", id=self.number)
        return aiocoap.Message(code=aiocoap.DELETED)


def answer(event, request, response):
    say(
        event=event,
        path=request["path"],
        code=response.code.dotted,
        format=None if response.opt.content_format is None else int(response.opt.content_format),
        payload=response.payload.hex(),
        location="/".join(response.opt.location_path),
        observe=response.opt.observe,
        block=None if response.opt.block2 is None else [int(part) for part in response.opt.block2],
    )


def message(request, remote):
    made = aiocoap.Message(
        code=getattr(aiocoap, request.get("method", "GET")),
        payload=bytes.fromhex(request.get("payload", "")),
    )
    made.remote = remote
    made.opt.uri_path = tuple(request["path"].split("/")) if request["path"] else ()
    made.opt.uri_query = tuple(request.get("query", []))
    if request.get("accept") is not None:
        made.opt.accept = request["accept"]
    if request.get("format") is not None:
        made.opt.content_format = request["format"]
    if request.get("observe") is not None:
        made.opt.observe = request["observe"]
    if request.get("block") is not None:
        number, size = request["block"]
        made.opt.block2 = (number, False, size.bit_length() - 5)
    return made


async def ask(context, request, peers):
    whole = request.get("block") is None
    sent = context.request(message(request, peers["remote"]), handle_blockwise=whole)
    try:
        answer("answer", request, await sent.response)
        if request.get("observe") == 0:
            peers.setdefault("observations", {})[request["path"]] = sent
            async for notification in sent.observation:
                answer("notification", request, notification)
            say(event="ended", path=request["path"])
    except Exception as failure:  # the test reads it
        say(event="failure", path=request["path"], text=repr(failure))


async def main():
    peers = {}
    site = resource.Site()
    site.add_resource(["rd"], Directory(peers, site))
    site.add_resource(["bs"], Bootstrap(peers))
    port = int(sys.argv[1])
    context = await aiocoap.Context.create_server_context(site, bind=("127.0.0.1", port))
    say(port=port)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    tasks = set()
    while line := await reader.readline():
        request = json.loads(line)
        if "forget" in request:
            observation = peers.get("observations", {}).pop(request["forget"], None)
            if observation is not None:
                observation.observation.cancel()
            continue
        task = asyncio.create_task(ask(context, request, peers))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await context.shutdown()


asyncio.run(main())
