"""The reference: the same list page as a Django developer writes it, on the same SQLite file.

Models, a paginator, a template, the session and the user that Django keeps in its database, one permission.
"""

import os
import sys

import django
from django.conf import settings

HERE = os.path.dirname(os.path.abspath(__file__))

settings.configure(
    DEBUG=False,
    SECRET_KEY="for a benchmark on one machine",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="page" if __name__ == "__main__" else __name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HERE]}],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DJANGO_DATABASE"], "CONN_MAX_AGE": None},
        "data": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DATABASE"], "CONN_MAX_AGE": None},
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=False,
    LANGUAGE_CODE="fr",
)
django.setup()

from django.contrib.auth.decorators import login_required, permission_required  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.db import models  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


def area(square_decimetres):
    whole = f"{square_decimetres // 100:,}".replace(",", "\u202f")
    rest = f"{square_decimetres % 100:02}".rstrip("0")
    return f"{whole},{rest}\u00a0m²" if rest else f"{whole}\u00a0m²"


class Site(models.Model):
    name = models.TextField()

    class Meta:
        app_label, db_table, managed = "auth", "site", False


class Organisation(models.Model):
    name = models.TextField()

    class Meta:
        app_label, db_table, managed = "auth", "organisation", False


class Lot(models.Model):
    name = models.TextField()
    site = models.ForeignKey(Site, models.PROTECT)
    area_dm2 = models.BigIntegerField()

    class Meta:
        app_label, db_table, managed = "auth", "lot", False

    @property
    def area(self):
        return area(self.area_dm2)


class Lease(models.Model):
    territory_id = models.BigIntegerField()
    lot = models.ForeignKey(Lot, models.PROTECT)
    tenant = models.ForeignKey(Organisation, models.PROTECT)
    category = models.TextField(choices=[
        ("integration", "Insertion par l’activité économique"), ("social", "Économie sociale et solidaire"),
        ("artisan", "Artisan"), ("company", "Entreprise"), ("association", "Association")])
    start_day = models.DateField()
    end_day = models.DateField(null=True)
    provenance = models.TextField()

    class Meta:
        app_label, db_table, managed = "auth", "lease", False


@login_required
@permission_required("auth.view_user", raise_exception=True)
def leases(request):
    found = (Lease.objects.using("data").filter(territory_id=request.session["territory"])
             .select_related("lot__site", "tenant").order_by("-start_day", "-id"))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    grouped = lambda number: f"{number:,}".replace(",", "\u202f")  # noqa: E731
    return render(request, "leases.html", {
        "page": page, "total": grouped(page.paginator.count), "pages": page.paginator.num_pages,
        "pages_text": grouped(page.paginator.num_pages), "stylesheet": os.environ["BENCH_STYLESHEET"],
        "today": os.environ["BENCH_TODAY"], "territory": os.environ["BENCH_TERRITORY"], "viewer": os.environ["BENCH_VIEWER"],
    })


urlpatterns = [path("baux", leases)]


def prepare():
    """Django's own tables, one agent who may look, and the cookie of a session of theirs."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import Permission, User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    agent = User.objects.create_user("agent")
    agent.user_permissions.add(Permission.objects.get(codename="view_user"))
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session["territory"] = 1
    session.save()
    return session.session_key


if __name__ == "__main__" and sys.argv[1:] == ["prepare"]:
    print(prepare())
elif __name__ != "__main__":
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
