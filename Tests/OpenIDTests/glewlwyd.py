"""glewlwyd, a real identity provider (Debian package), set up for a test: its tables, a key, a client, somebody.

    python3 Tests/OpenIDTests/glewlwyd.py REDIRECT_URI

Prints its port and ours, serves until its standard input ends, and takes everything with it. On our port, what somebody does
in a browser is one request, /consent?to=ADDRESS: it signs in at glewlwyd, agrees, and answers as glewlwyd sends the browser
back. What it says of them is signed, as ProConnect does.
"""

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

TABLES = Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
CLAIMS = {"given_name": "Camille", "usual_name": "Durand", "siret": "24420077000018", "uid": "u-1"}
CLIENT, SECRET = "terreau", "a secret of at least thirty-two bytes"
SCOPES = ["openid", "email", *CLAIMS]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *words):
        return None


opener = urllib.request.build_opener(NoRedirect)


def call(method, path, body=None, cookie=None):
    """The status, the headers and the text of an answer, whatever it is."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} | ({"Cookie": cookie} if cookie else {})
    request = urllib.request.Request(f"{API}{path}", data=data, method=method, headers=headers)
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode()


def done(method, path, body=None, cookie=None):
    status, headers, text = call(method, path, body, cookie)
    if status != 200:
        sys.exit(f"{method} {path}: {status} {text}")
    return headers, text


def signed_in(name, password):
    headers, _ = done("POST", "/auth", {"username": name, "password": password})
    return headers["Set-Cookie"].split(";")[0]


def set_up(folder, redirect):
    cookie = signed_in("admin", "password")
    there = {scope["name"] for scope in json.loads(done("GET", "/scope/", cookie=cookie)[1])}
    for scope in sorted(set(SCOPES) - there):
        done("POST", "/scope/", {"name": scope, "display_name": scope, "description": scope, "scheme": {},
                                 "password_required": False, "password_max_age": 0}, cookie)
    module = json.loads(done("GET", "/mod/user/", cookie=cookie)[1])[0]
    for name in CLAIMS:
        module["parameters"].setdefault("data-format", {})[name] = {
            "multiple": False, "read": True, "write": True, "profile-read": True, "profile-write": False}
    done("PUT", f"/mod/user/{module['name']}", module, cookie)
    done("PUT", f"/mod/user/{module['name']}/reset", cookie=cookie)
    done("POST", "/user/", {
        "username": "camille", "name": "Camille Durand", "email": "camille@ici.example", "password": "une phrase assez longue",
        "enabled": True, "scope": SCOPES + ["g_profile"], **CLAIMS}, cookie)
    done("POST", "/client/", {
        "client_id": CLIENT, "name": "Terreau", "confidential": True, "enabled": True, "client_secret": SECRET,
        "redirect_uri": [redirect], "authorization_type": ["code"], "scope": [],
        "token_endpoint_auth_method": ["client_secret_post"]}, cookie)
    key, public = folder / "key.pem", folder / "public.pem"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
    subprocess.run(["openssl", "rsa", "-in", key, "-pubout", "-out", public], check=True, capture_output=True)
    off = {f"auth-type-{kind}-enabled": False for kind in ("token", "none", "password", "client", "device")}
    done("POST", "/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "OIDC", "enabled": True, "parameters": {
        "iss": f"{API}/oidc", "jwt-type": "rsa", "jwt-key-size": "256", "key": key.read_text(), "cert": public.read_text(),
        "access-token-duration": 60, "refresh-token-duration": 1209600, "code-duration": 30, "refresh-token-rolling": True,
        "allow-non-oidc": False, "auth-type-code-enabled": True, "auth-type-code-revoke-replayed": True,
        "auth-type-id-token-enabled": True, "auth-type-refresh-enabled": True, **off, "scope": [],
        "additional-parameters": [], "name-claim": "no", "name-claim-scope": [], "email-claim": "mandatory",
        "email-claim-scope": [], "scope-claim": "no", "scope-claim-scope": [],
        "claims": [{"name": name, "user-property": name, "type": "string", "mandatory": True, "on-demand": False, "scope": []}
                   for name in CLAIMS],
        "jwks-show": True, "subject-type": "public", "pkce-allowed": False, "request-parameter-allow": False,
        "session-management-allowed": True, "session-cookie-name": "GLEWLWYD2_OIDC_SID", "session-cookie-expiration": 2419200}}, cookie)


class Person(BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass

    def do_GET(self):
        address = parse_qs(urlsplit(self.path).query)["to"][0]
        asked = urlsplit(address)
        scope = dict(parse_qsl(asked.query))["scope"]
        cookie = signed_in("camille", "une phrase assez longue")
        done("PUT", f"/auth/grant/{CLIENT}", {"scope": scope}, cookie)
        # What the page of glewlwyd adds once somebody has agreed.
        path = asked.path.removeprefix("/api")
        status, headers, text = call("GET", f"{path}?{asked.query}&{urlencode({'g_continue': ''})}", cookie=cookie)
        self.send_response(status)
        if headers.get("Location"):
            self.send_header("Location", headers["Location"])
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


if not shutil.which("glewlwyd"):
    sys.exit("glewlwyd is missing: run scripts/prepare test")
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    PORT = free.getsockname()[1]
API = f"http://127.0.0.1:{PORT}/api"
with tempfile.TemporaryDirectory(prefix="terreau-glewlwyd-") as name:
    folder = Path(name)
    with sqlite3.connect(folder / "g.db") as database:
        database.executescript(TABLES.read_text())
    (folder / "g.conf").write_text(f"""
        port={PORT}
        bind_address="127.0.0.1"
        external_url="http://127.0.0.1:{PORT}"
        login_url="login.html"
        api_prefix="api"
        static_files_path="/usr/share/glewlwyd/webapp"
        log_mode="file"
        log_level="WARNING"
        log_file="{folder}/log"
        cookie_secure=0
        session_key="GLEWLWYD2_SESSION_ID"
        session_expiration=2419200
        admin_scope="g_admin"
        profile_scope="g_profile"
        user_module_path="/usr/lib/glewlwyd/user"
        client_module_path="/usr/lib/glewlwyd/client"
        user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
        plugin_module_path="/usr/lib/glewlwyd/plugin"
        hash_algorithm="SHA512"
        database={{ type="sqlite3"; path="{folder}/g.db"; }};
        """)
    process = subprocess.Popen(["glewlwyd", "-c", folder / "g.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", PORT), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        set_up(folder, sys.argv[1])
        server = ThreadingHTTPServer(("127.0.0.1", 0), Person)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(PORT, server.server_address[1], flush=True)
        # Whoever started us is gone when our input ends.
        sys.stdin.buffer.read()
    finally:
        process.terminate()
        process.wait()
