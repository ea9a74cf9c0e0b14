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
        self.end()

    def end(self):
        """Ends the program as a person does, or else as the system does."""
        try:
            self.type("quit")
            self.process.wait(20)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
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


def is_registered(browser):
    browser.wait("PanelsView.load(); return PanelsView.module?.servers.some((server) => server.id === 123 && server.state === 'registered')")


def no_errors(browser):
    errors = browser.errors()
    assert not errors, errors


@case
def shows_the_module_and_its_objects():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        browser.wait("return document.querySelector('h1').innerText === 'SARA-R510S-01B'")
        assert browser.text("#standing") == "profile 90 Global: the LwM2M client runs"
        objects = browser.script("return [...document.querySelectorAll('.tree > li > .node')].map((node) => node.querySelector('.path').innerText + ' ' + node.querySelector('.title').innerText)")
        assert "/3 Device" in objects, objects
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
def each_view_keeps_its_structure():
    """What a picture of each view consists of, as boxes: nothing lies over something else or leaves its view."""
    overlaps = """
        const view = document.getElementById('view-' + arguments[0]);
        const frame = view.getBoundingClientRect();
        const faults = [];
        const leaves = [...view.querySelectorAll('button, input, select, th, td, dt, dd, h2, h3, label, .path, .title, .value, .name, svg, meter, a')]
          .filter((element) => element.offsetParent !== null || element instanceof SVGElement).filter((element) => element.getClientRects().length);
        // What can be seen of an element.
        const box = (element) => {
          let { left, right, top, bottom } = element.getBoundingClientRect();
          for (let at = element.parentElement; at; at = at.parentElement) {
            if (getComputedStyle(at).overflow === 'visible') continue;
            const clip = at.getBoundingClientRect();
            [left, right, top, bottom] = [Math.max(left, clip.left), Math.min(right, clip.right), Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
          }
          return { left, right, top, bottom };
        };
        for (const element of leaves) {
          const one = box(element);
          const scrolls = element.closest('.scroll, .rows');
          const whole = element.getBoundingClientRect();
          if (!scrolls && (whole.left < frame.left - 1 || whole.right > frame.right + 1)) faults.push(`outside: ${element.outerHTML.slice(0, 90)}`);
          for (const other of leaves) {
            if (other === element || element.contains(other) || other.contains(element)) continue;
            const two = box(other);
            const width = Math.min(one.right, two.right) - Math.max(one.left, two.left);
            const height = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
            if (width > 2 && height > 3) faults.push(`over each other: ${element.outerHTML.slice(0, 90)} and ${other.outerHTML.slice(0, 90)}`);
          }
        }
        return faults.slice(0, 5);"""
    parts = {
        "objects": ["[role=tree] [role=treeitem] .path", ".resource .name", ".resource .value", ".resource button"],
        "timeline": [".filters input", ".rows .entry .time", ".rows .entry .kind", ".rows .entry .text", "#search"],
        "module": ["dl dt", "table th", "#pins .lamp", "#pins svg"],
        "charts": ["figure figcaption", "svg.chart .curve", ".why li", "#span"],
        "files": ["table th"], "tools": ["#file", "#speed", "#step", "#setting", "#save-html", "#save-pcapng", "#save-scenario"],
        "access": ["table th", ".right"],
    }
    with Server() as server, Module("--all-objects", "--server", server.uri) as module, Browser() as browser:
        opened(browser, module)
        is_registered(browser)
        send(browser, "create /3300 5750=" + "a-long-type-" * 8)
        open_instance(browser, "/3300/0")
        browser.click("[data-path='/3300/0/5700'] button.chart")
        server.type("attr /3300/0/5700 pmin=0 gt=25")
        server.type("observe /3300/0/5700")
        browser.wait("return document.querySelectorAll('.why li').length > 1")
        for width, height in [(360, 740), (768, 1024), (1280, 900), (3840, 2160)]:
            browser.resize(width, height)
            browser.wait("return innerWidth === arguments[0]", width)
            for name, selectors in parts.items():
                browser.script("Tabs.show(arguments[0])", name)
                for selector in selectors:
                    browser.wait("return document.querySelector(arguments[0]) !== null", f"#view-{name} {selector}")
                if name == "timeline" or browser.script("return document.getElementById('view-' + arguments[0]).clientWidth", name):
                    faults = browser.script(overlaps, name)
                    assert not faults, (width, name, faults)
                    shown = browser.script("return document.getElementById('view-' + arguments[0]).getBoundingClientRect().width", name)
                    assert shown > 300, (width, name, shown)
        no_errors(browser)


CONTRAST = """
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
    const ratio = (one, other) => { const [a, b] = [light(one), light(other)].sort((a, b) => b - a); return (a + .05) / (b + .05); };
    const low = [];
    for (const element of document.querySelectorAll('body *')) {
      if (!element.getClientRects().length) continue;
      const style = getComputedStyle(element);
      const words = element.placeholder && !element.value ? [getComputedStyle(element, '::placeholder').color]
        : [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) ? [element.closest('svg') ? style.fill : style.color] : [];
      for (const color of words) if (ratio(color, ground(element)) < 4.5) low.push(`${element.className.baseVal ?? element.className} ${element.innerText ?? element.textContent} ${color}`);
    }
    return [low.slice(0, 5)]"""


@case
def can_be_read_light_and_dark():
    """Texts differ from their ground as WCAG 2.1 §1.4.3 asks for, in every view."""
    with Server() as server, Module("--all-objects", "--server", server.uri) as module, Browser() as browser:
        opened(browser, module)
        is_registered(browser)
        open_instance(browser, "/3/0")
        send(browser, "create /3300 5700=20")
        open_instance(browser, "/3300/0")
        browser.click("[data-path='/3300/0/5700'] button.chart")
        server.type("attr /3300/0/5700 pmin=0 gt=25")
        server.type("observe /3300/0/5700")
        browser.wait("return document.querySelectorAll('.why li').length > 1")
        browser.script("return ActionsView.take([new File(['local y = = 2'], 'object_broken.lua')])")
        send(browser, "write /3300/0/5700 30")
        browser.wait("return document.querySelector('.resource.changed') !== null")
        send(browser, "nonsense")
        browser.wait("return document.querySelector('#answer.failed') !== null")
        for scheme in ["light", "dark"]:
            browser.scheme(scheme)
            for view in ["objects", "module", "charts", "files", "tools", "access"]:
                browser.script("Tabs.show(arguments[0]); TimelineView.select(TimelineView.entries.find((entry) => entry.k === 'coap'))", view)
                low = browser.wait(CONTRAST)
                assert low == [[]], (scheme, view, low)


@case
def its_parts_have_roles_and_an_order():
    """Tabs, trees and lists are what they are for a screen reader, and the Tab key goes through them as they are seen."""
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        faults = browser.script("""
            const faults = [];
            for (const tab of document.querySelectorAll('[role=tab]')) {
              const panel = document.getElementById(tab.getAttribute('aria-controls'));
              if (panel?.getAttribute('role') !== 'tabpanel' || !panel.getAttribute('aria-label')) faults.push(tab.id);
            }
            if (document.querySelectorAll('[role=tab][aria-selected=true]').length !== 1) faults.push('one tab is selected');
            for (const item of document.querySelectorAll('[role=treeitem]')) if (!item.closest('[role=tree]') || !item.getAttribute('aria-label')) faults.push(item.dataset.path);
            for (const row of document.querySelectorAll('.entry')) if (row.getAttribute('role') !== 'option' || !row.getAttribute('aria-posinset')) faults.push(row.id);
            for (const image of document.querySelectorAll('svg[role=img], span[role=img]')) if (!image.getAttribute('aria-label')) faults.push(image.outerHTML.slice(0, 60));
            const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
            faults.push(...ids.filter((id, index) => ids.indexOf(id) !== index));
            if (document.documentElement.lang !== 'en' || document.querySelectorAll('h1').length !== 1 || !document.querySelector('main')) faults.push('frame');
            return faults;""")
        assert not faults, faults
        seen = []
        browser.script("document.activeElement.blur()")
        for _ in range(60):
            browser.cdp("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9})
            browser.cdp("Input.dispatchKeyEvent", {"type": "keyUp", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9})
            seen.append(browser.script("const at = document.activeElement; return at.id || at.closest('nav, .tree, .rows, #prompt')?.className || at.tagName"))
            if seen[-1] == "line":
                break
        wanted = ["as", "theme", "tab-objects", "object-search", "reread", "follow", "search", "line"]
        places = [seen.index(name) for name in wanted if name in seen]
        assert len(places) == len(wanted) and places == sorted(places), seen


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


class Server:
    """A running `xlwm2m server`; a context that ends it."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([PROGRAM, "server", "--port", "0", *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=FOLDER)
        self.uri = re.search(r"coap://\S+", self.process.stdout.readline()).group()
        threading.Thread(target=lambda: self.process.stdout.read(), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(20)

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


@case
def draws_numbers_and_when_servers_were_told():
    with Server() as server, Module("--all-objects", "--server", server.uri) as module, Browser() as browser:
        opened(browser, module)
        is_registered(browser)
        send(browser, "create /3300 5700=20")
        open_instance(browser, "/3300/0")
        browser.click("[data-path='/3300/0/5700'] button.chart")
        browser.wait("return document.querySelector('figure strong')?.innerText === '20'")
        server.type("attr /3300/0/5700 pmin=0 gt=25")
        server.type("observe /3300/0/5700")
        browser.wait("return document.querySelector('.why').innerText.includes('server 123: pmin 0 s, gt 25')")
        browser.wait("return document.querySelectorAll('.chart .limit').length === 1")
        send(browser, "write /3300/0/5700 21")
        browser.wait("return document.querySelector('figure strong').innerText === '21'")
        send(browser, "write /3300/0/5700 26")
        browser.wait("return document.querySelector('figure strong').innerText === '26'")
        browser.wait("return document.querySelectorAll('.chart .told').length > 0")
        browser.wait("return document.querySelector('.why').innerText.includes('server 123 observes /3300/0/5700')")
        browser.wait("return document.querySelector('.chart .curve').getAttribute('d').split('V').length > 2")
        browser.click("figure .close")
        browser.wait("return document.querySelectorAll('figure').length === 0")
        no_errors(browser)


@case
def lights_the_lamps_of_pins():
    with Module("--all-objects", "--product", "SARA-R422S-01B") as module, Browser() as browser:
        opened(browser, module)
        send(browser, "AT+UGPIOC=16,25")
        send(browser, "AT+ULWM2MPULSE=16,1,3000,1")
        has_entry(browser, "AT < [page] OK")
        has_entry(browser, "pin 16")
        lamp = "document.querySelector(`[data-path='pin 16'] .lamp`)"
        browser.click("#tab-module")
        browser.wait(f"return {lamp} !== null && !{lamp}.classList.contains('on')")
        send(browser, "create /3300 5750=x")
        send(browser, "write /3300/0/5700 21")
        has_entry(browser, "pulse pin 16 to 1 for 3000 ms")
        browser.wait(f"return {lamp}.classList.contains('on') && {lamp}.getAttribute('aria-label') === 'on'")
        # Three seconds of thirty: a tenth of the width, once it is over.
        browser.wait(f"return !{lamp}.classList.contains('on')")
        path = browser.script("return document.querySelector(`[data-path='pin 16'] svg path`).getAttribute('d')")
        assert path.startswith("M0 20"), path
        edges = [(float(x), int(y)) for x, y in re.findall(r"H([\d.]+)V(\d+)", path)]
        rise = max(x for x, y in edges if y == 4)
        fall = min(x for x, y in edges if y == 20 and x > rise)
        assert abs(fall - rise - 30) < 1, path
        # A pulse of a pin with another mode is told, and lights nothing.
        send(browser, "AT+UGPIOC=16,255")
        send(browser, "write /3300/0/5700 22")
        has_entry(browser, "pulse pin 16: has another mode, nothing is seen of it")
        assert not browser.script(f"return {lamp}.classList.contains('on')")
        no_errors(browser)


@case
def says_why_a_notification_was_not_sent():
    with Server() as server, Module("--all-objects", "--server", server.uri) as module, Browser() as browser:
        opened(browser, module)
        is_registered(browser)
        send(browser, "create /3300 5700=20")
        open_instance(browser, "/3300/0")
        browser.click("[data-path='/3300/0/5700'] button.chart")
        server.type("attr /3300/0/5700 pmin=0 gt=25 st=10")
        server.type("observe /3300/0/5700")
        why = "document.querySelector('.why').innerText"
        browser.wait(f"return {why}.includes('server 123 observes /3300/0/5700')")
        send(browser, "write /3300/0/5700 22")
        browser.wait(f"return {why}.includes('changed, but gt 25 was not passed, it moved by less than st 10')")
        send(browser, "write /3300/0/5700 26")
        browser.wait(f"return {why}.includes('nothing changed since it was sent')")
        server.type("attr /3300/0/5700 pmin=600")
        browser.wait(f"return {why}.includes('pmin 600 s')")
        send(browser, "write /3300/0/5700 20")
        browser.wait(f"return {why}.includes('held back for another')")
        send(browser, "explain observe /3300/0/5700")
        browser.wait("return document.getElementById('answer').innerText.includes('held back for another')")
        no_errors(browser)


@case
def shows_who_may_do_what():
    with Server() as server, Module("--all-objects", "--server", server.uri) as module, Browser() as browser:
        opened(browser, module)
        is_registered(browser)
        browser.click("#tab-access")
        send(browser, "create /3300")
        rights = ("return Object.fromEntries([...document.querySelectorAll('#view-access tbody tr')].map((row) => "
                  "[row.cells[0].innerText, [...row.cells].slice(1).map((cell) => cell.innerText)]))")
        heads = browser.script("return [...document.querySelectorAll('#view-access th')].map((cell) => cell.innerText)")
        assert heads == ["instance", "owner", "server 123", "server 721"], heads
        browser.wait(rights + "['/3300/0'] !== undefined")
        rows = browser.script(rights)
        assert rows["/3/0"][0] == "721" and rows["/3/0"][2] == "RWED·", rows
        access = browser.script("return ObjectsView.objects.find((object) => object.id === 2).instances")
        # An entry of Object 2 is changed: the matrix shows what it means.
        found = None
        for instance in access:
            answer = browser.script("return Link.run('read /2/' + arguments[0], { quiet: true, as: 'at' }).then((answers) => answers[0].json.values)", instance)
            values = {value["path"]: value["value"] for value in answer}
            if values.get(f"/2/{instance}/0") == 3300 and values.get(f"/2/{instance}/1") == 0:
                found = instance
        assert found is not None, access
        send(browser, f"write /2/{found}/2 {{123=1,721=3}}")
        browser.wait(rights + "['/3300/0'].slice(1).join() === 'R····,RW···'")
        send(browser, "as 123")
        browser.wait("return document.getElementById('as').value === '123'")
        send(browser, "write /3300/0/5750 x")
        browser.wait("return document.getElementById('answer').innerText.startsWith('4.01')")
        send(browser, "explain 123 write /3300/0/5750")
        browser.wait("return document.getElementById('answer').innerText.includes('/2/')")
        no_errors(browser)


@case
def follows_values_that_change_without_an_event():
    folder = os.path.join(tempfile.mkdtemp(), "new")
    subprocess.run([PROGRAM, "init", folder, "--name", "Talkative"], check=True, cwd=FOLDER, stdout=subprocess.DEVNULL)
    path = os.path.join(folder, "object_talkative.lua")
    with open(path) as file:
        text = file.read()
    place = "custom read: your code between these two lines is kept"
    assert place in text
    with open(path, "w") as file:
        file.write(text.replace(place, place + '\n  print("asked")'))
    with open(path) as file:
        talkative = file.read()
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        browser.script("const run = Link.run.bind(Link); window.reads = 0;"
                       "Link.run = (line, options) => { if (options?.quiet && line.startsWith('read')) window.reads += 1; return run(line, options); }")
        open_instance(browser, "/3/0")
        browser.script("document.querySelector(`[data-path='/3/0/13']`).scrollIntoView()")
        value = "document.querySelector(`[data-path='/3/0/13'] > .resource > .value`).innerText"
        before = browser.script(f"return {value}")
        browser.wait(f"return {value} !== arguments[0]", before)
        look = "return ObjectsView.look().then(() => { window.reads = 0; return ObjectsView.look(); }).then(() => window.reads)"
        assert browser.script(look) == 1
        # Where nobody can see it, nothing is asked.
        for hide, show in [("Tabs.show('module')", "Tabs.show('objects')"),
                           ("ObjectsView.toggle('/3', false)", "ObjectsView.toggle('/3', true)"),
                           ("Object.defineProperty(document, 'hidden', { value: true, configurable: true })", "delete document.hidden")]:
            browser.script(hide)
            assert browser.script(look) == 0, hide
            browser.script(show)
            browser.wait(look + ".then((reads) => reads === 1)")
        # A script that prints when it is read is read no more than it was asked for.
        browser.script("ObjectsView.toggle('/3', false); ActionsView.take([new File([arguments[0]], 'object_talkative.lua')])", talkative)
        browser.wait("return document.getElementById('dropped').innerText.includes('loaded /')")
        number = browser.script("return ObjectsView.objects.find((object) => object.file === 'object_talkative.lua')?.id")
        if number is None:
            number = browser.wait("return ObjectsView.objects.find((object) => object.file === 'object_talkative.lua')?.id")
        send(browser, f"create /{number}")
        has_entry(browser, f"changed /{number}/0 created by")
        browser.script("Tabs.show('objects')")
        open_instance(browser, f"/{number}/0")
        browser.wait("return ObjectsView.noisy.has(arguments[0])", f"/{number}/0")
        browser.script(f"document.querySelector(`[data-path='/{number}/0']`).scrollIntoView()")
        assert browser.script(look) == 0
        no_errors(browser)


@case
def takes_files_that_are_dropped():
    with open(os.path.join(FOLDER, "generator/definitions/3300.xml")) as file:
        xml = file.read().replace("3300", "33001").replace("Generic Sensor", "Dropped Sensor")
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        drop = "ActionsView.take([new File([arguments[0]], arguments[1])]); Tabs.show('tools')"
        browser.script(drop, xml, "33001.xml")
        browser.wait("return document.getElementById('dropped').innerText.includes('loaded /33001')")
        browser.wait("return document.querySelector(`[data-path='/33001']`) !== null")
        send(browser, "create /33001")
        browser.wait("return document.querySelector(`[data-path='/33001']`).innerText.includes('1 instance')")
        browser.script(drop, "local x = 1\nlocal y = = 2\n", "object_broken.lua")
        browser.wait("return document.querySelector('#dropped .here')?.innerText.includes('local y = = 2')")
        assert "not loaded: it has errors" in browser.text("#dropped")
        browser.script(drop, "x", "../escape.lua")
        browser.wait("return document.getElementById('dropped').innerText.includes('a file is named like')")
        browser.script(drop, "<LWM2M", "broken.xml")
        browser.wait("return document.getElementById('dropped').innerText.includes('no Lua could be made')")


@case
def changes_time_and_surroundings():
    with Module("--all-objects") as module, Browser() as browser:
        opened(browser, module)
        browser.click("#tab-tools")
        before = browser.script("return PanelsView.clock()")
        browser.script("const field = document.getElementById('step'); field.value = '5000'")
        browser.script("document.getElementById('step').form.requestSubmit()")
        browser.wait("return PanelsView.clock() > arguments[0] + 5000", before)
        has_entry(browser, "note 5000.0 s of the module's time have passed at once")
        browser.script("const speed = document.getElementById('speed'); speed.value = '60'; speed.dispatchEvent(new Event('change'))")
        browser.wait("return PanelsView.module.speed === 60")
        browser.script("const name = document.getElementById('setting'); name.value = 'rssi'; name.dispatchEvent(new Event('change'))")
        browser.type("#setting-value", "-77" + KEYS["Enter"])
        browser.wait("return document.getElementById('answer').innerText === 'rssi is -77'")
        open_instance(browser, "/4/0")
        browser.wait("return document.querySelector(`[data-path='/4/0/2'] > .resource > .value`)?.innerText.startsWith('-77')")
        browser.script("[...document.querySelectorAll('#view-tools button')].find((button) => button.innerText === 'remove').click()")
        browser.wait("return PanelsView.module.sim === null")
        no_errors(browser)


@case
def lists_files_and_room():
    with Module("--flash", tempfile.mkdtemp()) as module, Browser() as browser:
        opened(browser, module)
        browser.click("#tab-files")
        browser.wait("return document.querySelector('#view-files table') !== null && /bytes used, \\d+ free/.test(document.getElementById('view-files').innerText)")
        no_errors(browser)


@case
def keeps_a_run_as_a_page_and_for_wireshark():
    folder = tempfile.mkdtemp()
    record = os.path.join(folder, "run.html")
    with Server() as server, Module("--all-objects", "--server", server.uri, "--record-html", record) as module, Browser() as browser:
        opened(browser, module)
        is_registered(browser)
        send(browser, "AT+CGMM")
        has_entry(browser, "AT < [page] SARA-R510S")
        server.type("read /3/0/0")
        has_entry(browser, "CoAP ← CON GET /3/0/0")
        address, path = module.url[7:].split("/", 1)
        connection = http.client.HTTPConnection(address, timeout=20)
        saved = browser.script("return document.getElementById('save-scenario').getAttribute('href')")
        connection.request("GET", "/" + path + saved)
        scenario = connection.getresponse().read().decode()
        assert f"--server {server.uri} --ssid 123 FILE" in scenario and "\ndo AT+CGMM\nanswer OK\n" in scenario, scenario
        connection.request("GET", "/" + path + "timeline.pcapng")
        capture = os.path.join(folder, "run.pcapng")
        with open(capture, "wb") as file:
            file.write(connection.getresponse().read())
        shown = subprocess.run(["tshark", "-r", capture], capture_output=True, text=True).stdout
        assert "GET" in shown and "/3/0/0" in shown and "2.05" in shown, shown
        connection.request("GET", "/" + path + "record.html")
        kept = os.path.join(folder, "kept.html")
        with open(kept, "wb") as file:
            file.write(connection.getresponse().read())
        # A page that is still there would ask a program that has ended.
        browser.open("about:blank")
        module.end()
        for page in [kept, record]:
            browser.open("file://" + page)
            browser.wait("return document.getElementById('link').innerText === 'recorded'")
            has_entry(browser, "AT < [page] SARA-R510S")
            browser.script("TimelineView.select(TimelineView.entries.find((entry) => TimelineView.text(entry).includes('GET /3/0/0')))")
            assert "Uri-Path" in browser.text(".details")
            assert browser.script("return document.getElementById('prompt').hidden")
            assert browser.script("return document.querySelectorAll('[role=treeitem]').length") > 10
            # Values are there as they were, without anybody to ask.
            open_instance(browser, "/3/0")
            value_is(browser, "/3/0/0", "u-blox")
            open_instance(browser, "/0/0")
            value_is(browser, "/0/0/0", server.uri)
        # The end of the run is in the recording, and not in what was kept before it.
        has_entry(browser, "the module is off")
        assert not browser.errors(), browser.errors()


@case
def shows_a_server_and_its_clients():
    arguments = [PROGRAM, "server", "--port", "0", "--page=127.0.0.1:0"]
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               text=True, cwd=FOLDER)
    try:
        uri = re.search(r"coap://\S+", process.stdout.readline()).group()
        url = re.search(r"http://\S+", process.stdout.readline()).group()
        threading.Thread(target=lambda: process.stdout.read(), daemon=True).start()
        with Browser() as browser:
            browser.resize(1280, 900)
            browser.open(url)
            browser.wait("return document.getElementById('link').dataset.state === 'open'")
            browser.wait("return document.getElementById('view-clients').innerText.includes('no client is registered')")
            with Module("--all-objects", "--server", uri, "--endpoint", HOSTILE) as module:
                browser.wait("return document.getElementById('view-clients').innerText.includes('<img src=x')")
                module.type("create /3300 5700=20")
                find = "[...document.querySelectorAll('#view-clients li')].find((item) => item.dataset.path.endsWith(' /3300/0'))"
                browser.wait(f"return {find} !== undefined")
                browser.script(f"{find}.querySelector('.read').click()")
                browser.wait("return TimelineView.entries.some((entry) => entry.k === 'answer' && entry.text.includes('20'))")
                browser.script(f"{find}.querySelector('.observe').click()")
                browser.wait(f"return {find}.querySelector('.cancel') !== null")
                module.type("write /3300/0/5700 21.5")
                browser.wait("return TimelineView.entries.some((entry) => entry.json?.event === 'notify')")
                browser.click("#tab-observed")
                browser.wait("return [...document.querySelectorAll('figure strong')].some((element) => element.innerText === '21.5')")
            browser.wait("return document.getElementById('view-clients').innerText.includes('no client is registered')")
            assert browser.script("return document.title") != "broken"
            no_errors(browser)
    finally:
        process.kill()
        process.wait(20)


class ServerWithPage:
    """A running `xlwm2m server --page`; a context that ends it."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([PROGRAM, "server", "--port", "0", "--page=127.0.0.1:0", *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=FOLDER)
        self.uri = re.search(r"coap://\S+", self.process.stdout.readline()).group()
        self.url = re.search(r"http://\S+", self.process.stdout.readline()).group()
        threading.Thread(target=lambda: self.process.stdout.read(), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(20)


@case
def asks_a_client_everything_and_shows_each_message():
    bootstrap = os.path.join(tempfile.mkdtemp(), "bootstrap")
    with open(bootstrap, "w") as file:
        file.write("write /3/0/14 +01:00\nfinish\n")
    with ServerWithPage("--bootstrap", bootstrap) as server, Browser() as browser:
        browser.resize(1280, 900)
        browser.open(server.url)
        browser.wait("return document.getElementById('link').dataset.state === 'open'")
        with Module("--all-objects", "--server", server.uri, "--endpoint", "one") as module, \
                Module("--all-objects", "--server", server.uri, "--endpoint", "two"):
            browser.wait("return ServerView.data.count === 2 && document.getElementById('ask-client').options.length === 2")

            def ask(operation, path="", value="", format=""):
                browser.script("ServerView.fillIn({ client: 'one', operation: arguments[0], path: arguments[1], value: arguments[2] });"
                               "document.getElementById('ask-format').value = arguments[3]", operation, path, value, format)
                browser.click("#ask-send")

            def answers(command, text):
                browser.wait("return TimelineView.entries.some((entry) => entry.k === 'answer' && entry.json.client === 'one'"
                             " && entry.command === arguments[0] && entry.text.includes(arguments[1]))", command, text)

            ask("create", "/3300", '5750="Temperature"')
            answers('create /3300 5750="Temperature"', "2.01 Created /3300/0")
            ask("attr", "/3300/0/5700", "pmin=0 gt=25")
            answers("attr /3300/0/5700 pmin=0 gt=25", "2.04")
            ask("observe", "/3300/0/5700")
            answers("observe /3300/0/5700", "0")
            module.type("write /3300/0/5700 30")
            browser.wait("return TimelineView.entries.some((entry) => entry.json?.event === 'notify')")
            ask("read", "/3300/0/5700", format="json")
            answers("read /3300/0/5700 as json", "30")
            ask("write", "/3300/0/5750", "two words")
            answers('write /3300/0/5750 "two words"', "2.04")
            ask("replace", "/3/0", "15=Europe/Vienna")
            answers("replace /3/0 15=Europe/Vienna", "2.04")
            ask("discover", "/3300/0")
            answers("discover /3300/0", "pmin=0")
            ask("exec", "/3300/0/5605")
            answers("exec /3300/0/5605", "2.04")
            ask("cancel", "/3300/0/5700")
            answers("cancel /3300/0/5700", "30")
            ask("delete", "/3300/0")
            answers("delete /3300/0", "2.02")
            ask("read", "/3300/0")
            answers("read /3300/0", "4.04")
            browser.wait("return document.getElementById('answer').classList.contains('failed')")
            ask("observe", "/3/0/15")
            answers("observe /3/0/15", "Vienna")
            ask("forget", "/3/0/15")
            browser.wait("return TimelineView.entries.some((entry) => entry.command === 'forget /3/0/15')")
            # The other client was asked nothing.
            assert browser.script("return TimelineView.entries.every((entry) => entry.k !== 'answer' || entry.json.client !== 'two')")
            # Resources come with their names and values, and what can be done with each.
            browser.script("[...document.querySelectorAll('#view-clients li')].find((item) => item.dataset.path === 'one /3/0').querySelector('.sign').click()")
            row = "document.querySelector(`#view-clients [data-path='one /3/0/15'] > .resource`)"
            browser.wait(f"return {row}?.innerText.includes('Timezone') && {row}.innerText.includes('Europe/Vienna')")
            browser.wait("return document.querySelector(`#view-clients [data-path='one /3/0/4'] button.exec`) !== null")
            browser.script(f"{row}.querySelector('button.write').click()")
            browser.wait("return document.activeElement.id === 'ask-value' && document.activeElement.value === 'Europe/Vienna'")
            # Each message is there, and decoded on a click.
            browser.click("#ask-send")
            has_entry(browser, "CoAP → CON PUT /3/0/15 13 B [one]")
            has_entry(browser, "CoAP ← ACK 2.04 Changed [one]")
            browser.script("TimelineView.select(TimelineView.entries.find((entry) => TimelineView.text(entry).includes('PUT /3/0/15')))")
            details = browser.text(".details")
            for word in ["to one, 127.0.0.1:", "Uri-Path", "Content-Format", "text/plain", "Europe/Vienna", "0000  "]:
                assert word in details, details
            ask("bootstrap")
            browser.wait("return TimelineView.entries.some((entry) => entry.json?.event === 'bootstrap')")
            no_errors(browser)


if __name__ == "__main__":
    PROGRAM, FOLDER = sys.argv[1], os.getcwd()
    CASES[sys.argv[2]]()
