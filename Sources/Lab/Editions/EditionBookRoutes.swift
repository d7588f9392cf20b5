import HTTP
import Platform
import SQL

extension Lab {
  /// Where everybody reads what was issued, drawn from what was kept and from nothing else.
  var editionBookRoutes: [Endpoint] {
    [
      .list("/lab/editions", .labEditions, allow: .everyone, .issuedEdition, filter: NoFilter.self) { visit, _ in
        let scope: Scope = visit.scope
        let typology: Typology = try await .open(scope)
        return ListPage(
          .labEditions, crumbs: Crumb.lab(visit), intro: .labEditionsInShort, .issuedEdition,
          EditionStore(scope).issued(of: typology), actions: try await desk(of: typology, scope), .edition)
      },
      .book("/lab/editions/{number}", .oneEdition, allow: .everyone) { visit in
        let edition: IssuedEdition = try await issuedEdition(visit)
        let content: EditionContent = edition.content
        let report = Report(
          content.title, crumbs: Crumb.labEditions(visit),
          json: { json in
            json.object { json in
              json.member("issuedAt", edition.issuedAt.description)
              json.member("digest", edition.digest)
              content.write(&json)
            }
          }, body: { page in page.edition(edition) })
        let documents = EditionDocumentStore(visit.scope, of: edition)
        return Book(
          report, by: content.publisher, parts: { page in page.bound(edition) }, kept: documents.kept,
          keep: documents.keep)
      },
      .report("/lab/editions/{number}/{slug}", .sheetOfEdition, allow: .everyone, filter: NoFilter.self) { visit, _ in
        let edition: IssuedEdition = try await issuedEdition(visit)
        guard let place = edition.content.place(of: visit.text("slug")) else { throw Refusal.notFound }
        return Report(
          place.sheet.content.title,
          crumbs: Crumb.labEditions(visit) + [
            Crumb(Text.editionNumbered(edition.number)(visit.language), edition.path)
          ],
          json: { json in
            json.object { json in
              json.member("edition", edition.number)
              json.member("issuedAt", edition.issuedAt.description)
              json.member("digest", edition.digest)
              json.member("axis", place.axis.axis)
              json.member("axisLabel", place.axis.label)
              place.sheet.write(&json)
            }
          },
          body: { page in
            page.taken(place.sheet, place.axis, edition)
            page.neighbours(place.before, place.after, edition)
          })
      },
    ]
  }

  private func issuedEdition(_ visit: Visit) async throws -> IssuedEdition {
    guard let number = visit.text("number").flatMap({ Int($0) }) else { throw Refusal.notFound }
    return try await EditionStore(visit.scope).issued(number, of: try await .open(visit.scope))
  }

  /// The way to the drafts, for who runs the Lab.
  private func desk(of typology: Typology, _ scope: Scope) async throws -> [ActionLink] {
    struct Desk: Fetched {
      let slug: String
      init(_ row: inout Row) throws(DatabaseError) { slug = try row.next() }
    }
    guard let lab = typology.lab,
      let desk: Desk = try await scope.first(
        "SELECT slug FROM programme WHERE territory_id = \(scope.territory) AND id = \(lab)")
    else { return [] }
    return scope.actions(
      on: lab, [ActionLink(.prepareEditions, to: "/dispositifs/\(desk.slug)/editions", allow: Programme.changed)])
  }
}

extension Crumb {
  fileprivate static func labEditions(_ visit: Visit) -> [Crumb] {
    lab(visit) + [Crumb(Text.labEditions(visit.language), "/lab/editions")]
  }
}

extension Text {
  static let labEditions = Text(fr: "Éditions du Lab", en: "Editions of the Lab", de: "Ausgaben des Labs")
  fileprivate static let sheetOfEdition = Text(
    fr: "Fiche d’une édition", en: "Sheet of an edition", de: "Blatt einer Ausgabe")
  fileprivate static let prepareEditions = Text(fr: "Préparer les éditions", en: "Prepare editions")
  fileprivate static let labEditionsInShort = Text(
    fr: "Chaque édition garde les fiches et leurs chiffres tels qu’ils étaient le jour où elle a été figée.",
    en: "Each edition keeps the sheets and their figures as they were on the day on which it was frozen.",
    de: "Jede Ausgabe bewahrt die Blätter und ihre Zahlen so, wie sie am Tag der Festschreibung waren.")
}
