import Indicators
import Platform
import Programmes
import SQL

extension Lab {
  static let place: String = "/dispositifs/{programme}/fiches"

  var sheetRoutes: [Endpoint] {
    [
      .list(Self.place, .sheets, allow: .working, .sheet, filter: NoFilter.self) { visit, _ in
        let programme: Programme = try await visit.programme()
        guard visit.scope.worksWith(programme.id) else { throw Refusal.notFound }
        let store = SheetStore(visit.scope)
        let isWhole: Bool = try await store.all(of: programme).count == SheetKind.allCases.count
        return ListPage(
          .sheets, crumbs: Crumb.programme(visit, programme), .sheet, store.listing(programme),
          actions: isWhole
            ? []
            : visit.scope.actions(
              on: programme.id,
              [ActionLink(.newSheet, to: "\(programme.path)/fiches/nouvelle", allow: Programme.changed)]),
          .sheet, mark: { $0.provenance.mark })
      },
      .record("\(Self.place)/{sheet}", .oneSheet, kind: "sheet", allow: .working, .sheet) { visit in
        let (programme, sheet) = try await seenSheet(visit, visit.scope)
        let store = SheetStore(visit.scope)
        let content: SheetContent = try await store.content(of: sheet)
        var read = ReadSheet(
          kind: sheet.kind, content: content,
          figures: try await figures.spoken(content.mentions, of: programme, visit.scope), programme: programme.path)
        read.origins = try await PassageOriginStore(visit.scope).inDraft(of: sheet.id)
        let check: SheetFindings = try await checked(
          sheet, content, of: programme, visit, visit.scope, spoken: read.figures)
        let runs: Bool = visit.scope.actor.runs(programme.id)
        let visions: [Vision] = try await store.visions(of: sheet)
        read.desk = { kind in runs ? sheet.desk(kind, visions) : [] }
        let open: OpenReview? = try await underReview(visit, sheet, runs: runs)
        if let open {
          let margin = Margin(open, read.figures, visit.scope.actor)
          read.margin = { page, kind in page.margin(margin, kind) }
        }
        let shown: ReadSheet = read
        return Shown(sheet.title, crumbs: Crumb.sheets(visit, programme), .sheet, sheet, of: programme.id) { page in
          page.provenance(sheet.provenance)
          page.state(of: sheet, content)
          page.summary(of: check)
          page.facts(View.sheet.without("title"), sheet)
          page.actions(runs ? sheet.actions : [])
          if let open { page.review(open, runs: runs) }
          page.sheet(shown)
        }
      },
    ] + newSheet + changeSheet + rubricRoutes + visionRoutes + publishRoutes
  }

  /// The sheet in the address, for who works with its programme.
  func seenSheet(_ visit: Visit, _ scope: Scope) async throws -> (Programme, Sheet) {
    let programme: Programme = try await ProgrammeStore(scope).find(visit.text("programme"))
    return (programme, try await SheetStore(scope).find(visit.id("sheet"), of: programme))
  }

  func sheetToChange(_ visit: Visit, _ scope: Scope) async throws -> (Programme, Sheet) {
    let programme: Programme = try await visit.programmeToChange(scope)
    return (programme, try await SheetStore(scope).find(visit.id("sheet"), of: programme))
  }

  private var newSheet: [Endpoint] {
    Endpoint.form(
      .newSheet, allow: Programme.changed, page: "\(Self.place)/nouvelle", posts: Self.place, NewSheetForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let begun: [SheetKind] = try await SheetStore(visit.scope).all(of: programme).map(\.kind)
        let left: [SheetKind] = SheetKind.allCases.filter { !begun.contains($0) }
        return FormPage(
          .newSheet, crumbs: Crumb.sheets(visit, programme), intro: .newSheetHelp, submit: .draftSheet,
          fields: [Field.among("kind", .sheetKind, left.map(\.choice))], isClosed: left.isEmpty,
          above: { page in if left.isEmpty { page.paragraph(.bothSheetsExist) } })
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        let sheet: Sheet = try await draft(form.kind, of: programme, scope)
        return .created(.sheetBegun, at: sheet.path, .sheet, sheet)
      })
  }

  /// Begins a sheet with what is known of the programme already.
  func draft(_ kind: SheetKind, of programme: Programme, _ scope: Scope) async throws -> Sheet {
    let draft = SheetDraft(
      kind, of: programme, try await ProgrammeOutline(of: programme, scope),
      try await figures.mentions(of: programme, scope), on: scope.today)
    var form: SheetForm = draft.form
    form.lab = try await Typology.open(scope).lab
    let store = SheetStore(scope)
    let sheet: Sheet = try await store.insert(kind, form, of: programme)
    for (rubric, text) in draft.rubrics {
      _ = try await store.write(text, into: rubric, of: sheet, version: 1, by: scope.actor.name)
    }
    return sheet
  }

  private var changeSheet: [Endpoint] {
    Endpoint.form(
      .changeSheet, allow: Programme.changed, page: "\(Self.place)/{sheet}/modifier", posts: "\(Self.place)/{sheet}",
      Changed<SheetForm>.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        let (fields, hidden) = SheetForm.fields(try await Typology.open(visit.scope), of: sheet)
        return FormPage(
          .changeSheet, crumbs: Crumb.sheet(visit, programme, sheet), submit: .save, initial: SheetForm.typed(sheet),
          fields: fields, hiding: hidden)
      },
      submit: { visit, scope, changed in
        let (programme, sheet) = try await sheetToChange(visit, scope)
        let typology: Typology = try await Typology.open(scope)
        try changed.form.check(typology, keeping: sheet)
        var form: SheetForm = changed.form
        form.lab = sheet.lab ?? typology.lab
        let after: Sheet = try await SheetStore(scope).update(
          sheet, form, of: programme, version: changed.version)
        return .changed(.sheetChanged, at: after.path, .sheet, after)
      })
  }
}

extension SheetKind {
  /// To choose between: with what each is for.
  fileprivate var choice: (key: String, label: Text) {
    (rawValue, Text { language in "\(label(language)) — \(meaning(language))" })
  }
}

extension Sheet {
  fileprivate var actions: [ActionLink] {
    let publishing: [ActionLink] =
      switch (kind, publishedAt) {
      case (.action, _): []
      case (.lab, nil): [ActionLink(.publishSheet, to: "\(path)/publier", allow: Programme.changed)]
      case (.lab, _):
        [
          ActionLink(.publishAnew, to: "\(path)/publier", allow: Programme.changed),
          ActionLink(.withdrawSheet, to: "\(path)/retirer", allow: Programme.changed),
          ActionLink(.reportAdoption, to: "\(path)/reprises/nouvelle", allow: Programme.changed),
        ]
      }
    return [
      ActionLink(.changeSheet, to: "\(path)/modifier", allow: Programme.changed),
      ActionLink(.importSheet, to: "\(path)/import", allow: Programme.changed),
      ActionLink(.sheetChecks, to: "\(path)/controles", allow: Programme.changed),
    ] + publishing
  }

  fileprivate func desk(_ kind: RubricKind, _ visions: [Vision]) -> [ActionLink] {
    guard kind == .visions else {
      return [
        ActionLink(.writeRubric(kind), to: "\(path)/rubriques/\(kind.rawValue)/modifier", allow: Programme.changed)
      ]
    }
    return visions.map { vision in
      ActionLink(.changeVisionOf(vision.name), to: "\(path)/visions/\(vision.id)/modifier", allow: Programme.changed)
    } + [ActionLink(.newVision, to: "\(path)/nouvelle-vision", allow: Programme.changed)]
  }
}

extension Page {
  /// Where it stands between its first word and the public.
  fileprivate mutating func state(of sheet: Sheet, _ content: SheetContent) {
    if sheet.kind == .lab {
      if let publishedAt = sheet.publishedAt, let slug = sheet.slug {
        paragraph(.publishedOn(publishedAt))
        linkLine("/lab/\(slug)", .readInLab)
      } else {
        paragraph(.notYetPublished)
      }
    }
    let missing: [RubricKind] = content.missing(of: sheet.kind)
    if !missing.isEmpty { paragraph(.rubricsMissing(missing)) }
  }
}

extension ProgrammePart {
  static let sheets = ProgrammePart(
    .sheets, at: "fiches", allow: .working,
    summary: { scope, programme in
      let sheets: [Sheet] = try await SheetStore(scope).all(of: programme)
      guard !sheets.isEmpty else { return .noSheetYet }
      let names: [Text] = sheets.map { sheet in
        sheet.publishedAt == nil ? sheet.kind.label : .published(sheet.kind)
      }
      return Text { language in names.map { $0(language) }.joined(separator: ", ") + "." }
    },
    // A partner elsewhere is nobody here.
    where: { scope, programme in scope.worksWith(programme.id) })
}

extension Crumb {
  static func sheets(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.sheets(visit.language), "\(programme.path)/fiches")]
  }

  static func sheet(_ visit: Visit, _ programme: Programme, _ sheet: Sheet) -> [Crumb] {
    sheets(visit, programme) + [Crumb(sheet.title, sheet.path)]
  }
}

extension Text {
  static let newSheet = Text(fr: "Commencer une fiche", en: "Begin a sheet")
  static let changeSheet = Text(fr: "Modifier l’en-tête", en: "Change the heading")
  static let publishSheet = Text(fr: "Publier dans le Lab", en: "Publish in the Lab")
  static let publishAnew = Text(fr: "Publier les changements", en: "Publish the changes")
  static let withdrawSheet = Text(fr: "Retirer du Lab", en: "Withdraw from the Lab")
  static let newVision = Text(fr: "Ajouter une vision", en: "Add a vision")
  fileprivate static let draftSheet = Text(fr: "Préparer la fiche", en: "Draft the sheet")
  fileprivate static let noSheetYet = Text(fr: "Aucune fiche.", en: "No sheet yet.", de: "Noch kein Blatt.")
  fileprivate static let readInLab = Text(fr: "La lire dans le Lab", en: "Read it in the Lab")
  fileprivate static let notYetPublished = Text(
    fr: "Elle n’est pas publiée : seuls ceux qui travaillent sur le dispositif la lisent.",
    en: "It is not published: only those who work with the programme read it.")
  fileprivate static let newSheetHelp = Text(
    fr:
      "Ce qui est déjà connu du dispositif (porteur, partenaires, actions, objectifs, livrables, indicateurs) y est mis à sa place ; vous complétez le reste.",
    en:
      "What is known of the programme already (owner, partners, actions, objectives, deliverables, indicators) is put in its place; you write the rest."
  )
  fileprivate static let bothSheetsExist = Text(
    fr: "Ce dispositif a déjà ses deux fiches.", en: "This programme has its two sheets already.")

  fileprivate static func published(_ kind: SheetKind) -> Text {
    Text { language in
      Text(
        fr: "\(kind.label(.fr)) publiée", en: "\(kind.label(.en)) published",
        de: "\(kind.label(.de)) veröffentlicht")(language)
    }
  }

  fileprivate static func publishedOn(_ moment: Instant) -> Text {
    Text { language in
      let moment: String = language.moment(moment)
      return Text(
        fr: "Publiée le \(moment). Ce que vous changez ici n’y paraît qu’une fois publié.",
        en: "Published on \(moment). What you change here shows there once it is published.")(language)
    }
  }

  fileprivate static func writeRubric(_ kind: RubricKind) -> Text {
    Text { language in
      let name: String = kind.label(language)
      return Text(fr: "Écrire « \(name) »", en: "Write “\(name)”")(language)
    }
  }

  fileprivate static func changeVisionOf(_ name: String) -> Text {
    Text(fr: "Modifier la vision de \(name)", en: "Change the vision of \(name)")
  }

  static func rubricsMissing(_ kinds: [RubricKind]) -> Text {
    Text { language in
      let names: String = kinds.map { $0.label(language) }.joined(separator: ", ")
      return Text(fr: "Rubriques à écrire : \(names).", en: "Rubrics to be written: \(names).")(language)
    }
  }
}
