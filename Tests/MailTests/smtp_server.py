"""A mail server for tests: it keeps what it is sent, as Python's email package understands it.

    .cache/venv/bin/python Tests/MailTests/smtp_server.py [OPTION…]

Prints its port and its folder, serves until its standard input ends, and takes the folder with it. There, message 12 is
the folder 12 with one file a fact: `sender` and `recipients` of the envelope, `raw` bytes, decoded `text`,
`headers/subject` and so on decoded, `display-name` of the sender, the `names` of all headers in their order, and the
`defects` that the email package found.
"""

import argparse
import asyncio
import ssl
import subprocess
import sys
import tempfile
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    sys.exit("aiosmtpd is missing: run scripts/prepare test")

parser = argparse.ArgumentParser()
parser.add_argument("--login", metavar="USER:PASSWORD", help="nobody sends without")
parser.add_argument("--tls", choices=["starttls", "implicit"], help="vouched for by certificate.pem in the folder")
parser.add_argument("--refuse", metavar="STATUS:ADDRESS", action="append", default=[], help="sender or recipient")
parser.add_argument("--refuse-messages", metavar="STATUS")
parser.add_argument("--stall", choices=["greeting", "message", "quit"], help="say nothing any more")
parser.add_argument("--hang-up", action="store_true", help="break off in the middle of a message")
options = parser.parse_args()

refused = dict(reversed(refusal.split(":", 1)) for refusal in options.refuse)


class Keeper:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if address in refused:
            return f"{refused[address]} 5.7.1 {address} does not write from here"
        envelope.mail_from = address
        return "250 fine"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in refused:
            return f"{refused[address]}-5.1.1 {address}:\r\n{refused[address]} 5.1.1 not here"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):
        if options.stall == "message":
            await asyncio.sleep(3600)
        if options.refuse_messages:
            return f"{options.refuse_messages} 5.6.0 not like this"
        self.keep(envelope)
        return "250 kept"

    async def handle_QUIT(self, server, session, envelope):
        if options.stall == "quit":
            await asyncio.sleep(3600)
        return "221 bye"

    def keep(self, envelope):
        self.count += 1
        # Renamed when it is whole: a test may be looking.
        folder = self.folder / f"{self.count} coming"
        (folder / "headers").mkdir(parents=True)
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        defects = list(message.defects)
        for name, value in message.items():
            (folder / "headers" / name.lower()).write_text(str(value))
            defects += value.defects
        text = message.get_content()
        (folder / "sender").write_text(envelope.mail_from)
        (folder / "recipients").write_text("\n".join(envelope.rcpt_tos))
        (folder / "raw").write_bytes(envelope.original_content)
        (folder / "text").write_bytes(text.encode())
        (folder / "names").write_text("\n".join(message.keys()))
        # Read the older way: the newer one of Python 3.11 leaves spaces between the words of a long name (RFC 2047, 6.2).
        name, _ = parseaddr(message_from_bytes(envelope.original_content)["from"])
        (folder / "display-name").write_text(str(make_header(decode_header(name))))
        (folder / "defects").write_text("\n".join(map(repr, defects)))
        folder.rename(self.folder / str(self.count))


class Rude(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"220 localhost\r\n")

    def data_received(self, data):
        if data.startswith(b"DATA"):
            self.transport.write(b"354 go on\r\n")
        elif data.startswith((b"EHLO", b"MAIL", b"RCPT")):
            self.transport.write(b"250 fine\r\n")
        else:
            self.transport.abort()


def authenticator(server, session, envelope, mechanism, login):
    user, password = login.login.decode(), login.password.decode()
    if f"{user}:{password}" == options.login:
        return AuthResult(success=True)
    # A server may repeat what it was told.
    return AuthResult(success=False, handled=False, message=f"535 5.7.8 nobody is {user} with {password}")


def certificate(folder):
    """A server's own certificate for localhost, valid for a day."""
    files = {"-keyout": folder / "key.pem", "-out": folder / "certificate.pem"}
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", *(word for pair in files.items() for word in pair)],
        check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files["-out"], files["-keyout"])
    return context


async def serve(folder):
    tls = certificate(folder) if options.tls else None
    starttls = tls if options.tls == "starttls" else None
    login = {"authenticator": authenticator, "auth_required": True, "auth_require_tls": starttls is not None}
    keeper = Keeper(folder)

    def connection():
        if options.stall == "greeting":
            return asyncio.Protocol()
        if options.hang_up:
            return Rude()
        return SMTP(keeper, hostname="localhost", tls_context=starttls, require_starttls=starttls is not None,
                    **(login if options.login else {}))

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        connection, "127.0.0.1", 0, ssl=tls if options.tls == "implicit" else None, backlog=100)
    print(server.sockets[0].getsockname()[1], folder, flush=True)
    # Whoever started us is gone when our input ends.
    await loop.run_in_executor(None, sys.stdin.buffer.read)


with tempfile.TemporaryDirectory(prefix="terreau-mail-") as folder:
    asyncio.run(serve(Path(folder)))
