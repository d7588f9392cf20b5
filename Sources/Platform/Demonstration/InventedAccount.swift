import SQL

/// Somebody who does not exist, for each kind of actor.
struct InventedAccount: Sendable {
  let user: String
  let name: String
  let grant: Grant
  /// What to look at first, and what is not there.
  let sees: Text

  /// As their invented names have it.
  var agreement: Agreement { name.hasSuffix("Fictive") ? .f : .m }

  func email(_ territory: Territory) -> String { "\(user)@\(territory.slug).example" }

  static func all(_ organisation: Int64?, _ person: Int64) -> [InventedAccount] {
    [
      InventedAccount(
        user: "agente", name: "Camille Fictive", grant: Grant(.agent, on: .territory),
        sees: Text(
          fr: "Saisit sites, lots et baux, ouvre les dossiers des personnes et les confie. Ne donne pas de rôles.",
          en: "Enters sites, lots and leases, opens people’s files and entrusts them. Gives no roles.",
          de:
            "Erfasst Standorte, Einheiten und Mietverträge, öffnet Personenakten und vertraut sie anderen an. Vergibt keine Rollen."
        )),
      InventedAccount(
        user: "responsable", name: "Dominique Fictif", grant: Grant(.manager, on: .territory),
        sees: Text(
          fr: "Comme l’agente ; lit aussi le journal et habilite entreprises, partenaires et habitants.",
          en: "Like the agent; also reads the journal and gives roles to companies, partners and residents.",
          de:
            "Wie die Sachbearbeiterin; liest auch das Protokoll und vergibt Rollen an Unternehmen, Partner und Einwohner."
        )),
      InventedAccount(
        user: "elu", name: "Maxime Fictif", grant: Grant(.elected, on: .territory),
        sees: Text(
          fr: "Lit les locaux et tous les baux. Ne modifie rien, ne voit aucun dossier de personne.",
          en: "Reads premises and all leases. Changes nothing, sees nobody’s file.",
          de: "Liest Gewerberäume und alle Mietverträge. Ändert nichts, sieht keine Personenakte.")),
      InventedAccount(
        user: "entreprise", name: "Ariane Fictive", grant: Grant(.company, on: .organisation, organisation ?? 0),
        sees: Text(
          fr: "Son organisation et son bail ; les lots, sans le nom des autres locataires.",
          en: "Their organisation and their lease; the lots, without the other tenants’ names.",
          de: "Die eigene Organisation und der eigene Mietvertrag; die Einheiten, ohne die Namen der anderen Mieter.")),
      InventedAccount(
        user: "partenaire", name: "Alix Fictif", grant: Grant(.partner, on: .person, person),
        sees: Text(
          fr: "Le dossier qui lui est confié, et aucun autre.", en: "The file entrusted to them, and no other.",
          de: "Die anvertraute Akte und keine andere.")),
      InventedAccount(
        user: "habitant", name: "Sacha Fictif", grant: Grant(.resident, on: .person, person),
        sees: Text(fr: "Son propre dossier.", en: "Their own file.", de: "Die eigene Akte.")),
      InventedAccount(
        user: "administration", name: "Andrea Fictive", grant: Grant(.administrator, on: .territory),
        sees: Text(
          fr: "Donne tous les rôles, règle le territoire, lit le journal. N’ouvre pas les dossiers des personnes.",
          en: "Gives all roles, settles the territory, reads the journal. Does not open people’s files.",
          de: "Vergibt alle Rollen, richtet das Gebiet ein, liest das Protokoll. Öffnet keine Personenakten.")),
      InventedAccount(
        user: "exploitation", name: "Exploitation Fictive", grant: Grant(.operator, on: .installation),
        sees: Text(
          fr: "Ouvre et ferme les territoires, met en maintenance. Ne voit aucune fiche qui ne soit publique.",
          en: "Opens and closes territories, sets maintenance. Sees no record that is not public.",
          de: "Eröffnet und schließt Gebiete, schaltet die Wartung ein. Sieht nur öffentliche Einträge.")),
    ]
  }
}
