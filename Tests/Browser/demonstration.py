"""The demonstration and a mail server beside it, started for the browser tests and stopped after them."""

import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Letters:
    """What the demonstration sends, as it arrives."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "Tests/MailTests/smtp_server.py"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port, folder = self.process.stdout.readline().split()
        self.address = f"smtp://127.0.0.1:{port}"
        self.folder = Path(folder)

    def link(self, recipient):
        """Where the latest letter to somebody leads. Waits for one."""
        for _ in range(200):
            whole = [path for path in self.folder.iterdir() if path.name.isdigit()]
            for letter in sorted(whole, key=lambda path: int(path.name), reverse=True):
                if recipient in (letter / "recipients").read_text():
                    return re.search(r"http://[^/\s]+(/\S*)", (letter / "text").read_text()).group(1)
            time.sleep(0.05)
        raise AssertionError(f"nothing came for {recipient} in ten seconds")

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()


class Demonstration:
    def __init__(self, program):
        self.letters = Letters()
        self.process = subprocess.Popen(
            [program, "demo", "--port", "0", "--rate", "0", "--smtp", self.letters.address],
            stdout=subprocess.PIPE, stderr=sys.stderr, text=True,
        )
        text = ""
        while "Ctrl-C" not in text:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("the demonstration did not start")
            text += line
        self.address = re.search(r"http://localhost:\d+", text).group(0)
        self.password = re.search(r"password (\S+)", text).group(1)
        self.token = re.search(r"Bearer (\S+)'", text).group(1)

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=40)
        self.letters.stop()
        return code
