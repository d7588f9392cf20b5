"""Kannel, a real SMS gateway (Debian package), with its own idea of a telephone network.

    python3 Tests/SMSTests/kannel.py

Prints the port of sendsms, ours, and one that is free for who wants reports of what became of a message; serves until its
standard input ends, and takes everything with it. On our port, /received says as JSON what reached the network; ?count=2
waits for two.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

PHONES = "/usr/lib/kannel/test/fakesmsc"
for program in ("bearerbox", "smsbox", PHONES):
    if not shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin"):
        sys.exit(f"{program} is missing: run scripts/prepare test")


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


admin, boxes, network, sendsms, spare = free_ports(5)
CONFIGURATION = f"""
group = core
admin-port = {admin}
admin-password = x
smsbox-port = {boxes}
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = FAKE
port = {network}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}

group = sendsms-user
username = terreau
password = "un secret"
max-messages = 9
concatenation = true

group = sms-service
keyword = default
max-messages = 0
text = ""
"""

received = []
news = threading.Condition()


def waiting_for(port):
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nobody listens on {port}")


def listen(phones):
    """What the network got: « Got message 1: <Terreau +33612345678 text Bonjour> », with what is not text escaped."""
    for line in phones.stderr:
        found = re.search(rb"Got message \d+: <(\S+) (\S+) (\S+) (.*)>\s*$", line)
        if not found:
            continue
        sender, number, coding, text = found.groups()
        words = text.decode() if coding == b"text" else ""
        if coding == b"ucs-2":
            words = unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-16-be")
        message = {"from": sender.decode(), "to": number.decode(), "coding": coding.decode(), "text": words}
        with news:
            received.append(message)
            news.notify_all()


class Teller(BaseHTTPRequestHandler):
    def do_GET(self):
        count = int(dict(parse_qsl(urlsplit(self.path).query)).get("count", 0))
        with news:
            news.wait_for(lambda: len(received) >= count, 20)
            text = json.dumps(received).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words):
        pass


def started(folder, *command, **pipes):
    return subprocess.Popen(command, cwd=folder, env={"PATH": "/usr/sbin:/usr/bin:/bin"}, **pipes)


with tempfile.TemporaryDirectory(prefix="kannel-") as folder:
    Path(folder, "kannel.conf").write_text(CONFIGURATION)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = []
    try:
        running.append(started(folder, "bearerbox", "-v", "4", "kannel.conf", **quiet))
        waiting_for(boxes)
        # A connection to the network’s port is a network: it is waited for by what it says, not by trying.
        running.append(started(folder, "smsbox", "-v", "4", "kannel.conf", **quiet))
        waiting_for(sendsms)
        phones = started(
            folder, PHONES, "-H", "127.0.0.1", "-r", str(network), "-m", "0", "-v", "0", "nop",
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        running.append(phones)
        for line in phones.stderr:
            if b"Connecting to" in line:
                break
        threading.Thread(target=listen, args=(phones,), daemon=True).start()
        server = ThreadingHTTPServer(("127.0.0.1", 0), Teller)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(sendsms, server.server_address[1], spare, flush=True)
        sys.stdin.read()
    finally:
        for one in reversed(running):
            one.terminate()
        for one in running:
            try:
                one.wait(10)
            except subprocess.TimeoutExpired:
                one.kill()
