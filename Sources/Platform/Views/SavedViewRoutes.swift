import HTML
import HTTP
import SQL

extension PlatformDoor {
  var viewRoutes: [Endpoint] {
    Endpoint.form(
      .saveView, allow: .signedIn, page: "/vues/nouvelle", posts: "/vues", SavedViewForm.self,
      show: { visit in
        let asked: FormPairs = visit.request.head.target.query
        // What comes back with an error carries the same in its body.
        let sent: FormPairs = (try? visit.request.pairs()) ?? FormPairs()
        var initial = Typed()
        initial["path"] = sent["path"] ?? asked["path"]
        initial["query"] = sent["query"] ?? asked["query"]
        guard let path = initial["path"], let list = visit.app.list(at: path), visit.allows(list.allow) else {
          return FormPage(
            .saveView, crumbs: [], intro: .saveWhichView, submit: .saveView, initial: initial, isClosed: true)
        }
        return FormPage(
          .saveView, crumbs: [Crumb(list.summary(visit.language), path)], submit: .saveView, initial: initial)
      },
      submit: { visit, scope, form in
        guard let list = visit.app.list(at: form.path), visit.allows(list.allow) else { throw Refusal.notFound }
        // A token that is limited to one section keeps no views of another's lists.
        try visit.viewer.token?.check(.post, visit.app.section(of: form.path))
        return .made(.viewSaved, try await SavedViewStore(scope).keep(form, list.understood(form.query)))
      })
      + [
        .button("/vues/{view}/fin", .forgetView, allow: .signedIn) { visit in
          let view: SavedView = try await SavedViewStore(visit.scope).find(visit.id("view"))
          try await visit.scope.change { scope in try await SavedViewStore(scope).forget(view) }
          return .redirect(to: "\(view.path)?done=\(Deed.viewForgotten.key)")
        }
      ]
  }
}

extension Saved {
  fileprivate static func made(_ action: Deed, _ view: SavedView) -> Saved {
    Saved(path: view.address, action: action, isNew: true) { json in
      json.object { json in
        json.member("id", Int(view.id.number))
        json.member("name", view.name)
        json.member("address", view.address)
      }
    }
  }
}

extension Endpoint {
  /// Which rows, in which order, with which columns, and nothing else that an address may carry: a view of a colleague's
  /// neither speaks another language nor tells of something done.
  fileprivate func understood(_ query: FormPairs) -> String {
    let known: Set<String> = Set(description.query.map(\.key)).union(["column"]).subtracting(["page"])
    return query.filtered { known.contains($0) }.encoded
  }
}

extension App {
  /// The list that has this address, written the one way in which it is linked to.
  func list(at path: String) -> Endpoint? {
    let segments: [String] = path.split(separator: "/").map(String.init)
    guard path == "/" + segments.joined(separator: "/"), case .found(let found) = router.find(.get, segments),
      found.endpoint.format == .page, found.endpoint.endpoint.isList
    else { return nil }
    return found.endpoint.endpoint
  }
}

extension Page {
  /// The list as colleagues and oneself have saved it, and the way to save it as it is now.
  mutating func views(_ views: [SavedView], _ address: ListAddress) {
    guard actor.account != nil else { return }
    let isPlain: Bool = address.kept.isEmpty
    guard !views.isEmpty || !isPlain else { return }
    markup.raw("<div class=\"views\">\n")
    if !views.isEmpty {
      markup.raw("<nav aria-label=\"")
      say(Text(fr: "Vues enregistrées", en: "Saved views"))
      markup.raw("\"><ul>\n")
      for view in views { self.view(view, isCurrent: view.query == address.kept) }
      markup.raw("</ul></nav>\n")
    }
    if !isPlain, !views.contains(where: { $0.query == address.kept }) {
      let query: FormPairs = FormPairs().setting("path", to: address.path).setting("query", to: address.kept)
      markup.raw("<a data-dialog href=\"")
      data(query.after("/vues/nouvelle"))
      markup.raw("\">")
      say(.saveView)
      markup.raw("</a>\n")
    }
    markup.raw("</div>\n")
  }

  private mutating func view(_ view: SavedView, isCurrent: Bool) {
    markup.raw(isCurrent ? "<li><a aria-current=\"page\" href=\"" : "<li><a href=\"")
    data(view.address)
    markup.raw("\">")
    data(view.name)
    markup.raw("</a>")
    if isCurrent, view.account == actor.account || (view.isShared && Allow([.manager, .administrator]).admits(actor)) {
      button("/vues/\(view.id)/fin", .forgetView)
    }
    markup.raw("</li>\n")
  }
}
