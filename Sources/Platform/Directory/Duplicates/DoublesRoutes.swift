import HTTP
import SQL

/// What becomes of two records that look like one.
struct DoubleForm: Form {
  static let keep = Field.text("keep", .whichToKeep, most: 20)
  static let fields: [any FormField] = [keep]

  /// The number of the one that is kept, or that they are two.
  let keep: String

  static let both: String = "both"

  init(_ values: FormValues) throws(Refusal) { keep = values[Self.keep] }
}

/// Where the pairs of one kind of record are settled.
struct MergerPages: Sendable {
  let label: Text
  /// What tells most of the two apart in the list.
  let mark: Text
  let pairs: String
  /// The names that the two have in an address.
  let (one, other): (String, String)
  let undo: String
  let merger: String
  let allow: Allow
  let crumb: @Sendable (Visit) -> Crumb
  let help: Text
  let mergingHelp: Text
}

extension PlatformDoor {
  var doublesRoutes: [Endpoint] { settling(Organisation.self) + settling(Person.self) }

  private func settling<Record: MergedRecord>(_ kind: Record.Type) -> [Endpoint] {
    let pages: MergerPages = kind.pages
    return [
      .report(pages.pairs, .doubles, allow: pages.allow, filter: NoFilter.self) { visit, _ in
        let pairs: [RecordPair<Record>] = try await PairStore(visit.scope).all()
        return Report(
          Text.doubles(visit.language), crumbs: [pages.crumb(visit)],
          json: { json in
            json.object { json in json.member("pairs", array: { json in RecordPair<Record>.view.write(pairs, &json) }) }
          },
          body: { page in
            page.paragraph(pages.help)
            page.table(RecordPair<Record>.view, pairs, caption: .doubles, empty: .noDouble)
          })
      },
      .button("\(pages.undo)/{\(pages.merger)}/annulation", .undoMerger, allow: pages.allow) { visit in
        let kept: Record = try await visit.scope.change { scope in
          let store = MergerStore<Record>(scope)
          let merger: Merger<Record> = try await store.find(visit.id(pages.merger))
          try await store.undo(merger)
          return try await Record.standing(merger.kept, scope)
        }
        return .redirect(to: FormPairs().setting("done", to: kind.deeds.undone.key).after(kept.path))
      },
    ] + decision(kind)
  }

  private func decision<Record: MergedRecord>(_ kind: Record.Type) -> [Endpoint] {
    let pages: MergerPages = kind.pages
    let path: String = "\(pages.pairs)/{\(pages.one)}/{\(pages.other)}"
    return Endpoint.form(
      .compareDoubles, allow: pages.allow, page: path, posts: "\(path)/decision", DoubleForm.self,
      show: { visit in
        let (one, other): (Record, Record) = try await visit.doubles(visit.scope)
        try await Record.readAlong([one, other], visit.scope)
        let language: Language = visit.language
        let compared: [(label: Text, words: [String])] = Record.view.without("version").compared(
          [one, other], language)
        return FormPage(
          .compareDoubles, crumbs: [pages.crumb(visit), Crumb(Text.doubles(language), pages.pairs)],
          intro: pages.mergingHelp, submit: .settleDoubles,
          fields: [
            Field.among(
              "keep", .whichToKeep,
              [one, other].map { ("\($0.id)", .keeping($0)) } + [(DoubleForm.both, .theyAreTwo)])
          ],
          above: { page in page.compared([one, other].map { ($0.name, $0.path) }, compared) })
      },
      submit: { visit, scope, form in
        let (one, other): (Record, Record) = try await visit.doubles(scope)
        if form.keep == DoubleForm.both {
          try await PairStore(scope).tellApart(one, other)
          return .changed(kind.deeds.toldApart, at: one.path, Record.view, one).returning(to: pages.pairs)
        }
        guard let kept = [one, other].first(where: { "\($0.id)" == form.keep }) else {
          throw Refusal.invalid("keep", .notAChoice)
        }
        let gone: Record = kept == one ? other : one
        _ = try await MergerStore(scope).merge(gone, into: kept, visit.app.schema)
        return .changed(kind.deeds.merged, at: kept.path, Record.view, try await Record.standing(kept.id, scope))
      })
  }
}

extension Visit {
  /// The two of this address, as they stand.
  fileprivate func doubles<Record: MergedRecord>(_ scope: Scope) async throws -> (Record, Record) {
    let (one, other): (ID<Record>, ID<Record>) = (try id(Record.pages.one), try id(Record.pages.other))
    let both: Query = """
      FROM \(Record.records) WHERE \(Record.records).territory_id = \(scope.territory)
        AND \(Record.records).id IN \(.list([one.number, other.number]))
      """
    let known: Int = try await scope.value("SELECT count(*) " + both)
    guard one == other || known == 2 else { throw Refusal.notFound }
    let records: [Record] = try await scope.all(
      "SELECT \(Record.columns) \(both) AND \(Record.records).merged_into IS NULL")
    guard let first = records.first(where: { $0.id == one }), let second = records.first(where: { $0.id == other }),
      one != other
    else { throw Refusal.conflict(.oneAlready) }
    for record in records { try record.refuseMerging() }
    return (first, second)
  }
}

extension Page {
  mutating func mergers<Record: MergedRecord>(_ mergers: [Merger<Record>]) {
    guard !mergers.isEmpty else { return }
    section(.mergers) { page in
      for merger in mergers {
        page.paragraph(.absorbed(merger.absorbedName, merger.at, merger.followed))
        if Record.pages.allow.admits(page.actor) {
          page.button("\(Record.pages.undo)/\(merger.id)/annulation", .undoMerger)
        }
      }
    }
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

extension RecordPair {
  static var view: View<RecordPair> {
    View(
      "\(Record.view.name)Pair",
      [
        Column("one", Record.pages.label, link: { "\(Record.pages.pairs)/\($0.one.id)/\($0.other.id)" }) {
          .text($0.one.name)
        },
        Column("oneMark", Record.pages.mark) { .text($0.one.pairMark) },
        Column("other", .theOther) { .text($0.other.name) },
        Column("otherMark", Record.pages.mark) { .text($0.other.pairMark) },
        Column("signs", .whyTheSame) { .said($0.because) },
      ])
  }
}

extension Text {
  static let doubles = Text(fr: "Doublons probables", en: "Probable doubles")
  static let undoMerger = Text(fr: "Annuler la fusion", en: "Undo the merger")
  fileprivate static let noDouble = Text(fr: "Aucun doublon probable.", en: "No probable double.")
  fileprivate static let theOther = Text(fr: "Et celle-ci", en: "And this one")
  fileprivate static let whyTheSame = Text(fr: "Pourquoi", en: "Why")
  fileprivate static let whichToKeep = Text(fr: "Que garder", en: "Which to keep")
  fileprivate static let theyAreTwo = Text(
    fr: "Les deux : ce ne sont pas les mêmes", en: "Both: they are not the same")
  fileprivate static let settleDoubles = Text(fr: "Décider", en: "Decide")
  fileprivate static let oneAlready = Text(
    fr: "Ces deux fiches n’en font déjà plus qu’une.", en: "These two records are one already.")

  fileprivate static func keeping<Record: MergedRecord>(_ record: Record) -> Text {
    let mark: String = record.pairMark.map { ", \($0)" } ?? ""
    return Text(
      fr: "« \(record.name) » (n° \(record.id)\(mark))", en: "“\(record.name)” (no. \(record.id)\(mark))")
  }

  fileprivate static func absorbed(_ name: String, _ at: Instant, _ rows: Int) -> Text {
    Text { language in
      let day: String = language.moment(at)
      let followed: String =
        switch (rows, language) {
        case (0, _): ""
        case (_, .en): "; records that followed: \(language.number(rows))"
        default: " ; fiches qui l’ont suivie : \(language.number(rows))"
        }
      return language == .en
        ? "“\(name)” became part of this record on \(day)\(followed)."
        : "« \(name) » a rejoint cette fiche le \(day)\(followed)."
    }
  }
}
