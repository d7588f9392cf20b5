import HTTP
import Indicators
import Platform
import Programmes
import SQL

/// One adoption as the source sees it: what was changed, and what it gives.
struct LineageLine: Sendable {
  let adoption: Adoption
  /// How much differs today from what was taken; nil where that is not known or not public.
  let changes: Int?
  /// The adopter’s figures that the source counts too, side by side.
  let results: [Pair]

  struct Pair: Sendable {
    let label: Text
    let theirs: Text
    let ours: Text?
  }
}

extension Lab {
  var lineageRoutes: [Endpoint] {
    [
      .report("/lab/{slug}/reprises", .adoptionsOfSheet, allow: .everyone, filter: NoFilter.self) { visit, _ in
        let store = PublicationStore(visit.scope)
        let publication: Publication = try await store.find(visit.text("slug"))
        let sheet: ID<Sheet> = try await store.sheet(of: publication)
        let lines: [LineageLine] = try await lineage(of: sheet, publication, visit)
        return Report(
          "\(Text.adoptionsOfSheet(visit.language)) — \(publication.title)",
          crumbs: Crumb.lab(visit) + [Crumb(publication.title, publication.path)],
          json: { json in
            json.object { json in
              json.member("slug", publication.slug)
              json.member("items", lines) { json, line in line.write(&json) }
            }
          },
          body: { page in page.lineage(lines, publication) })
      },
      .report("/dispositifs/{programme}/origine", .originOfProgramme, allow: .everyone, filter: NoFilter.self) {
        visit, _ in
        let programme: Programme = try await visit.programme()
        guard let adoption = try await AdoptionStore(visit.scope).origin(of: programme.id) else {
          throw Refusal.notFound
        }
        let isInside: Bool = visit.scope.worksWith(programme.id)
        let changes: TakeoverChanges? = isInside ? try await changes(since: adoption, in: programme, visit) : nil
        return Report(
          "\(Text.originOfProgramme(visit.language)) — \(programme.name)", crumbs: Crumb.programme(visit, programme),
          json: { json in json.object { json in adoption.write(&json, changes: changes?.count) } },
          tools: { page in
            guard isInside else { return }
            page.actions([
              ActionLink(.tellResults, to: "/reprises/\(adoption.id)/modifier", allow: .staff)
            ])
          },
          body: { page in page.origin(adoption, changes) })
      },
    ]
  }

  private func changes(
    since adoption: Adoption, in programme: Programme, _ visit: Visit
  ) async throws -> TakeoverChanges? {
    guard let taken = try await AdoptionStore(visit.scope).taken(adoption) else { return nil }
    return try await Takeover(kept: taken, visit).changes(in: programme, visit, visit.scope(of: adoption.territory))
  }

  private func lineage(
    of sheet: ID<Sheet>, _ publication: Publication, _ visit: Visit
  ) async throws -> [LineageLine] {
    let home: Scope = visit.scope(of: publication.territory)
    let source: Programme? = try? await ProgrammeStore(home).find("\(publication.programme)")
    var lines: [LineageLine] = []
    for adoption in try await AdoptionStore(visit.scope).of(sheet) {
      // What is not public yet is told as having been adopted, and no more.
      guard adoption.isPublic, let slug = adoption.programmeSlug, let source else {
        lines.append(LineageLine(adoption: adoption, changes: nil, results: []))
        continue
      }
      let there: Scope = visit.scope(of: adoption.territory)
      let programme: Programme = try await ProgrammeStore(there).find(slug)
      lines.append(
        LineageLine(
          adoption: adoption, changes: try await changes(since: adoption, in: programme, visit)?.count,
          results: try await results(source, home, programme, there)))
    }
    return lines
  }

  /// The figures that both count, as each counts them.
  private func results(
    _ source: Programme, _ home: Scope, _ programme: Programme, _ there: Scope
  ) async throws -> [LineageLine.Pair] {
    let theirs = try await figures.live(of: programme, there)
    let ours = try await figures.live(of: source, home)
    return theirs.map { figure in
      LineageLine.Pair(
        label: figure.label, theirs: figure.words, ours: ours.first { $0.mention == figure.mention }?.words)
    }
  }
}

extension LineageLine {
  fileprivate func write(_ json: inout JSONWriter) {
    adoption.write(&json, changes: changes)
    json.member("figures", results) { json, pair in
      json.member("label", pair.label)
      json.member("theirs", pair.theirs)
      json.member("ours", pair.ours)
    }
  }
}

extension Adoption {
  fileprivate func write(_ json: inout JSONWriter, changes: Int?) {
    json.member("adopter", adopter)
    json.member("source", sourceName)
    json.member("sheet", sheetSlug)
    json.member("day", day.description)
    json.member("programme", isPublic ? programmeSlug : nil)
    json.member("changes", changes.map { Double($0) })
    json.member("results", results)
    json.member("licence", licence)
    json.member("provenance", provenance.rawValue)
    json.member("conditions", conditions) { json, answer in
      json.member("condition", answer.condition)
      json.member("isMet", answer.isMet)
    }
  }
}

extension Page {
  fileprivate mutating func lineage(_ lines: [LineageLine], _ publication: Publication) {
    guard !lines.isEmpty else { return quiet(Noun.adoption.noneYet) }
    for line in lines {
      section(Text(name: line.adoption.adopter)) { page in
        page.provenance(line.adoption.provenance)
        page.paragraph(.adoptedOnDay(line.adoption.day, line.adoption.isPublic ? line.adoption.programmeName : nil))
        if let changes = line.changes { page.paragraph(.changedSince(changes)) }
        if !line.adoption.results.isEmpty { page.prose(line.adoption.results) }
        page.results(line.results, publication.territoryName)
      }
    }
  }

  private mutating func results(_ pairs: [LineageLine.Pair], _ source: String) {
    guard !pairs.isEmpty else { return }
    markup.raw("<dl class=\"facts\">\n")
    for pair in pairs {
      markup.raw("<div><dt>")
      say(pair.label)
      markup.raw("</dt><dd>")
      data(pair.theirs(language))
      if let ours = pair.ours {
        markup.raw(" <small>(")
        data(source)
        markup.raw(language == .fr ? "\u{A0}: " : ": ")
        data(ours(language))
        markup.raw(")</small>")
      }
      markup.raw("</dd></div>\n")
    }
    markup.raw("</dl>\n")
  }

  fileprivate mutating func origin(_ adoption: Adoption, _ changes: TakeoverChanges?) {
    provenance(adoption.provenance)
    facts(View.adoption.without("adopter", "programme", "results"), adoption)
    if !adoption.results.isEmpty {
      section(.adoptionResults) { page in page.prose(adoption.results) }
    }
    if !adoption.conditions.isEmpty {
      section(RubricKind.transfer.label) { page in
        page.points(adoption.conditions.map { .answered($0) })
      }
    }
    if !adoption.licence.isEmpty {
      section(.licence) { page in page.prose(adoption.licence) }
    }
    if let changes {
      section(.changesSinceTaken) { page in
        page.paragraph(.changedSince(changes.count))
        page.changes(changes)
      }
    }
  }
}

extension ProgrammePart {
  static let origin = ProgrammePart(
    .originOfProgramme, at: "origine", allow: .everyone,
    summary: { scope, programme in
      let adoption: Adoption? = try await AdoptionStore(scope).origin(of: programme.id)
      return adoption.map { .adoptedFromSheet($0.sheetTitle, $0.sourceName) }
    },
    // Most programmes began at home.
    where: { scope, programme in try await AdoptionStore(scope).origin(of: programme.id) != nil })
}

extension Text {
  static let adoptionsOfSheet = Text(fr: "Reprises", en: "Adoptions", de: "Übernahmen")
  static let originOfProgramme = Text(fr: "Origine", en: "Origin", de: "Herkunft")
  fileprivate static let tellResults = Text(
    fr: "Dire ce que cela donne", en: "Say what became of it", de: "Ergebnis mitteilen")
  fileprivate static let changesSinceTaken = Text(
    fr: "Ce qui a été adapté", en: "What was adapted", de: "Was angepasst wurde")

  fileprivate static func adoptedFromSheet(_ title: String, _ source: String) -> Text {
    Text(
      fr: "Adopté de « \(title) », \(source).", en: "Adopted from “\(title)”, \(source).",
      de: "Übernommen aus „\(title)“, \(source).")
  }

  fileprivate static func adoptedOnDay(_ day: Day, _ name: String?) -> Text {
    Text { language in
      let day: String = language.long(day)
      guard let name else {
        return Text(fr: "Depuis le \(day).", en: "Since \(day).", de: "Seit dem \(day).")(language)
      }
      return Text(
        fr: "Depuis le \(day), sous le nom « \(name) ».", en: "Since \(day), under the name “\(name)”.",
        de: "Seit dem \(day), unter dem Namen „\(name)“.")(language)
    }
  }

  fileprivate static func changedSince(_ count: Int) -> Text {
    guard count > 0 else {
      return Text(
        fr: "Repris tel quel.", en: "Taken over as it was.", de: "Unverändert übernommen.")
    }
    return Text { language in
      let number: String = language.number(count)
      return Text(
        fr: count == 1 ? "Un point a été adapté." : "\(number) points ont été adaptés.",
        en: count == 1 ? "One point was adapted." : "\(number) points were adapted.",
        de: count == 1 ? "Ein Punkt wurde angepasst." : "\(number) Punkte wurden angepasst.")(language)
    }
  }

  fileprivate static func answered(_ answer: Adoption.Answer) -> Text {
    Text { language in
      let word: Text =
        answer.isMet
        ? Text(fr: "réunie", en: "met", de: "erfüllt") : Text(fr: "à réunir", en: "to be met", de: "noch zu erfüllen")
      return "\(answer.condition) — \(word(language))"
    }
  }
}
