"""What a scenario is: what the program does while its system calls fail, and what must be true afterwards."""
import os
import re

from outcome import call

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def contents(folder):
    """The files below a folder, by path."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = file.read()
    return found


class Scenario:
    code = 0
    patience = 20
    tellsWith = 1  # the exit code of which standard output tells the reason
    isAlone = False  # whether runs of it disturb each other
    without = ()  # calls that are left out
    ends = ("kill", "torn")
    found = ()  # what once went wrong; always tried

    def begin(self, program, shared):
        self.program, self.shared = program, shared

    def end(self):
        pass

    def prepare(self, home):
        pass

    def run(self, home, environment):
        return call([self.program] + self.words(home), environment, self.input, CHECKOUT, self.patience)

    input = b""

    def plain(self, run):
        """The output without what differs from run to run."""
        return re.sub(r"-?\d+(\.\d+)? (ms|s)\b", "T", run.output.replace(run.home, "~"))

    def judge(self, run, case):
        return None
