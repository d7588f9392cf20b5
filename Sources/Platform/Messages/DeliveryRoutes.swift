import HTTP

extension PlatformDoor {
  var deliveryRoutes: [Endpoint] {
    [
      .list("/envois", .deliveries, allow: .givesRoles, .delivery(), filter: DeliveryFilter.self) { visit, filter in
        let kinds: [NoticeKind] = visit.app.notices
        return ListPage(
          .deliveries, intro: .deliveriesInShort, .delivery(kinds).inExports("sentAt", "deliveredAt"),
          DeliveryStore(visit.scope).listing(filter), filters: DeliveryFilter.fields(kinds), .delivery,
          mark: { $0.state == .failed ? DeliveryState.failed.label : nil })
      },
      .record("/envois/{message}", .oneDelivery, kind: "message", allow: .givesRoles, .delivery()) { visit in
        let delivery: Delivery = try await DeliveryStore(visit.scope).find(visit.id("message"))
        let view: View<Delivery> = .delivery(visit.app.notices)
        return Shown(
          delivery.addressee, crumbs: [Crumb(Text.deliveries(visit.language), "/envois")], view, delivery
        ) { page in
          page.facts(view, delivery)
          if delivery.canBeRetried {
            page.button("\(delivery.path)/renvoi", .retry)
          } else if delivery.state == .failed {
            page.paragraph(.cannotBeRetried)
          }
        }
      },
      .button("/envois/{message}/renvoi", .retry, allow: .givesRoles) { visit in
        let delivery: Delivery = try await DeliveryStore(visit.scope).find(visit.id("message"))
        try await visit.scope.change { try await DeliveryStore($0).retry(delivery) }
        return .redirect(to: "\(delivery.path)?done=\(Deed.messageRetried.key)")
      },
    ]
  }
}

extension Text {
  fileprivate static let deliveriesInShort = Text(
    fr: "Ce qui est parti au nom du territoire depuis trois mois, et où cela en est. Les textes ne se lisent pas ici.",
    en: "What left in the territory’s name over three months, and how far it came. Texts cannot be read here.")
  fileprivate static let retry = Text(fr: "Renvoyer", en: "Send again")
}
