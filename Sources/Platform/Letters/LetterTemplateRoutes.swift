import HTTP
import SQL

extension Allow {
  /// Agents write with templates; who answers for what goes out chooses them.
  static let keepsTemplates = Allow([.manager, .administrator])
}

extension PlatformDoor {
  var letterTemplateRoutes: [Endpoint] {
    [
      .list("/modeles", .letterTemplates, allow: .staff, .letterTemplate(), filter: NameFilter.self) { visit, filter in
        ListPage(
          .letterTemplates,
          intro: Text(
            fr: "Sur une fiche, « Écrire un courrier » remplit un modèle et vous le donne, prêt à relire.",
            en: "On a record, “Write a letter” fills in a template and gives it to you, ready to be read over."),
          .letterTemplate(visit.app.letters), LetterTemplateStore(visit.scope).listing(filter),
          filters: NameFilter.fields,
          actions: [
            ActionLink(.newLetterTemplate, to: "/modeles/nouveau", allow: .keepsTemplates),
            ActionLink(.letterFields, to: "/modeles/champs", allow: .staff),
          ], .letterTemplate, mark: { $0.withdrawn == nil ? nil : .withdrawnMark })
      },
      .page("/modeles/champs", .letterFields, allow: .staff) { visit in
        (Text.letterFields(visit.language), { page in page.letterFields(visit.app.letters) })
      },
      .record(
        "/modeles/{template}", .letterTemplate, kind: "letter_template", allow: .staff, .letterTemplate()
      ) { visit in
        let template: LetterTemplate = try await LetterTemplateStore(visit.scope).find(visit.id("template"))
        return Shown(template.name, crumbs: [Crumb.templates(visit)], .letterTemplate(visit.app.letters), template) {
          page in page.letterTemplate(template, visit)
        }
      },
      .raw("/modeles/{template}/fichier", .downloadLetterTemplate, allow: .staff) { visit, _ in
        let store = LetterTemplateStore(visit.scope)
        let template: LetterTemplate = try await store.find(visit.id("template"))
        return .letter(try await store.content(of: template), template.format, named: template.name)
      },
    ] + newTemplate + changeTemplate + [withdrawTemplate, returnTemplate]
  }

  private var newTemplate: [Endpoint] {
    Endpoint.form(
      .newLetterTemplate, allow: .keepsTemplates, page: "/modeles/nouveau", posts: "/modeles",
      NewLetterTemplateForm.self,
      show: { visit in
        FormPage(
          .newLetterTemplate, crumbs: [Crumb.templates(visit)], submit: .save,
          fields: [NewLetterTemplateForm.kind(among: visit.app.letters)],
          below: { page in page.letterFields(visit.app.letters) })
      },
      submit: { visit, scope, form in
        // The list on the page is a courtesy; this is the rule.
        guard let kind = visit.app.letters.first(where: { $0.key == form.kind }) else {
          throw Refusal.invalid("kind", .notAChoice)
        }
        let template: LetterTemplate = try await LetterTemplateStore(scope).insert(form.name, for: kind, form.template)
        return .created(.letterTemplateEntered, at: template.path, .letterTemplate(), template)
      })
  }

  private var changeTemplate: [Endpoint] {
    Endpoint.form(
      .changeLetterTemplate, allow: .keepsTemplates, page: "/modeles/{template}/modifier",
      posts: "/modeles/{template}", Changed<LetterTemplateForm>.self,
      show: { visit in
        let template: LetterTemplate = try await LetterTemplateStore(visit.scope).find(visit.id("template"))
        return FormPage(
          .changeLetterTemplate, crumbs: [Crumb.templates(visit), Crumb(template.name, template.path)],
          submit: .save, initial: LetterTemplateForm.typed(template),
          below: { page in page.letterFields(visit.app.letters.filter { $0.key == template.kind }) })
      },
      submit: { visit, scope, changed in
        let store = LetterTemplateStore(scope)
        let before: LetterTemplate = try await store.find(visit.id("template"))
        if let template = changed.form.template,
          let fault = visit.app.letters.first(where: { $0.key == before.kind })?.fault(template)
        {
          throw Refusal.invalid("file", fault)
        }
        let after: LetterTemplate = try await store.change(
          before, named: changed.form.name, changed.form.template, version: changed.version)
        let action: Deed = changed.form.template == nil ? .letterTemplateChanged : .letterTemplateReplaced
        return .changed(action, at: after.path, .letterTemplate(), after)
      })
  }

  private var withdrawTemplate: Endpoint {
    .button("/modeles/{template}/retrait", .withdrawLetterTemplate, allow: .keepsTemplates) { visit in
      try await put(visit, withdrawn: true, .letterTemplateWithdrawn)
    }
  }

  private var returnTemplate: Endpoint {
    .button("/modeles/{template}/retour", .returnLetterTemplate, allow: .keepsTemplates) { visit in
      try await put(visit, withdrawn: false, .letterTemplateReturned)
    }
  }

  private func put(_ visit: Visit, withdrawn: Bool, _ action: Deed) async throws -> Response {
    let id: ID<LetterTemplate> = try visit.id("template")
    let template: LetterTemplate = try await visit.scope.change { scope in
      let store = LetterTemplateStore(scope)
      let before: LetterTemplate = try await store.find(id)
      // A second click finds it done.
      guard (before.withdrawn != nil) != withdrawn else { return before }
      return try await store.withdraw(before, on: withdrawn ? scope.today : nil)
    }
    return .redirect(to: "\(template.path)?done=\(action.key)")
  }
}

extension Crumb {
  static func templates(_ visit: Visit) -> Crumb { Crumb(Text.letterTemplates(visit.language), "/modeles") }
}

extension Page {
  fileprivate mutating func letterTemplate(_ template: LetterTemplate, _ visit: Visit) {
    facts(View.letterTemplate(visit.app.letters).without("name"), template)
    actions([
      ActionLink(.downloadLetterTemplate, to: "\(template.path)/fichier", allow: .staff),
      ActionLink(.changeLetterTemplate, to: "\(template.path)/modifier", allow: .keepsTemplates),
    ])
    guard Allow.keepsTemplates.admits(actor) else { return }
    if template.withdrawn == nil {
      button("\(template.path)/retrait", .withdrawLetterTemplate)
    } else {
      button("\(template.path)/retour", .returnLetterTemplate)
    }
  }
}
