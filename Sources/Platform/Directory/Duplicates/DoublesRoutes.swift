import HTTP
import SQL

/// Two records that may be one.
struct OrganisationPair: Sendable {
  let one: Organisation
  let other: Organisation
  let likeness: Likeness
}

extension Doubles {
  /// The pairs of the territory that share a telling key, the likeliest first. Two hundred are enough for a sitting: those
  /// that are settled make room.
  func pairs() async throws -> [OrganisationPair] {
    struct Two: Fetched {
      let (one, other): (ID<Organisation>, ID<Organisation>)
      init(_ row: inout Row) throws(DatabaseError) { (one, other) = (try row.next(), try row.next()) }
    }
    let found: [Two] = try await scope.all(
      """
      SELECT a.organisation_id, b.organisation_id FROM organisation_key a
      JOIN organisation_key b ON b.territory_id = a.territory_id AND b.key = a.key AND b.organisation_id > a.organisation_id
      WHERE a.territory_id = \(scope.territory) AND substr(a.key, 1, 2) IN ('n:', 'w:', 'i:', 'r:', 'e:', 's:')
        AND NOT EXISTS (
          SELECT 1 FROM distinct_organisations WHERE distinct_organisations.territory_id = \(scope.territory)
            AND distinct_organisations.one_id = a.organisation_id
            AND distinct_organisations.other_id = b.organisation_id)
      GROUP BY a.organisation_id, b.organisation_id ORDER BY count(*) DESC, 1, 2 LIMIT 400
      """)
    let ids: [Int64] = Array(Set(found.flatMap { [$0.one.number, $0.other.number] }))
    let all: [Organisation] = try await scope.all(
      """
      SELECT \(Organisation.columns) FROM organisation WHERE organisation.territory_id = \(scope.territory)
        AND organisation.merged_into IS NULL AND organisation.id IN \(.list(ids))
      """)
    let names: [ID<Organisation>: [String]] = try await AliasStore(scope).names(of: all.map(\.id))
    let cards: [ID<Organisation>: OrganisationCard] = Dictionary(
      uniqueKeysWithValues: all.map { ($0.id, OrganisationCard($0, aliases: names[$0.id] ?? [])) })
    let records: [ID<Organisation>: Organisation] = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    let pairs: [OrganisationPair] = found.compactMap { two in
      guard let one = records[two.one], let other = records[two.other], let left = cards[two.one],
        let right = cards[two.other]
      else { return nil }
      return OrganisationPair(one: one, other: other, likeness: Likeness(left, right))
    }
    return Array(pairs.filter(\.likeness.isPossible).sorted { $0.likeness.score > $1.likeness.score }.prefix(200))
  }

  /// They are two, and are not asked about again.
  func tellApart(_ one: Organisation, _ other: Organisation) async throws {
    let (first, second): (Int64, Int64) = (min(one.id.number, other.id.number), max(one.id.number, other.id.number))
    try await scope.run(
      """
      INSERT INTO distinct_organisations (territory_id, one_id, other_id)
      VALUES (\(scope.territory), \(first), \(second)) ON CONFLICT (one_id, other_id) DO NOTHING
      """)
    try await scope.audit(.toldApart, "organisation", one.id.number, .organisation, before: one, after: other)
  }
}

/// What becomes of two records that look like one.
struct DoubleForm: Form {
  static let keep = Field.text("keep", .whichToKeep, most: 20)
  static let fields: [any FormField] = [keep]

  /// The number of the one that is kept, or that they are two.
  let keep: String

  static let both: String = "both"

  init(_ values: FormValues) throws(Refusal) { keep = values[Self.keep] }
}

extension PlatformDoor {
  var doublesRoutes: [Endpoint] {
    [
      .report("/annuaire/doublons", .doubles, allow: .keepsOrganisations, filter: NoFilter.self) { visit, _ in
        let pairs: [OrganisationPair] = try await Doubles(visit.scope).pairs()
        return Report(
          Text.doubles(visit.language), crumbs: [.organisations(visit)],
          json: { json in
            json.object { json in json.member("pairs", array: { json in View.organisationPair.write(pairs, &json) }) }
          },
          body: { page in
            page.paragraph(.doublesHelp)
            page.table(View.organisationPair, pairs, caption: .doubles, empty: .noDouble)
          })
      }
    ] + settleDoubles + [undoMerger]
  }

  private var settleDoubles: [Endpoint] {
    Endpoint.form(
      .compareDoubles, allow: .keepsOrganisations, page: "/annuaire/doublons/{one}/{other}",
      posts: "/annuaire/doublons/{one}/{other}/decision", DoubleForm.self,
      show: { visit in
        let (one, other): (Organisation, Organisation) = try await visit.doubles(visit.scope)
        let language: Language = visit.language
        let compared: [(label: Text, words: [String])] = View.organisation.without("version").compared(
          [one, other], language)
        return FormPage(
          .compareDoubles, crumbs: [.organisations(visit), Crumb(Text.doubles(language), "/annuaire/doublons")],
          intro: .mergingHelp, submit: .settleDoubles,
          fields: [
            Field.among(
              "keep", .whichToKeep,
              [one, other].map { ("\($0.id)", .keeping($0)) } + [(DoubleForm.both, .theyAreTwo)])
          ],
          above: { page in page.compared([one, other].map { ($0.name, $0.path) }, compared) })
      },
      submit: { visit, scope, form in
        let (one, other): (Organisation, Organisation) = try await visit.doubles(scope)
        if form.keep == DoubleForm.both {
          try await Doubles(scope).tellApart(one, other)
          return .changed(.toldApart, at: one.path, .organisation, one).returning(to: "/annuaire/doublons")
        }
        guard let kept = [one, other].first(where: { "\($0.id)" == form.keep }) else {
          throw Refusal.invalid("keep", .notAChoice)
        }
        let gone: Organisation = kept == one ? other : one
        _ = try await MergerStore(scope).merge(gone, into: kept, visit.app.schema)
        return .changed(
          .organisationsMerged, at: kept.path, .organisation, try await OrganisationStore(scope).find(kept.id))
      })
  }

  private var undoMerger: Endpoint {
    .button("/annuaire/fusions/{merger}/annulation", .undoMerger, allow: .keepsOrganisations) { visit in
      let kept: ID<Organisation> = try await visit.scope.change { scope in
        let store = MergerStore(scope)
        let merger: Merger = try await store.find(visit.id("merger"))
        try await store.undo(merger)
        return merger.kept
      }
      return .redirect(
        to: FormPairs().setting("done", to: Deed.mergerUndone.key).after("/annuaire/organisations/\(kept)"))
    }
  }
}

extension Visit {
  /// The two of this address, as they stand; one that was merged already is its other half.
  fileprivate func doubles(_ scope: Scope) async throws -> (Organisation, Organisation) {
    let store = OrganisationStore(scope)
    let one: Organisation = try await store.find(id("one"))
    let other: Organisation = try await store.find(id("other"))
    guard one.id != other.id else { throw Refusal.conflict(.oneAlready) }
    return (one, other)
  }
}

extension Page {
  mutating func merger(_ merger: Merger) {
    paragraph(.absorbed(merger, today: today))
    if Allow.keepsOrganisations.admits(actor) { button("/annuaire/fusions/\(merger.id)/annulation", .undoMerger) }
  }

  /// Records side by side, a line for each thing that one of them says.
  fileprivate mutating func compared(
    _ records: [(name: String, path: String)], _ lines: [(label: Text, words: [String])]
  ) {
    markup.raw("<table class=\"comparison\">\n<thead><tr><td></td>")
    for record in records {
      markup.raw("<th scope=\"col\">")
      link(record.path, Text(name: record.name))
      markup.raw("</th>")
    }
    markup.raw("</tr></thead>\n<tbody>\n")
    for (label, words) in lines {
      markup.raw("<tr><th scope=\"row\">")
      say(label)
      markup.raw("</th>")
      for word in words {
        markup.raw("<td>")
        data(word)
        markup.raw("</td>")
      }
      markup.raw("</tr>\n")
    }
    markup.raw("</tbody></table>\n")
  }
}

extension View<OrganisationPair> {
  static let organisationPair = View(
    "OrganisationPair",
    [
      Column("one", .oneOrganisation, link: { "/annuaire/doublons/\($0.one.id)/\($0.other.id)" }) {
        .text($0.one.name)
      },
      Column("oneSiret", .siret) { .text($0.one.siret) },
      Column("other", .theOther) { .text($0.other.name) },
      Column("otherSiret", .siret) { .text($0.other.siret) },
      Column("signs", .whyTheSame) { pair in
        .said(Text { language in pair.likeness.signs.map { $0.label(language) }.joined(separator: ", ") })
      },
    ])
}

extension Deed {
  static let toldApart = Deed(
    "organisation.apart", Text(fr: "Deux organisations distinguées", en: "Two organisations told apart"))
}

extension Text {
  static let doubles = Text(fr: "Doublons probables", en: "Probable doubles")
  static let undoMerger = Text(fr: "Annuler la fusion", en: "Undo the merger")
  fileprivate static let doublesHelp = Text(
    fr:
      "Des fiches qui se ressemblent. Fusionner ne perd rien : baux, mandats et rôles passent à la fiche gardée, et l’on peut revenir en arrière.",
    en:
      "Records that look alike. Merging loses nothing: leases, mandates and roles go to the record that is kept, and one can go back."
  )
  fileprivate static let noDouble = Text(fr: "Aucun doublon probable.", en: "No probable double.")
  fileprivate static let theOther = Text(fr: "Et celle-ci", en: "And this one")
  fileprivate static let whyTheSame = Text(fr: "Pourquoi", en: "Why")
  fileprivate static let whichToKeep = Text(fr: "Laquelle garder", en: "Which to keep")
  fileprivate static let theyAreTwo = Text(
    fr: "Les deux : ce ne sont pas les mêmes", en: "Both: they are not the same")
  fileprivate static let settleDoubles = Text(fr: "Décider", en: "Decide")
  fileprivate static let mergingHelp = Text(
    fr:
      "La fiche gardée reçoit tout ce qui nommait l’autre, et ce qui lui manquait. L’autre nom reste connu de la recherche.",
    en:
      "The record that is kept receives all that named the other, and what it lacked. Search still knows the other name."
  )
  fileprivate static let oneAlready = Text(
    fr: "Ces deux fiches n’en font déjà plus qu’une.", en: "These two records are one already.")

  fileprivate static func keeping(_ organisation: Organisation) -> Text {
    let number: String = organisation.siret.map { ", \($0)" } ?? ""
    return Text(
      fr: "« \(organisation.name) » (n° \(organisation.id)\(number))",
      en: "“\(organisation.name)” (no. \(organisation.id)\(number))")
  }

  fileprivate static func absorbed(_ merger: Merger, today: Day) -> Text {
    Text { language in
      let (name, day, rows) = (merger.absorbedName, language.moment(merger.at), language.number(merger.moved.count))
      return language == .en
        ? "“\(name)” became part of this record on \(day); \(rows) records followed."
        : "« \(name) » a rejoint cette fiche le \(day) ; \(rows) fiches l’ont suivie."
    }
  }
}
