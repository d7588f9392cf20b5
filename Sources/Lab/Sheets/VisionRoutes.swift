import Platform
import SQL

extension Lab {
  private static let visionPlace: String = "\(place)/{sheet}/visions"

  var visionRoutes: [Endpoint] { newVision + changeVision + deleteVision }

  private var newVision: [Endpoint] {
    Endpoint.form(
      .newVision, allow: Programme.changed, page: "\(Self.place)/{sheet}/nouvelle-vision", posts: Self.visionPlace,
      VisionForm.self,
      show: { visit in
        let (programme, sheet) = try await labSheet(visit, visit.scope)
        let last: Int = try await SheetStore(visit.scope).visions(of: sheet).last?.rank ?? 0
        var initial = Typed()
        initial.set(VisionForm.rank, min(last + 1, 100))
        return FormPage(.newVision, crumbs: Crumb.sheet(visit, programme, sheet), submit: .save, initial: initial)
      },
      submit: { visit, scope, form in
        let (_, sheet) = try await labSheet(visit, scope)
        let vision: Vision = try await SheetStore(scope).insert(form, in: sheet)
        return .created(.visionEntered, at: sheet.path, .vision, vision)
      })
  }

  private var changeVision: [Endpoint] {
    Endpoint.form(
      .changeVision, allow: Programme.changed, page: "\(Self.visionPlace)/{vision}/modifier",
      posts: "\(Self.visionPlace)/{vision}", Changed<VisionForm>.self,
      show: { visit in
        let (programme, sheet) = try await labSheet(visit, visit.scope)
        let vision: Vision = try await SheetStore(visit.scope).vision(visit.id("vision"), of: sheet)
        return FormPage(
          .changeVision, crumbs: Crumb.sheet(visit, programme, sheet), submit: .save,
          initial: VisionForm.typed(vision),
          below: { page in
            page.actions([
              ActionLink(.deleteVision, to: "\(sheet.path)/visions/\(vision.id)/supprimer", allow: Programme.changed)
            ])
          })
      },
      submit: { visit, scope, changed in
        let (_, sheet) = try await labSheet(visit, scope)
        let store = SheetStore(scope)
        let vision: Vision = try await store.vision(visit.id("vision"), of: sheet)
        let after: Vision = try await store.update(vision, changed.form, in: sheet, version: changed.version)
        return .changed(.visionChanged, at: sheet.path, .vision, after)
      })
  }

  private var deleteVision: [Endpoint] {
    Endpoint.form(
      .deleteVision, allow: Programme.changed, page: "\(Self.visionPlace)/{vision}/supprimer",
      posts: "\(Self.visionPlace)/{vision}/suppression", Changed<NoFilter>.self,
      show: { visit in
        let (programme, sheet) = try await labSheet(visit, visit.scope)
        let vision: Vision = try await SheetStore(visit.scope).vision(visit.id("vision"), of: sheet)
        var initial = Typed()
        initial.set(.version, vision.version)
        return FormPage(
          .deleteVision, crumbs: Crumb.sheet(visit, programme, sheet), intro: .deletingVision(vision.name),
          submit: .deleteVision, initial: initial)
      },
      submit: { visit, scope, changed in
        let (_, sheet) = try await labSheet(visit, scope)
        let store = SheetStore(scope)
        let vision: Vision = try await store.vision(visit.id("vision"), of: sheet)
        try await store.delete(vision, of: sheet, version: changed.version)
        return .changed(.visionDeleted, at: sheet.path, .vision, vision)
      })
  }

  /// Only what is meant for other territories says what the elected members see in it.
  private func labSheet(_ visit: Visit, _ scope: Scope) async throws -> (Programme, Sheet) {
    let (programme, sheet) = try await sheetToChange(visit, scope)
    guard sheet.kind == .lab else { throw Refusal.notFound }
    return (programme, sheet)
  }
}

extension Text {
  fileprivate static let changeVision = Text(fr: "Modifier la vision", en: "Change the vision")
  fileprivate static let deleteVision = Text(fr: "Supprimer la vision", en: "Delete the vision")

  fileprivate static func deletingVision(_ name: String) -> Text {
    Text(
      fr: "La vision de \(name) disparaît de la fiche ; ce qui est publié la garde jusqu’à la prochaine parution.",
      en: "The vision of \(name) leaves the sheet; what is published keeps it until the next issue.")
  }
}
