"""The reference: the same list page as a Django developer writes it, on the same SQLite file.

Models, a paginator, templates, a form for the filters, saved views, the session and the user that Django keeps in its
database, permissions.
"""

import os
import sys
from datetime import date

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
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HERE],
        "OPTIONS": {"context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
            ("page" if __name__ == "__main__" else __name__) + ".frame"]},
    }],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DJANGO_DATABASE"], "CONN_MAX_AGE": None},
        "data": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DATABASE"], "CONN_MAX_AGE": None},
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=False,
    LANGUAGE_CODE="fr",
)
django.setup()

from django import forms  # noqa: E402
from django.contrib.auth.decorators import login_required, permission_required  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Case, F, Q, When  # noqa: E402
from django.http import HttpResponseBadRequest  # noqa: E402
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
    sort_key = models.TextField()

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
    CATEGORIES = [
        ("integration", "Insertion par l’activité économique"), ("social", "Économie sociale et solidaire"),
        ("artisan", "Artisan"), ("company", "Entreprise"), ("association", "Association")]
    territory_id = models.BigIntegerField()
    lot = models.ForeignKey(Lot, models.PROTECT)
    tenant = models.ForeignKey(Organisation, models.PROTECT)
    category = models.TextField(choices=CATEGORIES)
    start_day = models.DateField()
    end_day = models.DateField(null=True)
    provenance = models.TextField()

    class Meta:
        app_label, db_table, managed = "auth", "lease", False


class SavedView(models.Model):
    territory_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    path = models.TextField()
    name = models.TextField()
    sort_key = models.TextField()
    query = models.TextField()
    is_shared = models.BooleanField()

    class Meta:
        app_label, db_table, managed = "auth", "saved_view", False

    @property
    def address(self):
        return f"{self.path}?{self.query}" if self.query else self.path


class Filters(forms.Form):
    q = forms.CharField(label="Locataire", max_length=100, required=False)
    state = forms.ChoiceField(label="État", required=False, choices=[
        ("", "Tous"), ("running", "En cours"), ("coming", "À venir"), ("ended", "Terminé")])
    category = forms.ChoiceField(label="Catégorie à la signature", required=False, choices=[("", "Tous"), *Lease.CATEGORIES])

    @property
    def choices(self):
        return [self["state"], self["category"]]

    def narrow(self, found):
        today = date.today()
        running = Q(start_day__lte=today) & (Q(end_day=None) | Q(end_day__gte=today))
        states = {"running": running, "coming": Q(start_day__gt=today), "ended": Q(end_day__lt=today)}
        if self.cleaned_data["q"]:
            found = found.filter(tenant__name__icontains=self.cleaned_data["q"])
        if self.cleaned_data["state"]:
            found = found.filter(states[self.cleaned_data["state"]])
        if self.cleaned_data["category"]:
            found = found.filter(category=self.cleaned_data["category"])
        return found


MENU = [
    ("Piloter", [("/indicateurs", "Indicateurs", "auth.view_user"), ("/dispositifs", "Dispositifs", "auth.view_user")]),
    ("Accompagner", [("/sites", "Locaux", "auth.view_user"), ("/lots", "Lots", "auth.view_user"),
                     ("/baux", "Baux", "auth.view_user"), ("/candidatures", "Candidatures", "auth.view_user")]),
    ("Connaître", [("/lab", "Le Lab", "auth.view_user"), ("/fiches-demandees", "Fiches demandées", "auth.view_user"),
                   ("/annuaire/organisations", "Organisations", "auth.view_user"),
                   ("/annuaire/personnes", "Personnes accompagnées", "auth.view_user")]),
    ("Régler", [("/annuaire/perimetres", "Périmètres", "auth.view_user"), ("/modeles", "Modèles de courrier", "auth.change_user"), ("/reseaux", "Réseaux", "auth.view_user"),
                ("/comptes", "Comptes", "auth.add_user")]),
]
COLUMNS = [("tenant", "Locataire"), ("site", "Site"), ("lot", "Lot"), ("categoryName", "Catégorie à la signature"),
           ("area", "Surface"), ("start", "Premier jour"), ("end", "Dernier jour")]
ORDERS = {"start": ["start_day", "id"], "end": [F("end_day").asc(nulls_last=True), "id"], "tenant": ["tenant__sort_key", "id"],
          "-start": ["-start_day", "-id"], "-end": [F("end_day").desc(nulls_last=True), "-id"],
          "-tenant": ["-tenant__sort_key", "-id"]}
ORDER_LABELS = [(key, dict(COLUMNS)[key.lstrip("-")] + (", décroissant" if key[0] == "-" else ", croissant"))
                for name in ["start", "end", "tenant"] for key in [name, "-" + name]]
ASSETS = dict(pair.split("=") for pair in os.environ["BENCH_ASSETS"].split())


def frame(request):
    """What surrounds every page: the sections that this user may enter, and the names of what it brings along."""
    menu = [(group, [(path, label) for path, label, permission in entries if request.user.has_perm(permission)])
            for group, entries in MENU]
    return {"menu": [(group, entries) for group, entries in menu if entries], "assets": ASSETS,
            "accent": os.environ.get("BENCH_ACCENT"), "reader": request.session.get("account"), "today": os.environ["BENCH_TODAY"],
            "territory": os.environ["BENCH_TERRITORY"]}


@login_required
@permission_required("auth.view_user", raise_exception=True)
def leases(request):
    territory, account = request.session["territory"], request.session["account"]
    filters = Filters(request.GET)
    if not filters.is_valid():
        return HttpResponseBadRequest()
    sort = request.GET.get("sort") if request.GET.get("sort") in ORDERS else "-start"
    found = (filters.narrow(Lease.objects.using("data").filter(territory_id=territory))
             .select_related("lot__site", "tenant").order_by(*ORDERS[sort]))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    views = (SavedView.objects.using("data").filter(territory_id=territory, path=request.path)
             .filter(Q(account_id=account) | Q(is_shared=True))
             .order_by(Case(When(account_id=account, then=0), default=1), "sort_key", "id")[:60])
    grouped = lambda number: f"{number:,}".replace(",", "\u202f")  # noqa: E731
    return render(request, "leases.html", {
        "page": page, "total": grouped(page.paginator.count), "pages_text": grouped(page.paginator.num_pages),
        "filters": filters, "views": views, "columns": COLUMNS, "orders": ORDER_LABELS, "sort": sort,
        "sizes": [20, 50, 100, 200],
    })


urlpatterns = [path("baux", leases)]


def prepare():
    """Django's own tables, one agent who may look, and the cookie of a session of theirs."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import Permission, User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    agent = User.objects.create_user("agent", first_name="Camille")
    agent.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user"]))
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session["territory"] = 1
    session["account"] = int(os.environ["BENCH_ACCOUNT"])
    session.save()
    return session.session_key


if __name__ == "__main__" and sys.argv[1:] == ["prepare"]:
    print(prepare())
elif __name__ != "__main__":
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
