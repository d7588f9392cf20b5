"""Measures the site against references in the same run, and writes docs/performance.md.

    make bench                everything but the builds (about ten minutes)
    make bench BUILDS=1       the builds and the tests too, from a fresh clone

Ratios are what to read: absolute figures move with the machine and with whatever else it does.
"""

import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from components import components
from measured import LEASES, PROGRAM, ROOT, SECONDS, Server, agent_cookie, fill, get, served, terreau, wrk

WORK = Path(tempfile.mkdtemp(prefix="terreau-bench-", dir="/tmp"))
VENV = ROOT / ".cache/venv/bin"
# Where `measures` leaves the table that it brought in.
TABLE = WORK / "liste.csv"

BARE = ["SELECT count(*) FROM lease WHERE lease.territory_id = 1",
        """SELECT lease.id, lease.lot_id, lot.name, site.id, site.name, lease.tenant_id, organisation.name, lease.category,
             lot.area_dm2, lease.start_day, lease.end_day, lease.provenance, lease.version
           FROM (SELECT id FROM lease WHERE territory_id = 1 ORDER BY start_day DESC, id DESC
             LIMIT 50 OFFSET 0) wanted
           JOIN lease ON lease.id = wanted.id JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id
           JOIN organisation ON organisation.id = lease.tenant_id ORDER BY lease.start_day DESC, lease.id DESC"""]


def bare_sqlite(path):
    base = sqlite3.connect(path)
    times = []
    for _ in range(300):
        start = time.perf_counter()
        for statement in BARE:
            base.execute(statement).fetchall()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def bare_postgres(address):
    script = WORK / "bare.sql"
    script.write_text(";\n".join(BARE) + ";\n")
    pgbench = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))[-1]
    host, user = re.search(r"host=([^&]+)&user=(\w+)", address).groups()
    text = subprocess.run([pgbench, "-n", "-M", "prepared", "-c", "4", "-T", str(SECONDS), "-f", script, "-h", host, "-U", user, "terreau"],
                          capture_output=True, text=True).stdout
    return float(re.search(r"latency average = ([\d.]+)", text).group(1))


def normal(page):
    """Without what changes from one drawing to the next: line breaks, and the token of the form that signs out."""
    text = re.sub(r'name="_token" value="\w+"', 'name="_token"', page.decode())
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def measures(database):
    return json.loads(subprocess.run([PROGRAM.parent / "measures", database], capture_output=True, text=True, check=True,
                                     env=os.environ | {"TERREAU_BENCH_TABLE": str(TABLE)}).stdout)


def drawing(report, found):
    report.text()
    report.text("## A table of 200 lines\n")
    report.text("Seven columns, three of them links, drawn without its query: medians of 1,000.\n")
    report.row("table", "µs", "budget")
    report.row(*["---"] * 3)
    report.row("as a record’s page draws it", found["table_us"], "≤ 500")
    report.row("with boxes to choose lines and headings that sort", found["tools_us"], "≤ 500")
    report.text()
    report.text("## The occupancy map of a site of 400 lots\n")
    report.text("From its lots to the bytes of its figure, with sentence, legend and table: the median of 1,000.\n")
    report.row("measure", "", "budget")
    report.row(*["---"] * 3)
    report.row("drawing, µs", found["map_us"], "≤ 5,000")
    report.row("weight of the figure, uncompressed", f"{found['map_bytes'] / 1000:.0f} KB", "≤ 70 KB")


def configurations(report, sqlite, postgres):
    report.text()
    report.text("## A programme's configuration\n")
    report.text(f"A document of {sqlite['document_bytes'] / 1e6:.2f} MB, ten nomenclatures of 800 words: read, validated and written with its "
                "journal where there was nothing; then compared with another of the same size. Medians.\n")
    report.row("measure", "SQLite", "PostgreSQL", "budget")
    report.row(*["---"] * 4)
    report.row("import", f"{sqlite['import_us'] / 1000:.0f} ms", f"{postgres['import_us'] / 1000:.0f} ms", "≤ 200 ms")
    report.row("of that, reading and validating", f"{sqlite['reading_us'] / 1000:.0f} ms",
               f"{postgres['reading_us'] / 1000:.0f} ms", "")
    report.row("difference of two", f"{sqlite['difference_us'] / 1000:.0f} ms",
               f"{postgres['difference_us'] / 1000:.0f} ms", "≤ 50 ms")


def figures(report, sqlite, postgres):
    report.text()
    report.text("## Figures over many facts\n")
    report.text("Leases of a programme, a day each; every figure on a day of its own, so that nothing was counted before; turn about with the statement that a "
                "specialist would write by hand.\n")
    report.row("database", "facts", "figure", "engine, cold", "bare statement", "ratio", "budget")
    report.row(*["---"] * 7)
    for name, found in [("SQLite", sqlite), ("PostgreSQL", postgres)]:
        for line in found["figures"]["figures"]:
            report.row(name, f"{found['figures']['facts']:,}", line["name"], f"{line['engine_us'] / 1000:.1f} ms", f"{line['bare_us'] / 1000:.1f} ms",
                       f"**{line['engine_us'] / line['bare_us']:.2f} ×**", "≤ 1.5 ×")
    report.text()
    report.row("measure", "SQLite", "PostgreSQL", "budget")
    report.row(*["---"] * 4)
    report.row("a dashboard of thirty figures, nothing changed", f"{sqlite['figures']['warm_us'] / 1000:.1f} ms",
               f"{postgres['figures']['warm_us'] / 1000:.1f} ms", "≤ 50 ms")
    report.row(f"the ledger of all programmes, {sqlite['ledger_figures']} figures, from nothing (in memory)", f"{sqlite['ledger_us'] / 1000:.0f} ms",
               f"{postgres['ledger_us'] / 1000:.0f} ms", "≤ 1 s")


def searches(report, sqlite, postgres):
    report.text()
    report.text("## Search in many long texts\n")
    report.text("Invented sheets of 300 words, whose words are as unequally frequent as a language's; forty questions of a kind, turn about with the ranked "
                "statement alone that a specialist would write. Ours finds the ten best of what one may read and says how many there are; the answer has their titles "
                "and passages too, with the words marked. Words that more than a thousand texts hold are looked for in titles first.\n")
    report.row("database", "sheets", "words", "held by", "found", "bare statement", "ratio", "budget", "the answer")
    report.row(*["---"] * 9)
    for name, found in [("SQLite", sqlite["texts"]), ("PostgreSQL", postgres["texts"])]:
        for line in found["searches"]:
            report.row(name, f"{found['sheets']:,}", line["name"], f"{line['held']:,}", f"{line['found_us'] / 1000:.2f} ms", f"{line['bare_us'] / 1000:.2f} ms",
                       f"**{line['found_us'] / line['bare_us']:.2f} ×**", "reported" if "frequent" in line["name"] else "≤ 1.5 ×",
                       f"{line['answer_us'] / 1000:.2f} ms")
    report.text()
    report.row("measure", "SQLite", "PostgreSQL")
    report.row(*["---"] * 3)
    one, other = sqlite["texts"], postgres["texts"]
    report.row("a mistyped word, found as its neighbour", f"{one['error_us'] / 1000:.1f} ms", f"{other['error_us'] / 1000:.1f} ms")
    report.row("the analysis reads", f"{one['analysed_bytes'] / 1e6:.0f} MB/s", f"{other['analysed_bytes'] / 1e6:.0f} MB/s")
    report.row("sheets entered a second, a hundred in a change", one["entered"], other["entered"])
    report.row("one sheet more, in a change of its own", f"{one['one_us'] / 1000:.1f} ms", f"{other['one_us'] / 1000:.1f} ms")
def reading(report, sqlite, postgres):
    report.text()
    report.text(f"## The Lab with {sqlite['reading']['sheets']:,} sheets\n")
    report.text("Server time of a page for a visitor without an account; « first » counts what is remembered until something is published.\n")
    report.row("page", "what", "SQLite, first", "again", "PostgreSQL, first", "again", "budget")
    report.row(*["---"] * 7)
    for one, other in zip(sqlite["reading"]["pages"], postgres["reading"]["pages"]):
        report.row(f"`{one['path']}`", one["what"], f"{one['first_us'] / 1000:.1f} ms", f"**{one['again_us'] / 1000:.1f} ms**",
                   f"{other['first_us'] / 1000:.1f} ms", f"**{other['again_us'] / 1000:.1f} ms**", "≤ 10 ms")


def tables(report, found):
    report.text()
    report.text(f"## Tables of {found['lines']:,} lines and 12 columns\n")
    report.text("Read from the disk to the last cell, each taken as its column has it: words, a SIRET, a day, a sum.\n")
    report.row("kind", "size", "lines/s", "budget")
    report.row(*["---"] * 4)
    for kind in found["kinds"]:
        report.row(kind["kind"].upper(), f"{kind['bytes'] / 1e6:.1f} MB", f"**{kind['lines_per_second']:,}**", "≥ 10,000")


def bare_import(lines):
    """The same file brought into a table of words by SQLite's own shell: no reading of what the words mean, no check, no journal."""
    base = WORK / "import.db"
    begun = time.perf_counter()
    subprocess.run(["sqlite3", base, "-cmd", ".mode csv", "-cmd", ".separator ;", f".import {TABLE} imported"], check=True)
    seconds = time.perf_counter() - begun
    if sqlite3.connect(base).execute("SELECT count(*) FROM imported").fetchone()[0] != lines:
        raise SystemExit("sqlite3 did not bring the whole table in")
    return lines / seconds


def imports(report, sqlite, postgres):
    lines, bare = sqlite["imports"]["lines"], bare_import(sqlite["imports"]["lines"])
    report.text()
    report.text(f"## Tables of {lines:,} lines brought in\n")
    report.text("As they are sent from a browser: every line read, checked against the form, compared with the directory and with the lines above it, kept with what "
                "would become of it; then written with its journal. `sqlite3 .import` of the same file of organisations into a table of words: "
                f"{bare:,.0f} lines/s.\n")
    report.row("table and step", "SQLite, lines/s", "against `sqlite3 .import`", "PostgreSQL, lines/s", "budget")
    report.row(*["---"] * 5)
    for one, other in zip(sqlite["imports"]["steps"], postgres["imports"]["steps"]):
        # Of a table that changes nothing, nothing is written; of one that changes a tenth, that tenth.
        if one["name"].endswith("same: written"):
            continue
        count = lines / 10 if one["name"].endswith("changed: written") else lines
        rate = count / one["ms"] * 1e3
        report.row(one["name"], f"**{rate:,.0f}**", f"{rate / bare:.3f}", f"**{count / other['ms'] * 1e3:,.0f}**", "≥ 10,000")
    report.text()
    report.text(f"The pages over the {lines:,} organisations and as many people, medians:\n")
    report.row("page", "SQLite", "PostgreSQL", "budget")
    report.row(*["---"] * 4)
    for one, other in zip(sqlite["imports"]["pages"], postgres["imports"]["pages"]):
        report.row(f"`{one['path']}`", f"{one['us'] / 1000:.1f} ms", f"{other['us'] / 1000:.1f} ms", "≤ 10 ms")


def people(report, sqlite, postgres):
    report.text()
    report.text("## Accounts, rights, journal\n")
    report.text("The same site entered with its audit line and without, in one transaction each, turn about; medians of five runs of 400. "
                "Both databases reach the disk at each commit (`synchronous=FULL`, `fsync=on`).\n")
    report.row("database", "writers at once", "writes/s without the line", "with it", "the line adds", "budget")
    report.row(*["---"] * 6)
    for name, found in [("SQLite", sqlite), ("PostgreSQL", postgres)]:
        for line in found["writes"]:
            report.row(name, line["writers"], f"{line['plain']:,}", f"{line['audited']:,}",
                       f"**{(line['plain'] / line['audited'] - 1) * 100:.0f} %**", "≤ 30 %")
    report.text()
    report.row("measure", "SQLite", "PostgreSQL", "budget")
    report.row(*["---"] * 4)
    report.row("a permission check", f"{sqlite['admits_ns'] / 1000:.2f} µs", f"{postgres['admits_ns'] / 1000:.2f} µs", "≤ 20 µs")
    report.row("who asks, with all roles of the day (once a request)", f"{sqlite['identify_us']} µs", f"{postgres['identify_us']} µs", "reported")
    report.row("Argon2id alone", f"{sqlite['hash_us'] / 1000:.1f} ms", f"{postgres['hash_us'] / 1000:.1f} ms", "")
    report.row("the whole sign-in", f"{sqlite['sign_in_us'] / 1000:.1f} ms", f"{postgres['sign_in_us'] / 1000:.1f} ms", "Argon2id and little more")


class Report:
    def __init__(self):
        self.lines = []

    def row(self, *cells):
        line = "| " + " | ".join(str(c) for c in cells) + " |"
        print(line, flush=True)
        self.lines.append(line)

    def text(self, text=""):
        print(text, flush=True)
        self.lines.append(text)


def lists(report, server, cookie, name):
    for path, what in [("/baux", f"{LEASES:,} leases, first page"), ("/baux?page=1000", "the same, last page"),
                       ("/baux?q=123&state=ended", "leases, by tenant and state"), ("/lots", "10,000 lots with today’s tenant"),
                       ("/lots?state=vacant", "vacant lots"), ("/sites", "250 sites with their occupancy"),
                       ("/sites/7", "one site and its 40 lots"), ("/baux?sort=tenant", "leases, by tenant"),
                       ("/baux?sort=-tenant&state=running", "running leases, by tenant, last first"),
                       ("/baux?sort=end", "leases, by last day"), ("/baux?sort=-end", "the same, last first"),
                       ("/lots?sort=name", "lots, by name"), ("/lots?sort=-area", "lots, largest first"),
                       ("/recherche/propositions?q=soci", "names that every tenant has"),
                       ("/recherche/propositions?q=bureau", "names that every lot has"),
                       ("/recherche/propositions?q=999+fils", "a name that few have")]:
        spent, answers = served(server)
        four = wrk(server, path, 4, cookie)
        spent, answers = served(server)[0] - spent, served(server)[1] - answers
        many = wrk(server, path, 64, cookie)
        report.row(name, f"`{path}`", what, f"{spent / answers * 1e3:.2f}", f"{four[1]:.2f}", f"{four[0]:,.0f}", f"{many[0]:,.0f}", f"{many[2]:.1f}", f"{four[3]:,.0f}")


def main():
    report = Report()
    database = WORK / "bench.db"
    fill(database)

    started = time.perf_counter()
    server = terreau(database)
    get(server, "/sites")
    first_page = (time.perf_counter() - started) * 1e3
    cookie = agent_cookie(server, database)
    idle = server.memory()

    report.text("## Lists over 50 000 records\n")
    report.text("Budget: server time ≤ 10 ms at 4 connections. Server time is what the site itself measures for an answer (`/metrics`), "
                "averaged; the client's median adds waiting for a core, as the clients run on the same two.\n")
    report.row("database", "page", "what", "server ms, 4 conn.", "client’s median ms, 4", "req/s, 4", "req/s, 64", "p99 ms, 64",
               "CPU µs/request")
    report.row(*["---"] * 9)
    lists(report, server, cookie, "SQLite")
    swift = wrk(server, "/baux", 4, cookie)
    page = get(server, "/baux", cookie)
    bare = bare_sqlite(database)
    weight = len(page) + sum(len(get(server, path)) for path in set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.decode())))
    begun = time.perf_counter()
    csv = get(server, "/baux.csv", cookie)
    csv_seconds = time.perf_counter() - begun

    cluster = Path(tempfile.mkdtemp(prefix="terreau-bench-pg-", dir="/tmp"))
    os.chmod(cluster, 0o755)
    if os.getuid() == 0:
        shutil.chown(cluster, "postgres")
    address = subprocess.run([ROOT / "scripts/postgres", "start", cluster / "pg"], capture_output=True, text=True, check=True,
                             env=os.environ | {"TERREAU_FSYNC": "on"}).stdout.strip()
    try:
        backup = WORK / "backup.gz"
        begun = time.perf_counter()
        subprocess.run([PROGRAM, "backup", backup, "--database", database], check=True, stdout=subprocess.DEVNULL)
        backed = time.perf_counter() - begun
        begun = time.perf_counter()
        subprocess.run([PROGRAM, "restore", backup, "--database", address], check=True, stdout=subprocess.DEVNULL)
        restored = time.perf_counter() - begun
        subprocess.run(["psql", address, "-qc", "VACUUM ANALYZE"], check=True)
        shared = terreau(address)
        shared_cookie = agent_cookie(shared, address)
        lists(report, shared, shared_cookie, "PostgreSQL")
        shared_swift = wrk(shared, "/baux", 4, shared_cookie)
        same = normal(get(shared, "/baux", shared_cookie)) == normal(page)
        shared.stop()
        bare_shared = bare_postgres(address)
        subprocess.run(["psql", address, "-qc", "CREATE SCHEMA measures"], check=True)
        measured = measures(WORK / "measures.db"), measures(f"{address}&options=-csearch_path%3Dmeasures,public")
    finally:
        subprocess.run([ROOT / "scripts/postgres", "stop", cluster / "pg"])
        shutil.rmtree(cluster, ignore_errors=True)

    report.text()
    report.text("## Against references\n")
    report.row("measure", "Terreau", "reference", "ratio", "budget")
    report.row(*["---"] * 5)

    theirs = os.environ | {
        "BENCH_DATABASE": str(database), "BENCH_DJANGO_DATABASE": str(WORK / "django.db"),
        "BENCH_ASSETS": " ".join(f"{ending}={path}" for path, ending in re.findall(r'"(/assets/terreau-\w+\.(\w+))"', page.decode())),
        "BENCH_ACCENT": re.search(r"/assets/couleur/(\w+)", page.decode()).group(1),
        "BENCH_TODAY": re.search(r"lu le ([^.]+)\.", page.decode()).group(1), "BENCH_TERRITORY": "Métropole du banc d’essai",
        "BENCH_ACCOUNT": re.search(r'data-reader="(\d+)"', page.decode()).group(1)}
    session = "sessionid=" + subprocess.run(
        [VENV / "python", "page.py", "prepare"], cwd=ROOT / "bench/django_site", capture_output=True, text=True, check=True,
        env=theirs).stdout.strip()
    django = Server([VENV / "gunicorn", "-w", "2", "-b", "127.0.0.1:8191", "--log-level", "error", "page:application"], 8191,
                    cwd=ROOT / "bench/django_site", env=theirs)
    django.wait("/baux")
    theirs = get(django, "/baux", session).decode().replace("&#x27;", "&#39;").replace("&quot;", "&#34;").encode()
    if normal(theirs) != normal(page):
        (WORK / "ours.html").write_bytes(page)
        (WORK / "theirs.html").write_bytes(theirs)
        raise SystemExit(f"the two pages differ: {WORK}")
    other = wrk(django, "/baux", 4, session)
    django.stop()
    report.row("`/baux`, CPU a request, against Django on the same data (same HTML, session and permission)",
               f"{swift[3]:,.0f} µs", f"{other[3]:,.0f} µs", f"**{other[3] / swift[3]:.0f} × less**", "≥ 50 × less")
    report.row("the same, requests a second at 4 connections", f"{swift[0]:,.0f}", f"{other[0]:,.0f}", f"{swift[0] / other[0]:.0f} ×", "reported")
    report.row("`/baux`, median at 4 connections, against its two bare statements alone (SQLite)", f"{swift[1]:.2f} ms", f"{bare:.2f} ms",
               f"{swift[1] / bare:.2f}", "reported")
    report.row("the same on PostgreSQL (pgbench, 4 clients, prepared)", f"{shared_swift[1]:.2f} ms", f"{bare_shared:.2f} ms",
               f"{shared_swift[1] / bare_shared:.2f}", "reported")

    (WORK / "nginx.conf").write_text(
        f"worker_processes 2; daemon off; pid {WORK}/nginx.pid; error_log {WORK}/nginx.log; events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; keepalive_requests 1000000000; server {{ listen 127.0.0.1:8192; location / {{ return 200 'ok\\n'; }} }} }}\n")
    nginx = Server(["nginx", "-c", WORK / "nginx.conf", "-p", WORK], 8192)
    nginx.wait()
    pairs = []
    for _ in range(3):
        pairs.append((wrk(server, "/healthz", 64), wrk(nginx, "/", 64)))
    nginx.stop()
    ours, reference = pairs[len(pairs) // 2]
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    report.row("a constant answer against nginx, 64 connections", f"{ours[0]:,.0f} req/s", f"{reference[0]:,.0f} req/s", f"**{ratio:.2f}**", "≥ 0.8")
    report.row("idle memory", f"{idle:.0f} MB", "", "", "≤ 80 MB")
    report.row("first page after start, on the 50 000 leases", f"{first_page:.0f} ms", "", "", "≤ 300 ms")
    report.row("weight of `/baux` with its style, script and sign, uncompressed", f"{weight / 1000:.0f} KB", "", "", "≤ 100 KB")
    report.row("`/baux.csv`, 50 000 lines streamed", f"{csv_seconds:.2f} s, {len(csv) / 1e6:.1f} MB", "", "", "reported")
    report.row("backup from SQLite, all 68 000 rows", f"{backed:.2f} s", "", "", "reported")
    report.row("restore into PostgreSQL", f"{restored:.2f} s", "", "", "reported")
    report.row("the page from PostgreSQL is the page from SQLite", "yes" if same else "NO", "", "", "yes")
    components(report, server, cookie)
    server.stop()
    drawing(report, measured[0])
    configurations(report, *measured)
    figures(report, *measured)
    searches(report, *measured)
    reading(report, *measured)
    tables(report, measured[0]["tables"])
    imports(report, *measured)
    people(report, *measured)

    if os.environ.get("BUILDS"):
        builds(report)
    write(report)
    shutil.rmtree(WORK, ignore_errors=True)


def builds(report):
    clone = WORK / "clone"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    report.text()
    report.text("## Builds, from a fresh clone with the Debian packages installed\n")
    report.row("what", "seconds", "budget")
    report.row(*["---"] * 3)
    begun = time.perf_counter()
    site = Server(["make", "run"], cwd=clone, env=os.environ | {"PORT": "8193"})
    text = ""
    while "Ctrl-C" not in text:
        text += site.process.stdout.readline()
    site.port = 8193
    get(site, "/sites")
    report.row("`make run` to the first page", f"{time.perf_counter() - begun:.0f}", "≤ 360")
    site.stop()
    begun = time.perf_counter()
    subprocess.run(["swift", "build"], cwd=clone, check=True, stdout=subprocess.DEVNULL)
    report.row("clean debug build", f"{time.perf_counter() - begun:.0f}", "reported")
    begun = time.perf_counter()
    subprocess.run(["make", "test"], cwd=clone, check=True, stdout=subprocess.DEVNULL)
    report.row("`make test`", f"{time.perf_counter() - begun:.0f}", "≤ 1 500")


def write(report):
    cores = os.cpu_count()
    day = time.strftime("%Y-%m-%d")
    head = (f"# Performance\n\nWritten by `make bench{' BUILDS=1' if os.environ.get('BUILDS') else ''}` on {day}, on {cores} cores that were also running the clients. Rerun it to compare: "
            "ratios hold from one machine to another, absolute figures do not. Each figure is the median of three runs of "
            f"{SECONDS} seconds.\n\nLosses after kill -9 under load are not measured but tested: "
            "`Tests/SiteTests/ProcessTests.swift`, on both databases.\n\n")
    (ROOT / "docs/performance.md").write_text(head + "\n".join(report.lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
