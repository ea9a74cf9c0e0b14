"""What one run of the program came to."""
import os
import signal
import subprocess
import tempfile


class Run:
    def __init__(self, code, output, errors):
        # None for a run that did not end in time.
        self.code, self.output, self.errors = code, output, errors
        self.isHit, self.descriptor, self.target, self.problem = False, -1, "", None
        self.home, self.files = "", {}

    def __str__(self):
        return f"exit code {self.code}\noutput: {self.output.strip()[-600:]}\nerrors: {self.errors.strip()[-600:]}"


class Live:
    """A program that runs; its output goes to files, so that nothing blocks."""

    def __init__(self, words, environment=None, input=b"", home=None):
        self.out, self.err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        if input is None:
            given = subprocess.PIPE
        else:
            given = tempfile.TemporaryFile()
            given.write(input)
            given.seek(0)
        self.process = subprocess.Popen(
            words, stdin=given, stdout=self.out, stderr=self.err, env=environment, cwd=home, start_new_session=True)

    def finish(self, seconds):
        try:
            self.process.wait(seconds)
            code = self.process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            code = None
        return Run(code, self.text(self.out), self.text(self.err))

    def text(self, file):
        size = os.fstat(file.fileno()).st_size
        return os.pread(file.fileno(), min(size, 1 << 20), 0).decode(errors="replace")

    @property
    def output(self):
        return self.text(self.out)

    def stop(self, seconds=10):
        if self.process.poll() is None:
            self.process.terminate()
        return self.finish(seconds)


def call(words, environment=None, input=b"", home=None, seconds=20):
    return Live(words, environment, input, home).finish(seconds)
