"""Work on the Objects of a folder: generate, check, test."""
import os
import re

from outcome import call
from scenario import CHECKOUT, Scenario


class Generate(Scenario):
    """A file that stands there, with an engineer's code, is generated anew."""
    name = "generate"
    # It wrote over the file as if there were none.
    found = [("stat", 1, "EACCES", "object_generic_sensor.lua"), ("stat", 1, "EIO", "object_generic_sensor.lua")]

    def begin(self, program, shared):
        super().begin(program, shared)
        self.old, self.new = {}, None
        call([program, "generate", "-o", shared, "generator/definitions/3300.xml"], home=CHECKOUT)
        path = os.path.join(shared, "object_generic_sensor.lua")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        # Code of an engineer, and the file of an older definition.
        self.text = re.sub(r"(custom write: your code[^\n]*\n)", r"\1  print('mine')\n", text, count=1)

    def prepare(self, home):
        with open(os.path.join(home, "object_generic_sensor.lua"), "w", encoding="utf-8") as file:
            file.write(self.text)

    def words(self, home):
        return ["generate", "-o", home, "--with-tests", "generator/definitions/3300.xml", "generator/definitions/4.xml"]

    def judge(self, run, case):
        if case is None:
            self.new = run.files
        whole = {"object_generic_sensor.lua": {self.text.encode(), self.new["object_generic_sensor.lua"]}}
        for name, bytes_ in run.files.items():
            if name in self.new:
                if bytes_ not in whole.get(name, {self.new[name]}):
                    return f"{name} is neither the old nor the new one"
            # A file that another run holds for abandoned is that run's to remove.
            elif not (case and (case[2] in self.ends or case[2] == "EWOULDBLOCK")):
                return f"{name} is left"
        if "object_generic_sensor.lua" not in run.files:
            return "the old file is gone"
        written = {name: bytes_ for name, bytes_ in run.files.items() if name in self.new}
        if run.code == 0 and written != self.new:
            return "it said that all is well, and did not write it all"
        return None


class Check(Scenario):
    """Objects and a definition are checked."""
    name = "check"
    # It left out the files that it had not heard of, and found nothing in the others.
    found = [("readdir", 3, "EIO", "objects/examples")]
    code = 1

    def begin(self, program, shared):
        super().begin(program, shared)
        call([program, "generate", "-o", shared, "generator/definitions/3300.xml"], home=CHECKOUT)
        with open(os.path.join(shared, "object_generic_sensor.lua"), encoding="utf-8") as file:
            self.text = re.sub(r"(custom write: your code[^\n]*\n)", r"\1  lua_send_urc(3, 'abc')\n", file.read(), count=1)

    def prepare(self, home):
        with open(os.path.join(home, "object_generic_sensor.lua"), "w", encoding="utf-8") as file:
            file.write(self.text)

    def words(self, home):
        return ["check", "--product", "SARA-R510S-00B", home, "objects/examples", "generator/definitions/3300.xml"]

    def judge(self, run, case):
        if case is None:
            self.reference = run
        isTold = run.errors.strip() or "the system has no memory" in run.output
        if run.code == self.code and not isTold and self.plain(run) != self.plain(self.reference):
            return "other findings, and not a word about it"
        return "it found nothing" if run.code == 0 else None


class Test(Scenario):
    """The tests of five Objects run."""
    name = "test"
    # It left the file out, and all was well.
    found = [("stat", 1, "EIO", "object_relay_test.lua")]
    tellsWith = 3  # the report names each file that was not loaded

    def words(self, home):
        return ["test", "objects/examples"]

    def judge(self, run, case):
        if case is None:
            self.reference = run
        if run.code == 0 and self.plain(run) != self.plain(self.reference):
            # A worker that was started again says so.
            return None if run.errors.strip() else "other tests, and not a word about it"
        return None
