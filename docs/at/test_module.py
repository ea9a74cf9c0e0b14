"""Host tests with pytest and pyserial against an emulated module.

XLWM2M names the program; without it xlwm2m is taken from the PATH.
"""

import os
import pathlib
import subprocess
import time

import pytest
import serial

XLWM2M = os.environ.get("XLWM2M", "xlwm2m")


@pytest.fixture
def module(tmp_path):
    """A module with an AT port of its own, which ends with the test."""
    link = tmp_path / "modem"
    process = subprocess.Popen(
        [XLWM2M, "run", "--speed", "20", "--at", f"pty={link}"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    while not link.exists():
        assert process.poll() is None, "the module did not start"
        time.sleep(0.01)
    with serial.Serial(str(link), 115200, timeout=5) as port:
        yield Modem(port)
    process.terminate()
    process.wait(10)


class Modem:
    """The host's side of the line."""

    def __init__(self, port):
        self.port = port
        self.wait_for_boot()

    def wait_for_boot(self):
        """A module that boots hears nothing."""
        patience, self.port.timeout = self.port.timeout, 0.3
        for _ in range(50):
            self.port.write(b"ATE0\r")
            if self.port.read_until(b"OK\r\n").endswith(b"OK\r\n"):
                break
        self.port.timeout = patience
        self.port.reset_input_buffer()

    def line(self):
        """The next line that is not empty; nothing within 5 s is an error."""
        while True:
            line = self.port.readline()
            assert line, "the module is silent"
            if line.strip():
                return line.strip().decode()

    def command(self, text, data=None):
        """The lines of an answer, the final result code last."""
        self.port.write(text.encode() + b"\r")
        if data is not None:
            self.port.read_until(b">")
            self.port.write(data)
        lines = []
        while not lines or not (lines[-1] == "OK" or "ERROR" in lines[-1]):
            lines.append(self.line())
        return lines

    def wait_for_client(self):
        """Right after its boot the module refuses the commands of its LwM2M client."""
        while self.command('AT+ULWM2MLIST="/3"')[-1] != "OK":
            time.sleep(0.1)


def test_lists_objects(module):
    module.wait_for_client()
    assert module.command('AT+ULWM2MLIST="/3"') == ['+ULWM2MLIST: "/3/0"', "OK"]


def test_uploads_an_object_and_hears_from_it(module):
    module.wait_for_client()
    source = pathlib.Path(os.environ["OBJECT"]).read_bytes()
    module.command('AT+ULWM2MREMOVE="/3300"')
    name = "object_generic_sensor.lua"
    assert module.command(f'AT+UDWNFILE="{name}",{len(source)},"XLWM2M"', source) == ["OK"]
    assert module.command(f'AT+ULWM2MADD="{name}"') == ["OK"]
    json = r"{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"Temperature\"}]}"
    assert module.command(f'AT+ULWM2MCREATE="{json}",123') == ["OK"]
    assert module.line() == "+ULWM2MNOTIFY: Application type changed in sensor 0"


def test_comes_back_after_a_reset(module):
    module.wait_for_client()
    assert module.command("AT+CFUN=16") == ["OK"]
    # The boot switches the echo on again, which ATE0 had switched off.
    module.port.timeout = 0.3
    answer = b""
    while not answer.endswith(b"OK\r\n"):
        module.port.write(b"AT\r")
        answer = module.port.read_until(b"OK\r\n")
    assert b"AT\r" in answer
    module.wait_for_boot()
    module.port.timeout = 5
    module.wait_for_client()
