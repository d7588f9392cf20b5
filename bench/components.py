"""What each page of components weighs, costs the server, and how soon it is read on a slow telephone."""

import re
import statistics

from playwright.sync_api import sync_playwright

from measured import ROUNDS, get, served, wrk

CHAPTERS = ["identite", "textes", "fiche", "reperes", "graphiques", "liste?size=200", "formulaire", "grille", "planche"]
# « Slow 3G » of the browser's own tools.
SLOW = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PAINTED = """() => new Promise(done => {
  const look = () => {
    const entry = performance.getEntriesByName("first-contentful-paint")[0];
    entry ? done(entry.startTime) : requestAnimationFrame(look);
  };
  look();
})"""


def components(report, server, cookie):
    report.text()
    report.text("## Pages of components\n")
    report.text("Signed in, SQLite, a territory with a colour of its own. Weights are uncompressed but for what travels; server time is the "
                "site’s own, at 4 connections, and processor time includes the compression that browsers ask for. First contentful paint: "
                "Chromium at a quarter of its speed on « Slow 3G » (2 s for every answer, 400 kbit/s), nothing kept and then again "
                f"with what the first visit left; medians of {ROUNDS}.\n")
    report.row("page", "HTML, KB", "with style and script, KB", "HTML as it travels, KB", "server ms", "CPU µs/request", "first paint, s",
               "the second time, s")
    report.row(*["---"] * 8)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for chapter in CHAPTERS:
            component(report, server, cookie, browser, f"/style/{chapter}")
        browser.close()


def component(report, server, cookie, browser, path):
    page = get(server, path, cookie)
    brought = sum(len(get(server, asset)) for asset in sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.decode()))))
    travels = len(get(server, path, cookie, gzip=True))
    spent, answers = served(server)
    asked = wrk(server, path, 4, cookie, gzip=True)
    spent, answers = served(server)[0] - spent, served(server)[1] - answers
    first, again = zip(*(paints(server, cookie, browser, path) for _ in range(ROUNDS)))
    report.row(f"`{path}`", f"{len(page) / 1000:.0f}", f"**{(len(page) + brought) / 1000:.0f}**", f"{travels / 1000:.0f}",
               f"{spent / answers * 1e3:.2f}", f"{asked[3]:,.0f}", f"{statistics.median(first) / 1e3:.2f}",
               f"{statistics.median(again) / 1e3:.2f}")


def paints(server, cookie, browser, path):
    """Milliseconds to the first paint, with an empty cache and with what that visit left in it."""
    address = f"http://127.0.0.1:{server.port}"
    name, value = cookie.split("=", 1)
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="fr-FR")
    try:
        context.add_cookies([{"name": name, "value": value, "url": address}])
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", SLOW)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        times = []
        for _ in range(2):
            page.goto(address + path, timeout=60_000)
            times.append(page.evaluate(PAINTED))
            page.goto("about:blank")
        return times
    finally:
        context.close()
