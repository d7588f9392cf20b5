"""The reference: the same list page from Django, on the same SQLite file, with a session and a permission check."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponseNotFound
from django.shortcuts import render
from django.urls import path

HERE = os.path.dirname(os.path.abspath(__file__))

settings.configure(
    DEBUG=False,
    SECRET_KEY="for a benchmark on one machine",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE],
        "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])]},
    }],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DATABASE"], "CONN_MAX_AGE": None}},
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    USE_TZ=False,
    USE_I18N=False,
)
django.setup()

WORDS = {
    "integration": "Insertion par l’activité économique", "social": "Économie sociale et solidaire",
    "artisan": "Artisan", "company": "Entreprise", "association": "Association",
}


def area(square_decimetres):
    whole = f"{square_decimetres // 100:,}".replace(",", "\u202f")
    rest = f"{square_decimetres % 100:02}".rstrip("0")
    return f"{whole},{rest}\u00a0m²" if rest else f"{whole}\u00a0m²"


def day(iso):
    return f"{iso[8:]}/{iso[5:7]}/{iso[:4]}" if iso else ""


def leases(request):
    if request.session.get("kind") not in ("agent", "manager", "administrator", "elected"):
        return HttpResponseNotFound()
    territory = request.session["territory"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lease WHERE territory_id = %s", [territory])
        total = cursor.fetchone()[0]
        cursor.execute(
            """
            SELECT lease.id, lot.id, lot.name, site.id, site.name, organisation.name, lease.category, lot.area_dm2,
              lease.start_day, lease.end_day, lease.provenance
            FROM (SELECT id FROM lease WHERE territory_id = %s ORDER BY start_day DESC, id DESC LIMIT 50 OFFSET 0) wanted
            JOIN lease ON lease.id = wanted.id JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id
            JOIN organisation ON organisation.id = lease.tenant_id ORDER BY lease.start_day DESC, lease.id DESC
            """, [territory])
        rows = [
            {"id": r[0], "lot_id": r[1], "lot": r[2], "site_id": r[3], "site": r[4], "tenant": r[5],
             "category": WORDS[r[6]], "area": area(r[7]), "start": day(r[8]), "end": day(r[9]),
             "mark": r[10] == "reconstructed"}
            for r in cursor.fetchall()
        ]
    pages = (total + 49) // 50
    return render(request, "leases.html", {
        "rows": rows, "total": f"{total:,}".replace(",", "\u202f"), "pages": pages,
        "pages_text": f"{pages:,}".replace(",", "\u202f"), "stylesheet": os.environ["BENCH_STYLESHEET"],
        "today": os.environ["BENCH_TODAY"], "territory": os.environ["BENCH_TERRITORY"], "viewer": os.environ["BENCH_VIEWER"],
    })


urlpatterns = [path("baux", leases)]


def cookie():
    from django.contrib.sessions.backends.signed_cookies import SessionStore

    session = SessionStore()
    session["kind"] = "agent"
    session["territory"] = 1
    return session._get_session_key()


if __name__ == "__main__" and sys.argv[1:] == ["cookie"]:
    print(cookie())
elif __name__ != "__main__":
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
