"""What a person does on the page of `xlwm2m run --page`, in a real browser: `page_cases.py PROGRAM CASE`.

Ends with 0 and no output if all is as it should be, otherwise with a trace of what was not.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading

from webdriver import KEYS, Browser

CASES = {}
HOSTILE = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
ENTRIES = "return TimelineView.entries.map((entry) => TimelineView.kindText(entry) + ' ' + TimelineView.text(entry))"


def case(function):
    CASES[function.__name__] = function
    return function


class Module:
    """A running `xlwm2m run --page`; a context that ends it."""

    def __init__(self, *arguments, port=0):
        self.process = subprocess.Popen(
            [PROGRAM, "run", f"--page=127.0.0.1:{port}", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, cwd=FOLDER)
        while True:
            line = self.process.stdout.readline()
            assert line, "the program ended"
            found = re.search(r"http://\S+", line)
            if found:
                break
        self.url = found.group()
        self.lines = []
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


def opened(browser, module):
    browser.resize(1280, 900)
    browser.open(module.url)
    live(browser)


def live(browser):
    browser.wait("return document.getElementById('link').dataset.state === 'open'"
                 " && document.querySelectorAll('[role=treeitem]').length > 0")


def send(browser, line):
    browser.type("#line", line + KEYS["Enter"])


def has_entry(browser, text):
    browser.wait(f"return (() => {{ {ENTRIES} }})().some((line) => line.includes(arguments[0]))", text)


def open_instance(browser, path):
    browser.script("for (const path of ['/' + arguments[0].split('/')[1], arguments[0]]) ObjectsView.toggle(path, true)", path)
    browser.wait("return document.querySelector(`[data-path='${arguments[0]}'] .value`) !== null", path)


def value_is(browser, path, text):
    browser.wait("return document.querySelector(`[data-path='${arguments[0]}'] > .resource > .value`)?.innerText"
                 " === arguments[1]", path, text)


def no_errors(browser):
    errors = browser.errors()
    assert not errors, errors


@case
def shows_the_module_and_its_objects():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        browser.wait("return document.querySelector('h1').innerText === 'SARA-R510S-01B'")
        assert browser.text("#standing") == "profile 90 Global: the LwM2M client runs"
        objects = browser.script("return [...document.querySelectorAll('.tree > li > .node')].map((node) => node.innerText.split('\\n').slice(0, 2).join(' '))")
        assert "/3 Device" in [" ".join(text.split()[:2]) for text in objects], objects
        open_instance(browser, "/3/0")
        value_is(browser, "/3/0/0", "u-blox")
        browser.click("#tab-module")
        facts = browser.text("#view-module dl")
        for word in ["SARA-R510S-01B", "90 Global", "004999010640000", "999990000000001"]:
            assert word in facts, facts
        assert browser.script("return document.querySelectorAll('#pins .lamp').length") == 8
        browser.click("#tab-access")
        assert "/3/0" in browser.text("#view-access table")
        no_errors(browser)


@case
def carries_out_commands_and_marks_changes():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        send(browser, "create /3300 5750=Temperature 5701=Cel")
        has_entry(browser, "URC +ULWM2MNOTIFY: Application type changed in sensor 0")
        has_entry(browser, "changed /3300/0 created by")
        open_instance(browser, "/3300/0")
        send(browser, "write /3300/0/5700 21.5")
        value_is(browser, "/3300/0/5700", "21.5 Cel")
        browser.wait("return document.querySelector(`[data-path='/3300/0/5700'] > .resource.changed`) !== null")
        browser.click("[data-path='/3300/0/5750'] .write")
        browser.script("document.activeElement.value = ''")
        browser.type("[data-path='/3300/0/5750'] input", 'a "b" c' + KEYS["Enter"])
        value_is(browser, "/3300/0/5750", 'a "b" c')
        browser.click("[data-path='/3300/0/5605'] .exec")
        has_entry(browser, "print object_generic_sensor.lua:239: RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES")
        send(browser, "AT+CGMM")
        has_entry(browser, "AT > [page] AT+CGMM")
        has_entry(browser, "AT < [page] SARA-R510S")
        assert browser.text("#answer") == "SARA-R510S\nOK", browser.text("#answer")
        browser.click("[data-path='/3300/0'] .delete")
        browser.wait("return document.querySelector(`[data-path='/3300/0']`) === null")
        send(browser, "as 721")
        browser.wait("return document.getElementById('as').value === '721'")
        send(browser, "read /0")
        browser.wait("return document.getElementById('answer').innerText.startsWith('4.01')")
        assert browser.script("return document.getElementById('answer').classList.contains('failed')")
        send(browser, "nonsense")
        browser.wait("return document.getElementById('answer').innerText.includes(\"unknown command 'nonsense'\")")
        module.type("write /3/0/15 Europe/Vienna")
        has_entry(browser, "changed /3/0/15 written by")
        module.type("AT+CGSN")
        has_entry(browser, "AT > [prompt] AT+CGSN")
        send(browser, "reset")
        has_entry(browser, "reset reset")
        no_errors(browser)


@case
def shows_messages_decoded():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        send(browser, "update 721")
        has_entry(browser, "CoAP → CON POST /rd/")
        browser.script("TimelineView.select(TimelineView.entries.filter((entry) => entry.k === 'coap')[0])")
        details = browser.text(".details")
        for word in ["to server 721", "message id", "Uri-Path", "rd", "bytes", "0000  "]:
            assert word in details, details
        decoded = browser.script(
            "return [CoAP.summary(CoAP.decode(CoAP.bytes('RAEwOQm0cmQ='.slice(0, 8)))),"
            " JSON.stringify(CoAP.tlv(new Uint8Array([8, 0, 3, 193, 1, 7]), '/3')),"
            " CoAP.decode(new Uint8Array([0x40, 1, 0, 1, 0x5f])).error]")
        assert decoded[1] == '[["/3/0","instance",""],["/3/0/1","resource","7"]]', decoded
        assert decoded[2] == "an option ends after the message", decoded
        no_errors(browser)


@case
def keeps_markup_of_scripts_as_text():
    folder = tempfile.mkdtemp()
    name = HOSTILE.replace('"', '\\"')
    subprocess.run([PROGRAM, "generate", "-o", folder, "generator/definitions/3300.xml"], check=True, cwd=FOLDER,
                   stdout=subprocess.DEVNULL)
    path = os.path.join(folder, "object_generic_sensor.lua")
    with open(path) as file:
        text = file.read()
    text = text.replace("custom write: your code", "custom write: your code", 1)
    marker = "-- >>> custom write"
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if "custom write: your code" in line)
    lines.insert(at + 1, f'  print("{name}") lua_send_urc(string.len("{name}"), "{name}")')
    with open(path, "w") as file:
        file.write("\n".join(lines))
    with Module(folder) as module, Browser() as browser:
        opened(browser, module)
        send(browser, f"create /3300 5750='{HOSTILE.replace(chr(39), '`')}'")
        browser.wait("return TimelineView.entries.some((entry) => entry.k === 'print' && entry.text.includes('<img'))")
        has_entry(browser, "URC +ULWM2MNOTIFY: <img")
        open_instance(browser, "/3300/0")
        browser.wait("return document.querySelector(`[data-path='/3300/0/5750'] > .resource > .value`).innerText.includes('<script>')")
        browser.script("for (const entry of TimelineView.entries) TimelineView.select(entry)")
        assert browser.script("return document.querySelectorAll('img, main script').length") == 0
        assert browser.script("return document.title") != "broken"
        # No text can become markup, whoever tries.
        assert browser.script("try { document.body.innerHTML = '<b>'; return 'taken' } catch (error) { return error.name }") == "TypeError"


@case
def comes_back_by_itself():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        send(browser, "read /3/0/0")
        has_entry(browser, "command read /3/0/0")
        browser.cdp("Network.enable", {})
        offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        browser.cdp("Network.emulateNetworkConditions", offline)
        # A stream that goes on already is not touched by that: it is ended as a lost one ends.
        browser.script("Link.source.close(); Link.source.onerror()")
        browser.wait("return document.getElementById('link').innerText === 'connection lost'")
        module.type("read /3/0/1")
        module.type("write /3/0/15 Europe/Vienna")
        browser.cdp("Network.emulateNetworkConditions", {**offline, "offline": False})
        live(browser)
        # What happened meanwhile is there, and nothing twice.
        has_entry(browser, "changed /3/0/15 written by")
        numbers = browser.script("return TimelineView.entries.map((entry) => entry.n)")
        assert numbers == sorted(set(numbers)), numbers


@case
def two_pages_see_what_each_does():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        first = browser.window()
        second = browser.new_window()
        browser.switch(second)
        opened(browser, module)
        send(browser, "create /3300 5700=1")
        has_entry(browser, "command create /3300 5700=1")
        browser.switch(first)
        has_entry(browser, "command create /3300 5700=1")
        browser.wait("return document.querySelector(`[data-path='/3300']`).innerText.includes('1 instance')")


@case
def ten_pages_at_once():
    with Module("--all-objects") as module, Browser() as browser:
        # A browser has six connections to one place: the others are streams of other readers.
        address, path = module.url[7:].split("/", 1)
        streams = []
        for _ in range(10):
            connection = http.client.HTTPConnection(address, timeout=20)
            connection.request("GET", "/" + path + "events")
            streams.append(connection.getresponse())
        opened(browser, module)
        send(browser, "read /3/0/0")
        has_entry(browser, "command read /3/0/0")
        for stream in streams:
            line = ""
            while "read /3/0/0" not in line:
                line = stream.readline().decode()


@case
def thousands_of_entries_scroll():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        browser.script("TimelineView.add(Array.from({ length: 10000 }, (_, n) => ({ n: 100000 + n, t: n / 10, k: 'note', text: 'entry ' + n })))")
        browser.wait("return document.getElementById('count').innerText.startsWith('100')")
        assert browser.script("return document.querySelectorAll('.entry').length") < 200
        times = browser.script("""
            const rows = document.querySelector('.rows');
            const times = [];
            for (let step = 0; step < 60; step++) {
              rows.scrollTop = step * 4000;
              const start = performance.now();
              TimelineView.drawNow();
              times.push(performance.now() - start);
            }
            return times.sort((a, b) => a - b)""")
        # A picture has 16 ms.
        assert times[30] < 16, times
        browser.script("document.querySelector('.rows').scrollTop = 0")
        browser.wait("return !document.getElementById('follow').checked && document.querySelector('.entry')?.id === 'entry-0'")
        browser.type("#search", "entry 77")
        browser.wait("return document.getElementById('count').innerText.startsWith('111 of')")
        browser.script("document.querySelector('.rows').focus()")
        browser.type(".rows", KEYS["End"])
        browser.wait("return document.querySelector('.entry[aria-selected=true]')?.innerText.includes('entry 7799')")
        browser.type(".rows", KEYS["Up"])
        browser.wait("return document.querySelector('.details').innerText.includes('entry 7798')")
        no_errors(browser)


@case
def fits_every_width():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        open_instance(browser, "/3/0")
        send(browser, "read /3/0")
        for width, height, views in [(360, 740, 1), (1280, 900, 2), (1920, 1080, 3), (3840, 2160, 4)]:
            browser.resize(width, height)
            browser.wait("return innerWidth === arguments[0]", width)
            boxes = browser.wait("""
                const boxes = [...document.querySelectorAll('main .view')].map((view) => view.getBoundingClientRect()).filter((box) => box.width);
                return boxes.length >= arguments[0] && boxes.map((box) => [box.left, box.top, box.right, box.bottom])""", views)
            assert browser.script("return document.documentElement.scrollWidth") <= width, width
            for left, top, right, bottom in boxes:
                assert 0 <= left < right <= width and 0 <= top < bottom <= height, (width, boxes)
                assert right - left > 300 and bottom - top > 150, (width, boxes)
            for one in boxes:
                for other in boxes:
                    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                    assert one is other or apart, (width, boxes)
            field = browser.script("const box = document.getElementById('line').getBoundingClientRect(); return [box.left, box.right, box.bottom]")
            assert field[0] >= 0 and field[1] <= width and field[2] <= height, (width, field)


@case
def can_be_read_light_and_dark():
    """Texts differ from their ground as WCAG 2.1 §1.4.3 asks for."""
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        open_instance(browser, "/3/0")
        send(browser, "nonsense")
        browser.wait("return document.querySelectorAll('.entry').length > 0")
        for scheme in ["light", "dark"]:
            browser.scheme(scheme)
            low = browser.wait("""
                const light = (color) => {
                  const [r, g, b] = color.match(/[\\d.]+/g).map((part) => { const c = part / 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; });
                  return .2126 * r + .7152 * g + .0722 * b;
                };
                const ground = (element) => {
                  for (let at = element; at; at = at.parentElement) {
                    const color = getComputedStyle(at).backgroundColor;
                    if (!color.startsWith('rgba(0, 0, 0, 0')) return color;
                  }
                  return 'rgb(255, 255, 255)';
                };
                const low = [];
                for (const element of document.querySelectorAll('body *')) {
                  if (!element.offsetParent || ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
                  const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
                  const ratio = (a + .05) / (b + .05);
                  if (ratio < 4.5) low.push(`${element.className} ${element.innerText} ${ratio.toFixed(2)}`);
                }
                return [low]""")
            assert low == [[]], (scheme, low)


@case
def is_used_by_keys_alone():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        browser.type("body", "/")
        browser.wait("return document.activeElement.id === 'line'")
        browser.type("#line", "AT+CGMI" + KEYS["Enter"])
        has_entry(browser, "AT > [page] AT+CGMI")
        browser.type("#line", KEYS["Up"])
        assert browser.script("return document.getElementById('line').value") == "AT+CGMI"
        browser.script("document.querySelector('[role=treeitem]').focus()")
        item = "[role=treeitem][tabindex='0']"
        for key in ["Down", "Down", "Down", "Right"]:
            browser.type(item, KEYS[key])
        browser.wait("return document.activeElement.getAttribute('aria-expanded') === 'true'")
        browser.type(item, KEYS["Right"])
        browser.type(item, KEYS["Enter"])
        browser.wait("return document.activeElement.querySelector('.value') !== null")
        browser.type(item, KEYS["Left"])
        browser.wait("return document.activeElement.getAttribute('aria-expanded') === 'false'")
        assert browser.script("return [...document.querySelectorAll('button, input, select')].every((element) => element.innerText.trim() || element.labels?.length || element.title || element.getAttribute('aria-label'))")


if __name__ == "__main__":
    PROGRAM, FOLDER = sys.argv[1], os.getcwd()
    CASES[sys.argv[2]]()
