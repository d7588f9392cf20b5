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
        return Shown(
          programme.name, crumbs: [Crumb(Text.programmes(visit.language), "/dispositifs")], .programme, programme
        ) { page in
          page.facts(View.programme.without("name"), programme)
          page.actions([
            ActionLink(.changeProgramme, to: "\(programme.path)/modifier", allow: Programme.changed)
          ])
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
          .newProgramme, crumbs: [Crumb(Text.programmes(visit.language), "/dispositifs")], submit: .save)
      },
      submit: { _, scope, form in
        let programme: Programme = try await ProgrammeStore(scope).insert(form.slug, form.form)
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
          crumbs: [
            Crumb(Text.programmes(visit.language), "/dispositifs"), Crumb(programme.name, programme.path),
          ], submit: .save, initial: ProgrammeForm.typed(programme))
      },
      submit: { visit, scope, changed in
        let store = ProgrammeStore(scope)
        let programme: Programme = try await store.update(
          try await store.findToChange(visit.text("programme")), changed.form, version: changed.version)
        return .changed(.programmeChanged, at: programme.path, .programme, programme)
      })
  }
}

struct ProgrammeForm: Form {
  static let name = Field.text("name", .personName, most: 160)
  static let from = Field.day("from", .since, help: .dayHelp).optional
  static let to = Field.day("to", .until).optional
  static let isPublic = Field.flag(
    "isPublic", .isPublished,
    help: Text(
      fr: "Sans cela, seuls le voient ceux qui travaillent ici et ceux qui ont un rôle dessus.",
      en: "Otherwise only those who work here and those who have a role on it see it."))
  static let fields: [any FormField] = [name, from, to, isPublic]

  let name: String
  let from: Day?
  let to: Day?
  let isPublic: Bool

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    from = values[Self.from]
    to = values[Self.to]
    isPublic = values[Self.isPublic]
    if let from, let to, to < from { throw .invalid("to", .endsBeforeItStarts) }
  }

  init(name: String, from: Day?, isPublic: Bool) {
    self.name = name
    self.from = from
    to = nil
    self.isPublic = isPublic
  }

  static func typed(_ programme: Programme) -> Typed {
    var typed = Typed()
    typed.set(name, programme.name)
    typed.set(from, programme.from)
    typed.set(to, programme.to)
    typed.set(isPublic, programme.isPublic)
    typed.set(.version, programme.version)
    return typed
  }
}

struct NewProgrammeForm: Form {
  static let slug = Field.text(
    "slug", .slug,
    help: Text(
      fr: "Il reste dans l’adresse : lettres minuscules, chiffres et tirets, par exemple grenoble-artis.",
      en: "It stays in the address: lower-case letters, digits and hyphens, for example grenoble-artis."), most: 60)
  static let fields: [any FormField] = [slug] + ProgrammeForm.fields

  let slug: String
  let form: ProgrammeForm

  init(_ values: FormValues) throws(Refusal) {
    slug = values[Self.slug]
    form = try ProgrammeForm(values)
    // A number in that place is a programme's number.
    guard Territory.isSlug(slug), slug.contains(where: \.isLetter), slug != "nouveau" else {
      throw .invalid("slug", .slugExpected)
    }
  }
}

extension Noun {
  static let programme = Noun(
    fr: ("dispositif", "dispositifs", .m), en: ("programme", "programmes"), de: ("Programm", "Programme", .n))
}

extension Text {
  static let newProgramme = Text(fr: "Nouveau dispositif", en: "New programme")
  static let changeProgramme = Text(fr: "Modifier le dispositif", en: "Change the programme")
}
