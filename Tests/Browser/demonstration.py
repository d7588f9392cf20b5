"""The demonstration, started for the browser tests and stopped after them."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Demonstration:
    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "demo", "--port", "0", "--rate", "0"], stdout=subprocess.PIPE, stderr=sys.stderr, text=True
        )
        text = ""
        while "Ctrl-C" not in text:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("the demonstration did not start")
            text += line
        self.address = re.search(r"http://localhost:\d+", text).group(0)
        self.token = re.search(r"Bearer (\S+)'", text).group(1)

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=40)
