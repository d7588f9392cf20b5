import Platform
import Programmes
import SQL

extension Lab {
  /// The demonstration’s first edition: it takes sheets of every territory, so all must be in.
  public func demonstrateTogether(_ scope: Scope, _ territory: Territory) async throws {
    guard let programme = try? await ProgrammeStore(scope).find("lab"),
      let day = Day(2012, 9, 30)
    else { return }
    let store = EditionStore(scope)
    guard try await store.isLab(programme.id) else { return }
    let form = EditionForm(1, programme.name, "Première édition, septembre 2012", on: day)
    let edition: Edition = try await store.insert(form, in: programme.id, .reconstructed)
    for (index, text) in Self.editionTexts.enumerated() {
      _ = try await store.insert(
        EditionTextForm(
          text.kind, rank: index + 1, text.title, by: "La rédaction (fictive)", "",
          String(decoding: text.document, as: UTF8.self)), in: edition)
    }
    let chosen: Edition = try await store.choose(
      Self.initiatives, for: edition, in: programme.id, version: edition.version)
    _ = try await issue(chosen, of: programme, version: chosen.version, scope)
  }

  private static let editionTexts: [(kind: EditionText.Kind, title: String, document: [UInt8])] = [
    (.foreword, "Avant-propos", PackageResources.edition_1_preface_md),
    (.analysis, "Conduire, prendre les devants", PackageResources.edition_1_analyse_md),
    (.conclusion, "Engager, se montrer, transmettre", PackageResources.edition_1_suite_md),
  ]

  /// Those that the collection of 2012 tells of; the other systems of the demonstration came from elsewhere.
  private static let initiatives: [String] = [
    "dijon-plateforme", "bordeaux-plateforme", "orleans-orlemploi", "reims-invest", "lemans-iam", "mulhouse-enov",
    "nice-portail", "marseille-emplitude", "grenoble-artis", "plainecommune-charte", "angers-selanc",
    "argenteuil-mecatronique", "lyon-recrutements", "nantes-maraichers", "poitiers-plie", "rennes-exploratoire",
    "strasbourg-reve", "toulouse-dare", "tours-centres",
  ]
}
