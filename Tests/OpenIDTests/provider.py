"""An identity provider for tests, as ProConnect is strict about what it is asked, with a way to lie for each test.

    python3 Tests/OpenIDTests/provider.py

Prints its port, serves until its standard input ends. Needs nothing but Python and the openssl command.

The first part of the path is what it does wrong: http://127.0.0.1:PORT/alg-none is an issuer whose id tokens are not
signed, …/good does nothing wrong. What a person would do at its page is one request to …/FAULT/consent with the parameters
of the authorization and `user`, the claims as JSON with the time that it is `now`: it answers as the provider would send the browser back. …/FAULT/asked
counts what was asked of it.
"""

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

CLIENT, SECRET = "terreau", "a secret of at least thirty-two bytes"
# Whatever else ProConnect is asked with, it answers Y000400.
ALLOWED = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims", "prompt", "idp_hint", "login_hint"}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def run(*words, data=None):
    return subprocess.run(["openssl", *map(str, words)], input=data, check=True, capture_output=True).stdout


class Key:
    """A key pair of openssl's, shown as a JWK."""

    def __init__(self, folder, kid, kind):
        self.kid, self.kind, self.path = kid, kind, folder / f"{kid}.pem"
        options = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"] if kind == "RSA" else \
            ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        run("genpkey", *options, "-out", self.path)
        self.public = run("pkey", "-in", self.path, "-pubout")
        if kind == "RSA":
            words = run("rsa", "-in", self.path, "-noout", "-modulus").decode()
            self.jwk = {"kty": "RSA", "n": b64(bytes.fromhex(words.strip().split("=")[1])), "e": "AQAB", "alg": "RS256"}
        else:
            point = run("pkey", "-in", self.path, "-pubout", "-outform", "DER")[-64:]
            self.jwk = {"kty": "EC", "crv": "P-256", "x": b64(point[:32]), "y": b64(point[32:]), "alg": "ES256"}
        self.jwk.update(kid=kid, use="sig")
        self.alg = self.jwk["alg"]

    def sign(self, message):
        der = run("dgst", "-sha256", "-sign", self.path, data=message)
        if self.kind == "RSA":
            return der
        numbers, rest = [], der[2:]
        for _ in range(2):
            length = rest[1]
            numbers.append(rest[2:2 + length].lstrip(b"\0").rjust(32, b"\0"))
            rest = rest[2 + length:]
        return b"".join(numbers)


class Provider:
    def __init__(self, folder):
        self.rsa, self.new, self.other = Key(folder, "k1", "RSA"), Key(folder, "k2", "RSA"), Key(folder, "k3", "RSA")
        self.ec = Key(folder, "e1", "EC")
        self.codes, self.tokens = {}, {}
        self.asked = Counter()
        self.lock = threading.Lock()

    def keys(self, fault):
        count = self.asked[fault, "keys"]
        if fault == "new-key" and count > 1:
            return [self.new.jwk]
        if fault == "es256":
            return [self.ec.jwk]
        encryption = dict(self.other.jwk, use="enc")
        return [encryption, self.rsa.jwk]

    def token(self, fault, claims, what):
        """Signed as it should be, or as this fault has it."""
        def hits(name):
            return fault == name or fault == f"{what}-{name}"

        header = {"alg": "RS256", "kid": "k1", "typ": "JWT"}
        key = self.rsa
        if fault == "es256":
            header, key = {"alg": "ES256", "kid": "e1"}, self.ec
        if fault == "new-key":
            header, key = {"alg": "RS256", "kid": "k2"}, self.new
        if hits("unknown-key"):
            header["kid"] = "nobody"
        if hits("other-key"):
            key = self.other
        if hits("crit"):
            header.update(crit=["x"], x=True)
        if hits("type"):
            header["typ"] = "at+jwt"
        if hits("alg-none"):
            return ".".join([b64(json.dumps({"alg": "none"}).encode()), b64(json.dumps(claims).encode()), ""])
        secret = None
        if hits("public-key-as-secret"):
            secret = self.rsa.public
            header["alg"] = "HS256"
        if hits("hs256"):
            secret = SECRET.encode()
            header = {"alg": "HS256", "typ": "JWT"}
        if hits("own-key"):
            header["jwk"] = {name: self.other.jwk[name] for name in ("kty", "n", "e")}
            key = self.other
        signed = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
        signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest() if secret else key.sign(signed.encode())
        if hits("signature"):
            signature = bytes([signature[0] ^ 1]) + signature[1:]
        return f"{signed}.{b64(signature)}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def reply(self, status, body=b"", kind="application/json", headers=()):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer({})

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        self.answer(dict(parse_qsl(self.rfile.read(length).decode())))

    def answer(self, form):
        address = urlsplit(self.path)
        fault, _, what = address.path[1:].partition("/")
        what = what or "?"
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        with provider.lock:
            provider.asked[fault, what] += 1
        if fault == f"{what.rpartition('/')[2]}-slow":
            time.sleep(30)
        if fault == f"{what.rpartition('/')[2]}-cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"iss")
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(2)
            return
        if fault == f"{what.rpartition('/')[2]}-huge":
            return self.reply(200, b'{"x":"' + b"x" * 200_000 + b'"}')
        if fault == f"{what.rpartition('/')[2]}-500":
            return self.reply(500, b"Traceback: the secret is in the stack")
        if fault == f"{what.rpartition('/')[2]}-elsewhere":
            return self.reply(302, headers=[("Location", f"/good/{what}")])
        known = {
            ".well-known/openid-configuration": self.configuration, "keys": self.keys, "consent": self.consent,
            "token": self.token, "userinfo": self.userinfo, "asked": self.asked,
        }
        if what not in known:
            return self.reply(404)
        known[what](fault, query, form)

    def issuer(self, fault):
        return f"http://127.0.0.1:{PORT}/{fault}"

    def configuration(self, fault, query, form):
        issuer = self.issuer(fault)
        metadata = {
            "issuer": self.issuer("good") if fault == "discovery-issuer" else issuer,
            "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo", "jwks_uri": f"{issuer}/keys",
            "end_session_endpoint": f"{issuer}/end", "claims_parameter_supported": True,
        }
        if fault == "discovery-endpoint":
            metadata["token_endpoint"] = "http://elsewhere.example/token"
        if fault == "no-end":
            del metadata["end_session_endpoint"]
        self.reply(200, metadata)

    def keys(self, fault, query, form):
        self.reply(200, {"keys": provider.keys(fault)})

    def asked(self, fault, query, form):
        with provider.lock:
            counts = {what: count for (of, what), count in provider.asked.items() if of == fault}
        self.reply(200, counts)

    def consent(self, fault, query, form):
        user = json.loads(query.pop("user", '{"sub":"u-1"}'))
        strange = set(query) - ALLOWED
        if strange or query.get("response_type") != "code" or query.get("client_id") != CLIENT:
            return self.reply(400, {"error": "Y000400", "strange": sorted(strange)})
        if len(query.get("state", "")) < 32 or len(query.get("nonce", "")) < 32 or "openid" not in query["scope"].split():
            return self.reply(400, {"error": "Y000400", "strange": ["state, nonce or scope"]})
        code = secrets.token_urlsafe(24)
        provider.codes[code] = dict(query, user=user, fault=fault, at=time.time())
        back = {"code": code, "state": query["state"], "iss": self.issuer(fault)}
        if fault == "denied":
            back = {"error": "access_denied", "error_description": "<b>no</b>", "state": query["state"]}
        if fault == "error":
            back = {"error": "server_error", "state": query["state"]}
        if fault == "mixed-up":
            back["iss"] = self.issuer("good")
        self.reply(302, headers=[("Location", f"{query['redirect_uri']}?{urlencode(back)}")])

    def token(self, fault, query, form):
        if self.headers.get("Authorization") or form.get("client_id") != CLIENT or form.get("client_secret") != SECRET:
            return self.reply(401, {"error": "invalid_client"})
        asked = provider.codes.pop(form.get("code"), None)
        if not asked or asked["fault"] != fault or form.get("redirect_uri") != asked["redirect_uri"] \
                or form.get("grant_type") != "authorization_code":
            return self.reply(400, {"error": "invalid_grant", "error_description": form.get("code")})
        access = secrets.token_urlsafe(24)
        user = asked["user"]
        now = user.get("now", int(time.time()))
        provider.tokens[access] = user
        claims = {
            "iss": self.issuer(fault), "aud": CLIENT, "sub": user["sub"], "iat": now, "exp": now + 60,
            "nonce": asked["nonce"], "amr": user.get("amr", ["pwd"]),
            "at_hash": b64(hashlib.sha256(access.encode()).digest()[:16]),
        }
        claims.update({
            "iss": {"iss": self.issuer("good")}, "aud": {"aud": "somebody-else"},
            "aud-several": {"aud": [CLIENT, "somebody-else"]}, "aud-party": {"azp": "somebody-else"},
            "nonce": {"nonce": secrets.token_urlsafe(32)}, "expired": {"iat": now - 300, "exp": now - 120},
            "old": {"iat": now - 3_600}, "early": {"nbf": now + 300}, "ahead": {"iat": now + 300},
            "at-hash": {"at_hash": b64(bytes(16))}, "exp-text": {"exp": str(now + 60)},
        }.get(fault, {}))
        if fault == "no-nonce":
            del claims["nonce"]
        if fault == "no-exp":
            del claims["exp"]
        self.reply(200, {
            "access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": provider.token(fault, claims, "id"),
        })

    def userinfo(self, fault, query, form):
        access = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if access not in provider.tokens:
            return self.reply(401, {"error": "invalid_token"})
        user = provider.tokens[access]
        now = user.get("now", int(time.time()))
        claims = {name: value for name, value in user.items() if name not in ("amr", "now")}
        claims.update(iss=self.issuer(fault), aud=CLIENT, iat=now, exp=now + 60)
        claims.update({
            "userinfo-sub": {"sub": "somebody-else"}, "userinfo-aud": {"aud": "somebody-else"},
            "userinfo-iss": {"iss": self.issuer("good")}, "userinfo-expired": {"exp": now - 120},
            "plain-sub": {"sub": "somebody-else"},
        }.get(fault, {}))
        if fault.startswith("plain"):
            return self.reply(200, claims)
        self.reply(200, provider.token(fault, claims, "info").encode(), "application/jwt; charset=utf-8")


with tempfile.TemporaryDirectory(prefix="terreau-provider-") as folder:
    provider = Provider(Path(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    PORT = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(PORT, flush=True)
    # Whoever started us is gone when our input ends.
    sys.stdin.buffer.read()
