"""The site as it is measured: filled, started, asked."""

import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / ".build/release/terreau"
TICK = os.sysconf("SC_CLK_TCK")
SECONDS = int(os.environ.get("BENCH_SECONDS", "2"))
ROUNDS = 3
LEASES = 50_000


CATEGORIES = [
    ("integration", "Insertion par l’activité économique"), ("social", "Économie sociale et solidaire"), ("artisan", "Artisan"),
    ("company", "Entreprise"), ("association", "Association"),
]


def fill(path):
    """Fifty thousand leases on ten thousand lots of two hundred and fifty sites."""
    subprocess.run([PROGRAM, "migrate", "--database", path], check=True, stdout=subprocess.DEVNULL)
    random.seed(2026)
    base = sqlite3.connect(path)
    base.execute("INSERT INTO territory (id, slug, name, accent) VALUES (1, 'banc', 'Métropole du banc d’essai', '#1f6f54')")
    base.executemany("INSERT INTO organisation VALUES (?, 1, ?, ?)",
                     ((n, f"Société n° {n} & fils", f"societe n {n:06} fils") for n in range(1, 8001)))
    base.execute("INSERT INTO programme (id, territory_id, slug, name, sort_key, is_public, provenance)"
                 " VALUES (1, 1, 'banc', 'Banc', 'banc', 1, 'reconstructed')")
    base.execute("INSERT INTO nomenclature (id, territory_id, programme_id, key, rank, is_archived, label, use)"
                 " VALUES (1, 1, 1, 'categories', 0, 0, 'Catégories', 'tenant-categories')")
    base.executemany("INSERT INTO nomenclature_item (territory_id, programme_id, nomenclature_id, key, rank, is_archived, label)"
                     " VALUES (1, 1, 1, ?, ?, 0, ?)", [(key, rank, label) for rank, (key, label) in enumerate(CATEGORIES)])
    base.executemany("INSERT INTO site (id, territory_id, programme_id, name, sort_key, address, municipality, opened_day, provenance)"
                     " VALUES (?, 1, 1, ?, ?, 'Rue de l’Épreuve', 'Fontaine', '2008-12-01', 'reconstructed')",
                     ((n, f"Hôtel d’activités {n}", f"hotel dactivites {n:06}") for n in range(1, 251)))
    base.executemany("INSERT INTO lot (id, territory_id, site_id, name, sort_key, kind, destination, area_dm2, provenance)"
                     " VALUES (?, 1, ?, ?, ?, 'office', 'company', ?, 'reconstructed')",
                     ((n, (n - 1) // 40 + 1, f"Bureau {(n - 1) % 40 + 1}", f"bureau {(n - 1) % 40 + 1:06}", random.randint(900, 40000))
                      for n in range(1, 10_001)))
    words = ["integration", "social", "artisan", "company", "association"]
    rows = []
    for lot in range(1, 10_001):
        for turn in range(5):
            start, end = f"{2009 + turn * 3}-{lot % 12 + 1:02}-01", f"{2011 + turn * 3}-{lot % 12 + 1:02}-01"
            rows.append((lot, random.randint(1, 8000), random.choice(words), start, None if turn == 4 and lot % 9 else end))
    base.executemany("INSERT INTO lease (territory_id, lot_id, tenant_id, category, start_day, end_day, provenance)"
                     " VALUES (1, ?, ?, ?, ?, ?, 'reconstructed')", rows)
    base.execute("ANALYZE")
    base.commit()
    base.close()


class Server:
    """A server with everything it started, its address and its processor time."""

    def __init__(self, command, port=None, **more):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                        start_new_session=True, **more)
        self.port = port

    def wait(self, path="/"):
        for _ in range(400):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}")
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.025)
        raise SystemExit("the server did not start")

    def processes(self):
        group = os.getpgid(self.process.pid)
        return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and self.in_group(p, group)]

    @staticmethod
    def in_group(entry, group):
        try:
            return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[2]) == group
        except (OSError, IndexError):
            return False

    def cpu(self):
        total = 0
        for process in self.processes():
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory(self):
        text = "".join(Path(f"/proc/{process}/status").read_text() for process in self.processes())
        return sum(int(kb) for kb in re.findall(r"VmRSS:\s+(\d+) kB", text)) / 1024

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=40)


EMAIL = "camille@banc.example"


def terreau(database):
    server = Server([PROGRAM, "serve", "--database", database, "--port", "0", "--rate", "0"])
    line = server.process.stdout.readline()
    found = re.search(r"localhost:(\d+)", line)
    if not found:
        raise SystemExit(line + server.process.stdout.read())
    server.port = int(found.group(1))
    return server


def agent_cookie(server, database):
    """An agent invited on the command line, who follows the link and chooses a password."""
    user = lambda *words: subprocess.run([PROGRAM, "user", *words, "--database", database], capture_output=True, text=True)  # noqa: E731
    link = user("reset", EMAIL)
    if link.returncode:
        link = user("add", EMAIL, "--name", "Camille", "--role", "agent", "--territory", "banc")
    secret = re.search(r"jeton=(\w+)", link.stdout).group(1)
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    address = f"http://localhost:{server.port}"
    page = opener.open(f"{address}/acces?jeton={secret}").read().decode()
    token = re.search(r'name="_token" value="([0-9a-f]+)"', page).group(1)
    opener.open(urllib.request.Request(f"{address}/mot-de-passe", headers={"Origin": address},
                                       data=f"_token={token}&password=une+phrase+assez+longue".encode()))
    jar = next(h for h in opener.handlers if isinstance(h, urllib.request.HTTPCookieProcessor)).cookiejar
    return next(f"{c.name}={c.value}" for c in jar if c.name == "terreau_session")


def served(server):
    """Seconds that the site says it spent on how many answers, since it started."""
    text = get(server, "/metrics").decode()
    column = lambda name: sum(float(n) for n in re.findall(rf"_{name}\{{.*\}} ([\d.e+-]+)$", text, re.M))  # noqa: E731
    return column("sum"), column("count")


def wrk(server, path, connections, cookie=None, gzip=False):
    """Requests a second, median and p99 in milliseconds, processor time a request in microseconds."""
    runs = []
    for _ in range(ROUNDS):
        before = server.cpu()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", f"http://127.0.0.1:{server.port}{path}"]
        if cookie:
            command[1:1] = ["-H", f"Cookie: {cookie}"]
        if gzip:
            command[1:1] = ["-H", "Accept-Encoding: gzip"]
        text = subprocess.run(command, capture_output=True, text=True).stdout
        if "Non-2xx" in text:
            raise SystemExit(f"{path}: {text}")
        count = int(re.search(r"(\d+) requests in", text).group(1))
        runs.append((float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), milliseconds(text, "50%"),
                     milliseconds(text, "99%"), (server.cpu() - before) / max(1, count) * 1e6))
    return [statistics.median(column) for column in zip(*runs)]


def milliseconds(text, row):
    number, unit = re.search(rf"{row}\s+([\d.]+)(us|ms|s)\b", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def get(server, path, cookie=None, gzip=False):
    headers = ({"Cookie": cookie} if cookie else {}) | ({"Accept-Encoding": "gzip"} if gzip else {})
    return urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", headers=headers)).read()
