import Platform
import SQL

extension Text {
  static let name = Text(fr: "Nom", en: "Name", de: "Name")
  static let address = Text(fr: "Adresse", en: "Address", de: "Anschrift")
  static let municipality = Text(fr: "Commune", en: "Municipality", de: "Gemeinde")
  static let openedOn = Text(fr: "Ouvert depuis le", en: "Open since", de: "Geöffnet seit")
  static let closedOn = Text(fr: "Fermé après le", en: "Closed after", de: "Letzter Tag")
  static let withdrawnOn = Text(fr: "Retiré après le", en: "Withdrawn after", de: "Vermietung beendet nach")
  static let site = Text(fr: "Site", en: "Site", de: "Standort")
  static let sites = Text(fr: "Sites d’activité", en: "Business sites", de: "Gewerbestandorte")
  static let siteNumber = Text(fr: "Numéro du site", en: "Site number", de: "Nummer des Standorts")
  static let lot = Text(fr: "Lot", en: "Lot", de: "Einheit")
  static let lots = Text(fr: "Lots", en: "Lots", de: "Einheiten")
  static let lotName = Text(fr: "Lot", en: "Lot", de: "Einheit")
  static let lotNumber = Text(fr: "Numéro du lot", en: "Lot number", de: "Nummer der Einheit")
  static let vacantLots = Text(fr: "Lots libres", en: "Vacant lots", de: "Freie Einheiten")
  static let area = Text(fr: "Surface", en: "Area", de: "Fläche")
  static let occupiedArea = Text(fr: "Surface occupée", en: "Occupied area", de: "Belegte Fläche")
  static let kind = Text(fr: "Type de local", en: "Kind", de: "Art der Räume")
  static let destination = Text(fr: "Destiné à", en: "Meant for", de: "Bestimmt für")
  static let state = Text(fr: "État", en: "State", de: "Stand")
  static let tenant = Text(fr: "Locataire", en: "Tenant", de: "Mieter")
  static let organisationNumber = Text(
    fr: "Numéro de l’organisation", en: "Organisation number", de: "Nummer der Organisation")
  static let category = Text(
    fr: "Catégorie à la signature", en: "Category at signature", de: "Kategorie bei Vertragsschluss")
  static let start = Text(fr: "Premier jour", en: "First day", de: "Erster Tag")
  static let end = Text(fr: "Dernier jour", en: "Last day", de: "Letzter Tag")
  static let lastDay = Text(fr: "Dernier jour", en: "Last day", de: "Letzter Tag")
  static let leases = Text(fr: "Baux", en: "Leases", de: "Mietverträge")
  static let places = Text(fr: "Locaux", en: "Premises", de: "Gewerberäume")

  static let siteSearch = Text(fr: "Nom du site", en: "Site name", de: "Name des Standorts")
  static let lotSearch = Text(fr: "Site ou lot", en: "Site or lot", de: "Standort oder Einheit")

  static let grossArea = Text(fr: "Surface totale", en: "Gross area", de: "Gesamtfläche")
  static let level = Text(fr: "Niveau", en: "Level", de: "Etage")
  static let reservedFor = Text(fr: "Réservé à", en: "Kept for", de: "Reserviert für")
  static let leasedArea = Text(fr: "Surface louée", en: "Leased area", de: "Gemietete Fläche")
  static let siteKind = Text(fr: "Type de site", en: "Kind of site", de: "Art des Standorts")
  static let tenantsAssociation = Text(
    fr: "Association des locataires", en: "Tenants’ association", de: "Mietervereinigung")
  static let leasedAreaHelp = Text(
    fr: "En mètres carrés ; laissez vide pour tout le lot.", en: "In square metres; leave empty for the whole lot.")
  static let grossAreaHelp = Text(
    fr: "Avec les parties qui ne se louent pas ; laissez vide si elle est la même.",
    en: "With what is not let; leave empty if it is the same.")
  static let siteGrossAreaHelp = Text(
    fr: "Celle du bâtiment, parties communes comprises.", en: "Of the building, common parts included.")
  static let openedHelp = Text(
    fr: "Par exemple 16/06/2022. Sans elle, le taux d’occupation compte les lots comme s’ils avaient toujours été là.",
    en: "For example 16/06/2022. Without it, occupancy counts the lots as if they had always been there.")
  static let levelHelp = Text(
    fr: "Bâtiment ou étage, pour le plan d’occupation : « Rez-de-chaussée ».",
    en: "Building or floor, for the occupancy map: “Ground floor”.")
  static let reservedForHelp = Text(
    fr: "Pour qui le lot est gardé, par exemple « porteurs de projets du dispositif DARE ».",
    en: "Whom the lot is kept for.")
  static let siteKindHelp = Text(
    fr: "Dans les mots du dispositif : pépinière, hôtel d’entreprises.",
    en: "In the programme’s words: incubator, business centre.")
  static let siteProgrammeHelp = Text(
    fr: "Ses catégories de locataires, son barème et ses règles d’admission sont ceux du dispositif.",
    en: "Its categories of tenants, its rents and its rules of admission are the programme’s.")
  static let tenantsAssociationHelp = Text(
    fr: "Celle qui anime le site, s’il y en a une.", en: "The one that runs the life of the site, if there is one.")
  static let grossBelowLettable = Text(
    fr: "C’est moins que la surface louable.", en: "That is less than the area to let.")

  static func largerThanLot(_ area: Area) -> Text {
    Text(
      fr: "Le lot n’a que \(Language.fr.area(area)) à louer.", en: "The lot has only \(Language.en.area(area)) to let.")
  }

  static let endHelp = Text(
    fr: "Laissez vide si le bail n’a pas de terme connu.", en: "Leave empty if the lease has no known end.")
  static let areaHelp = Text(fr: "En mètres carrés, par exemple 23,5.", en: "In square metres, for example 23.5.")
  static let lotNameHelp = Text(
    fr: "Ce qui est écrit sur la porte ou sur le plan, par exemple « Atelier 3 ».",
    en: "What is written on the door or on the plan, for example “Workshop 3”.")
  static let destinationHelp = Text(
    fr: "À qui le local est destiné ; un bail peut être signé avec une autre catégorie.",
    en: "Whom the premises are meant for; a lease may be signed with another category.")
  static let tenantHelp = Text(
    fr: "Choisissez une organisation connue ou écrivez le nom d’une nouvelle.",
    en: "Choose a known organisation or write the name of a new one.")
  static let categoryHelp = Text(
    fr: "Elle reste celle du bail, quoi que devienne le local.",
    en: "It stays the lease’s, whatever becomes of the lot.")

  static let siteNameTaken = Text(fr: "Un site porte déjà ce nom.", en: "A site already has this name.")
  static let lotNameTaken = Text(
    fr: "Un lot de ce site porte déjà ce nom.", en: "A lot on this site already has this name.")
  static let lotAlreadyLet = Text(
    fr: "Ce lot est déjà loué sur une partie de cette période.", en: "This lot is already let for part of that time.")

  static func lotAlreadyLet(_ lease: Lease) -> Text {
    let (fr, en) = (span(lease, .fr), span(lease, .en))
    return Text(
      fr: "Ce lot est déjà loué à \(lease.tenantName) \(fr).",
      en: "This lot is already let to \(lease.tenantName) \(en).")
  }

  private static func span(_ lease: Lease, _ language: Language) -> String {
    let start: String = language.long(lease.start)
    guard let end = lease.end else { return language == .fr ? "depuis le \(start)" : "since \(start)" }
    let last: String = language.long(end)
    return language == .fr ? "du \(start) au \(last)" : "from \(start) to \(last)"
  }

  static func lotWithdrawn(_ day: Day) -> Text {
    Text(
      fr: "Ce lot est retiré de la location après le \(Language.fr.long(day)).",
      en: "This lot is withdrawn from letting after \(Language.en.long(day)).")
  }

  static func lotStillLet(_ lease: Lease) -> Text {
    Text(
      fr: "Le lot est encore loué à \(lease.tenantName) \(span(lease, .fr)). Terminez ce bail d’abord.",
      en: "The lot is still let to \(lease.tenantName) \(span(lease, .en)). End that lease first.")
  }

  static func siteStillLet(_ lease: Lease) -> Text {
    Text(
      fr:
        "Le lot \(lease.lotName) est encore loué à \(lease.tenantName) \(span(lease, .fr)). Terminez ce bail d’abord.",
      en: "Lot \(lease.lotName) is still let to \(lease.tenantName) \(span(lease, .en)). End that lease first.")
  }

  static func beforeOpening(_ day: Day) -> Text {
    Text(
      fr: "Le site n’ouvre que le \(Language.fr.long(day)).", en: "The site only opens on \(Language.en.long(day)).")
  }

  static func beforeItsStart(_ day: Day) -> Text {
    Text(
      fr: "Le bail ne commence que le \(Language.fr.long(day)).",
      en: "The lease only starts on \(Language.en.long(day)).")
  }

  static func alreadyEnded(_ day: Day) -> Text {
    Text(
      fr: "Ce bail est terminé depuis le \(Language.fr.long(day)). Pour corriger cette date, modifiez le bail.",
      en: "This lease ended on \(Language.en.long(day)). To correct that date, change the lease.")
  }
}

extension Deed {
  static let siteEntered = Deed("site.entered", Text(fr: "Site enregistré", en: "Site entered"))
  static let siteChanged = Deed("site.changed", Text(fr: "Site modifié", en: "Site changed"))
  static let siteClosed = Deed("site.closed", Text(fr: "Fermeture du site enregistrée", en: "Site closing recorded"))
  static let lotEntered = Deed("lot.entered", Text(fr: "Lot enregistré", en: "Lot entered"))
  static let lotChanged = Deed("lot.changed", Text(fr: "Lot modifié", en: "Lot changed"))
  static let lotWithdrawn = Deed(
    "lot.withdrawn", Text(fr: "Retrait du lot enregistré", en: "Lot withdrawal recorded"))
  static let leaseSigned = Deed("lease.signed", Text(fr: "Bail enregistré", en: "Lease entered"))
  static let leaseChanged = Deed("lease.changed", Text(fr: "Bail modifié", en: "Lease changed"))
  static let leaseEnded = Deed("lease.ended", Text(fr: "Fin du bail enregistrée", en: "Lease end recorded"))

  static let places: [Deed] =
    [
      siteEntered, siteChanged, siteClosed, lotEntered, lotChanged, lotWithdrawn, lotRemoved, leaseSigned, leaseChanged,
      leaseEnded, leaseRemoved,
    ] + applications + [categoryChanged, leaseTakenOver, chargeEntered, chargeChanged, jobsDeclared, jobsCorrected] + [
      memberJoined, memberLeft, survivalNoted, survivalCorrected,
    ]
}

extension Noun {
  static let site = Noun(fr: ("site", "sites", .m), en: ("site", "sites"), de: ("Standort", "Standorte", .m))
  static let lot = Noun(fr: ("lot", "lots", .m), en: ("lot", "lots"), de: ("Einheit", "Einheiten", .f))
  static let lease = Noun(fr: ("bail", "baux", .m), en: ("lease", "leases"), de: ("Mietvertrag", "Mietverträge", .m))
}
