"""Clients and servers on the network of this machine."""
import re
import threading
import time

from outcome import Live
from scenario import CHECKOUT, Scenario


class Client(Scenario):
    """A client that registers with a server, over UDP."""
    name = "client"
    patience = 30
    key = []

    def begin(self, program, shared):
        super().begin(program, shared)
        self.count, self.lock = 0, threading.Lock()
        self.server = Live([program, "server", "--port", "0"] + self.key)
        deadline = time.monotonic() + 10
        while not (found := re.search(r"coaps?://\S+", self.server.output)) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.uri = found[0]

    def end(self):
        if hasattr(self, "server"):
            self.server.stop()

    def words(self, home):
        with self.lock:
            self.count += 1
            name = f"e{self.count}"
        key = ["--psk-identity", "device1"] + self.key[:2] if self.key else []
        return ["run", "--server", self.uri, "--endpoint", name, "--speed", "20", "--exec",
                "wait registered 100; update; wait 1; deregister"] + key

    def plain(self, run):
        return str(run.code)  # messages have numbers of their own, and what is lost is sent again

    def judge(self, run, case):
        # What one lost datagram does is made good by the next.
        if case and not case[2].endswith("+") and case[0].startswith(("send", "recv")) and run.code != 0:
            return "one datagram was lost, and it did not register"
        if case and self.server.process.poll() is not None:
            return "the server is gone"
        return None


class SecureClient(Client):
    """A client that registers with a server, over DTLS."""
    name = "client-dtls"
    key = ["--psk", "hex:0123456789abcdef0123456789abcdef", "--psk-identity", "device1"]

    def words(self, home):
        return super().words(home)


class Server(Scenario):
    """A server that is asked to do something with a client."""
    name = "server"
    patience = 40

    def words(self, home):
        return ["server", "--port", "0", "--timeout", "15", "--exec",
                "wait register 15; read /3/0/0; observe /1/0/1; write /1/0/1 600; wait notify 15"]

    def run(self, home, environment):
        server = Live([self.program] + self.words(home), environment, home=CHECKOUT)
        deadline = time.monotonic() + 10
        while not (found := re.search(r"coap://\S+", server.output)) and time.monotonic() < deadline:
            if server.process.poll() is not None:
                return server.finish(0)
            time.sleep(0.005)
        if not found:
            return server.finish(0)
        client = Live([self.program, "run", "--all-objects", "--server", found[0], "--speed", "20"], home=CHECKOUT)
        run = server.finish(self.patience)
        client.stop()
        return run

    def plain(self, run):
        return str(run.code)

    def judge(self, run, case):
        if case and not case[2].endswith("+") and case[0].startswith(("send", "recv")) and run.code != 0:
            return "one datagram was lost, and a command failed"
        return None


class Fleet(Client):
    """A few modules in one process."""
    name = "fleet"
    # Their common heap was gone, and the process with it.
    found = [("mremap", 1, "ENOMEM"), ("mremap", 2, "ENOMEM"), ("mremap", 3, "ENOMEM"),
             ("mremap", 4, "ENOMEM")]

    def words(self, home):
        with self.lock:
            self.count += 1
            number = self.count
        return ["fleet", "--count", "3", "--server", self.uri, "--ramp", "all", "--duration", "2", "--drain", "2",
                "--first", str(number * 10), "--endpoint", "urn:imei:%015d"]

    def judge(self, run, case):
        return None
