"""A browser without a window, driven over WebDriver (https://www.w3.org/TR/webdriver2/) with the standard library alone."""

import base64
import http.client
import json
import shutil
import socket
import subprocess
import tempfile
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Up": "\ue013", "Down": "\ue015", "Left": "\ue012", "Right": "\ue014",
        "End": "\ue010", "Home": "\ue011", "PageUp": "\ue00e", "Tab": "\ue004"}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Browser:
    """One window of Chromium with its driver; a context that ends both."""

    def __init__(self, width=1280, height=900, dark=False):
        self.folder = tempfile.mkdtemp()
        self.port = free_port()
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                     "--disable-dev-shm-usage", "--disable-extensions", "--disable-component-update",
                     f"--user-data-dir={self.folder}", f"--window-size={width},{height}"]
        if dark:
            arguments.append("--force-dark-mode")
            arguments.append("--blink-settings=preferredColorScheme=0")
        try:
            self.wait_for_driver()
            options = {"binary": shutil.which("chromium"), "args": arguments}
            answer = self.send("POST", "/session", {"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
            self.session = f"/session/{answer['sessionId']}"
            self.command("POST", "/timeouts", {"script": 30000, "pageLoad": 30000})
        except Exception:
            self.end()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        try:
            self.command("DELETE", "")
        except Exception:
            pass
        # A program may be started with signals blocked: only this one always reaches it.
        self.driver.kill()
        self.driver.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait_for_driver(self):
        end = time.monotonic() + 30
        while True:
            try:
                if self.send("GET", "/status")["ready"]:
                    return
            except OSError:
                pass
            if time.monotonic() > end:
                raise AssertionError("chromedriver did not start")
            time.sleep(0.05)

    def send(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())["value"]
        connection.close()
        if isinstance(answer, dict) and "error" in answer:
            raise AssertionError(f"{answer['error']}: {answer['message']}")
        return answer

    def command(self, method, path, body=None):
        return self.send(method, self.session + path, {} if body is None and method == "POST" else body)

    # What tests say

    def open(self, url):
        self.command("POST", "/url", {"url": url})

    def script(self, text, *arguments):
        """Runs the body of a function in the page; what it returns, or what its promise becomes."""
        return self.command("POST", "/execute/sync", {"script": text, "args": list(arguments)})

    def wait(self, text, *arguments, seconds=20):
        """Waits until the body of a function is true, and returns what it gave."""
        end = time.monotonic() + seconds
        while True:
            value = self.script(text, *arguments)
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"never true: {text} {arguments}; errors: {self.errors()}")
            time.sleep(0.03)

    def find(self, selector):
        self.wait("return document.querySelector(arguments[0]) !== null", selector)
        return self.command("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.command("POST", f"/element/{self.find(selector)}/click")

    def type(self, selector, text):
        self.command("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def text(self, selector):
        return self.script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def resize(self, width, height):
        """Sets what the page has for itself, whatever the window needs."""
        self.cdp("Emulation.setDeviceMetricsOverride",
                 {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def scheme(self, name):
        self.cdp("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})

    def cdp(self, name, parameters):
        return self.command("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.command("GET", "/screenshot")))

    def new_window(self):
        return self.command("POST", "/window/new", {"type": "tab"})["handle"]

    def window(self):
        return self.command("GET", "/window")

    def switch(self, handle):
        self.command("POST", "/window", {"handle": handle})

    def errors(self):
        """What the browser complains of."""
        return [entry["message"] for entry in self.command("POST", "/se/log", {"type": "browser"})
                if entry["level"] == "SEVERE"]
