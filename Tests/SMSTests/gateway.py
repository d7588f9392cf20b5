"""An SMS gateway for tests that speaks Kannel's sendsms and errs as it is told to.

    python3 Tests/SMSTests/gateway.py

Prints its port, serves until its standard input ends. The first word of the address is how it errs: /fine/cgi-bin/sendsms
does not; /slow answers after two seconds, /never takes the message and says nothing, /lost takes it and hangs up, /endless
does not come to an end; /400, /403 and /503 answer so. /MODE/received says what came, as JSON; ?count=2 waits for two.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

received = {}
news = threading.Condition()


class Gateway(BaseHTTPRequestHandler):
    def do_GET(self):
        place = urlsplit(self.path)
        asked = dict(parse_qsl(place.query))
        mode, what = place.path.strip("/").split("/", 1)
        if what == "received":
            return self.told(mode, int(asked.get("count", 0)))
        if mode in ("400", "403", "503"):
            return self.answer(int(mode), b"not now, terreau with its secret")
        if (asked.get("username"), asked.get("password")) != ("terreau", "un secret"):
            return self.answer(403, b"Authorization failed for sendsms")
        with news:
            received.setdefault(mode, []).append(asked)
            news.notify_all()
        if mode == "slow":
            time.sleep(2)
        if mode == "never":
            time.sleep(3600)
        if mode == "lost":
            return self.connection.close()
        if mode == "endless":
            return self.endless()
        self.answer(202, b"0: Accepted for delivery")

    def told(self, mode, count):
        with news:
            news.wait_for(lambda: len(received.get(mode, [])) >= count, 20)
            self.answer(200, json.dumps(received.get(mode, [])).encode())

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def endless(self):
        self.send_response(202)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"0" * 65536)
        except OSError:
            pass

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Gateway)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
