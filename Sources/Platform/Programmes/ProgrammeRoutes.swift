import HTTP
import SQL

extension PlatformDoor {
  var programmeRoutes: [Endpoint] {
    [
      .list("/dispositifs", .programmes, allow: .everyone, .programme, filter: NameFilter.self) { visit, filter in
        ListPage(
          .programmes, .programme, ProgrammeStore(visit.scope).listing(filter), filters: NameFilter.fields,
          actions: [ActionLink(.newProgramme, to: "/dispositifs/nouveau", allow: .staff)], .programme,
          mark: { $0.provenance.mark })
      },
      .record(
        "/dispositifs/{programme}", .oneProgramme, kind: "programme", allow: .everyone, .programme, isShareable: true
      ) { visit in
        let programme: Programme = try await ProgrammeStore(visit.scope).find(visit.text("programme"))
        let roles: [Role] =
          visit.allows(.givesRoles)
          ? try await RoleStore(visit.scope).on(.programme, programme.id.number) : []
        let parts: [(ProgrammePart, Text?)] = try await visit.parts(of: programme)
        return Shown(
          programme.name, crumbs: [Crumb.programmes(visit)], .programme, programme, of: programme.id
        ) { page in
          page.provenance(programme.provenance)
          if !programme.summary.isEmpty { page.prose(programme.summary) }
          page.facts(View.programme.without("name"), programme)
          page.actions([
            ActionLink(.changeProgramme, to: "\(programme.path)/modifier", allow: Programme.changed)
          ])
          page.parts(parts, of: programme)
          page.documentLink("\(programme.path)/calendrier.ics", .programmeCalendar)
          guard !roles.isEmpty else { return }
          page.section(.roles) { page in
            page.table(View.role.without("target", "targetName"), roles, caption: .roles, empty: .noRoleHere)
          }
        }
      },
    ] + newProgramme + changeProgramme
  }

  private var newProgramme: [Endpoint] {
    Endpoint.form(
      .newProgramme, allow: .staff, page: "/dispositifs/nouveau", posts: "/dispositifs", NewProgrammeForm.self,
      show: { visit in
        FormPage(
          .newProgramme, crumbs: [Crumb.programmes(visit)], submit: .save,
          fields: [ProgrammeForm.parent(among: try await ProgrammeStore(visit.scope).all())])
      },
      submit: { visit, scope, form in
        let links: ProgrammeLinks = try await form.form.links(visit, scope, of: nil)
        let programme: Programme = try await ProgrammeStore(scope).insert(form.slug, form.form, links)
        return .created(.programmeEntered, at: programme.path, .programme, programme)
      })
  }

  private var changeProgramme: [Endpoint] {
    Endpoint.form(
      .changeProgramme, allow: Programme.changed, page: "/dispositifs/{programme}/modifier",
      posts: "/dispositifs/{programme}", Changed<ProgrammeForm>.self,
      show: { visit in
        let programme: Programme = try await ProgrammeStore(visit.scope).findToChange(visit.text("programme"))
        return FormPage(
          .changeProgramme,
          crumbs: [Crumb.programmes(visit), Crumb(programme.name, programme.path)], submit: .save,
          initial: ProgrammeForm.typed(programme),
          fields: [
            ProgrammeForm.parent(
              among: try await ProgrammeStore(visit.scope).all().filter { $0.id != programme.id })
          ])
      },
      submit: { visit, scope, changed in
        let store = ProgrammeStore(scope)
        let before: Programme = try await store.findToChange(visit.text("programme"))
        let links: ProgrammeLinks = try await changed.form.links(visit, scope, of: before)
        let programme: Programme = try await store.update(before, changed.form, links, version: changed.version)
        return .changed(.programmeChanged, at: programme.path, .programme, programme)
      })
  }
}

extension Text {
  static let newProgramme = Text(fr: "Nouveau dispositif", en: "New programme")
  static let changeProgramme = Text(fr: "Modifier le dispositif", en: "Change the programme")
}

extension Crumb {
  public static func programmes(_ visit: Visit) -> Crumb { Crumb(Text.programmes(visit.language), "/dispositifs") }

  public static func programme(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    [programmes(visit), Crumb(programme.name, programme.path)]
  }
}

extension Visit {
  /// What this visitor finds on a programme, with what stands there.
  fileprivate func parts(of programme: Programme) async throws -> [(ProgrammePart, Text?)] {
    var parts: [(ProgrammePart, Text?)] = []
    for part in app.programmeParts where allows(part.allow) {
      guard try await part.isThere(scope, programme) else { continue }
      parts.append((part, try await part.summary(scope, programme)))
    }
    return parts
  }
}

extension Page {
  fileprivate mutating func parts(_ parts: [(ProgrammePart, Text?)], of programme: Programme) {
    markup.raw("<ul class=\"cards\">\n")
    for (part, summary) in parts {
      markup.raw("<li>")
      link("\(programme.path)/\(part.place)", part.label)
      if let summary { paragraph(summary) }
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }
}
