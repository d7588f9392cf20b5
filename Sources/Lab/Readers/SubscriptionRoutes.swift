import HTML
import HTTP
import Mail
import Platform
import Programmes
import SQL

struct SubscriptionForm: Form {
  static let email = Field.email("email", .ownEmail)
  static let follow = Field.text("follow", .followed, most: 80).optional
  static let fields: [any FormField] = [email, follow, Trap.field]

  let email: EmailAddress
  let use: String
  let key: String
  let isTrapped: Bool

  init(_ values: FormValues) throws(Refusal) {
    email = values[Self.email]
    let parts: [String] = (values[Self.follow] ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    (use, key) = parts.count == 2 ? (parts[0], parts[1]) : ("", "")
    isTrapped = values[Trap.field] != nil
  }

  /// The whole Lab, or one of its words.
  static func choices(_ typology: Typology) -> [(key: String, label: Text)] {
    func choices(_ use: NomenclatureUse, _ kind: Text) -> [(key: String, label: Text)] {
      typology.terms(use).choices().map { key, label in
        (
          "\(use.rawValue):\(key)",
          Text { language in "\(kind(language))\(language == .fr ? " : " : ": ")\(label(language))" }
        )
      }
    }
    return [("lab", Text(fr: "Tout le Lab", en: "The whole Lab", de: "Das ganze Lab"))] + choices(.axes, .axis)
      + choices(.themes, .oneTheme)
  }
}

/// What a link in a mail carries.
struct SubscriptionToken: Form {
  static let token = Field.text("jeton", Text(fr: "Jeton", en: "Token", de: "Token"), most: 200).optional.carriedAlong
  static let fields: [any FormField] = [token]

  let token: String?

  init(_ values: FormValues) throws(Refusal) { token = values[Self.token] }
}

extension Subscription {
  static func path(_ action: String, _ signed: String) -> String { "/lab/\(action)?jeton=\(signed)" }
  static let confirmation: String = "abonnement/confirmation"
  static let end: String = "desabonnement"
}

extension Lab {
  private static let limit = SendingLimit("subscription", most: 10)

  var subscriptionRoutes: [Endpoint] { subscribing + confirming + unsubscribing }

  private var subscribing: [Endpoint] {
    Endpoint.act(
      .followLab, allow: .everyone, page: "/lab/abonnement", posts: "/lab/abonnement", SubscriptionForm.self,
      show: { visit in
        let choices = SubscriptionForm.choices(try await Typology.open(visit.scope))
        var initial: Typed = Trap.typed
        initial["follow"] = visit.asked["follow"] ?? "lab"
        return FormPage(
          .followLab, crumbs: Crumb.lab(visit), intro: .followingHelp, submit: .subscribe,
          initial: initial, fields: [Field.among("follow", .followed, choices)],
          below: { page in
            page.linkLine("/lab/flux.atom", .labAsFeed)
            page.linkLine("/donnees-personnelles", .whatBecomesOfYourData)
          })
      },
      act: { visit, form in
        guard visit.territory != nil else { throw Refusal.notFound }
        let known = SubscriptionForm.choices(try await Typology.open(visit.scope)).map(\.key)
        guard form.use.isEmpty || known.contains("\(form.use):\(form.key)") else {
          throw Refusal.invalid("follow", .unknownFollowed)
        }
        let answer: Response = .redirect(to: "/lab/abonnement/envoye")
        guard !form.isTrapped, try await Self.limit.isFirst(visit, visit.scope) else { return answer }
        try await visit.scope.change { scope in
          try await Self.limit.count(visit, scope, tooMany: .enoughSubscriptions)
          let subscription: Subscription = try await SubscriptionStore(scope).ask(
            form.email, form.use, form.key, in: visit.language)
          try await visit.post(
            subscription.confirmationLetter(visit), to: form.email, about: .subscription, of: scope.territory, scope)
        }
        return answer
      }) + [
        // The same whether that address follows already or not: who asks learns nothing of others.
        .page("/lab/abonnement/envoye", .followLab, allow: .everyone) { visit in
          (Text.lookInYourMail(visit.language), { page in page.paragraph(.lookInYourMailHelp) })
        }
      ]
  }

  private var confirming: [Endpoint] {
    Endpoint.act(
      .confirmSubscription, allow: .everyone, page: "/lab/abonnement/confirmation",
      posts: "/lab/abonnement/confirmation", SubscriptionToken.self,
      show: { visit in
        let found: Subscription? = try await subscription(visit, visit.asked["jeton"] ?? visit.sent["jeton"])
        var initial = Typed()
        initial["jeton"] = visit.asked["jeton"]
        return FormPage(
          .confirmSubscription, crumbs: Crumb.lab(visit),
          intro: found == nil ? .deadLink : .confirmHelp, submit: .confirmSubscription, initial: initial,
          canCancel: false, isClosed: found == nil)
      },
      act: { visit, form in
        guard let found = try await subscription(visit, form.token) else { throw Refusal.conflict(.deadLink) }
        if !found.isConfirmed { try await visit.scope.change { try await SubscriptionStore($0).confirm(found) } }
        return .redirect(to: "/lab?done=\(Deed.subscriptionConfirmed.key)")
      })
  }

  private var unsubscribing: [Endpoint] {
    let path: String = "/lab/\(Subscription.end)"
    return [
      // Programs that look at every link of a mail must not end anything: a person presses the button.
      .page(path, .unsubscribe, allow: .everyone) { visit in
        let signed: String = visit.asked["jeton"] ?? ""
        let found: Subscription? = try await subscription(visit, signed)
        return (
          Text.unsubscribe(visit.language),
          { page in
            guard found != nil else { return page.paragraph(.deadLink) }
            page.paragraph(.unsubscribeHelp)
            page.button(Subscription.path(Subscription.end, signed), .unsubscribe)
          }
        )
      },
      .oneClick(path, .unsubscribe) { visit in
        guard let found = try await subscription(visit, visit.asked["jeton"]) else { throw Refusal.conflict(.deadLink) }
        try await visit.scope.change { try await SubscriptionStore($0).end(found) }
        return (.unsubscribed, { page in page.paragraph(.unsubscribedHelp) })
      },
    ]
  }

  private func subscription(_ visit: Visit, _ signed: String?) async throws -> Subscription? {
    guard let text = signed.flatMap({ visit.verified("subscription", $0) }), let id = ID<Subscription>(path: text)
    else { return nil }
    return try await SubscriptionStore(visit.scope).find(id)
  }
}

extension Subscription {
  fileprivate func confirmationLetter(_ visit: Visit) -> Letter {
    let signed: String = visit.sign("subscription", "\(id)")
    return Letter(
      Text(
        fr: "Confirmez votre abonnement au Lab", en: "Confirm your subscription to the Lab",
        de: "Bestätigen Sie Ihr Abonnement des Labs"),
      [
        Text(
          fr:
            "Quelqu’un, vous sans doute, a demandé que les fiches nouvelles du Lab soient annoncées à cette adresse. Pour accepter :",
          en: "Somebody, most likely you, asked that new sheets of the Lab be announced to this address. To accept:",
          de:
            "Jemand, wahrscheinlich Sie, möchte, dass neue Blätter des Labs an diese Adresse gemeldet werden. Zum Annehmen:"
        )
      ], link: visit.installation + Subscription.path(Subscription.confirmation, signed),
      after: [
        Text(
          fr: "Sans confirmation, cette adresse sera oubliée dans sept jours et rien ne lui sera envoyé.",
          en: "Unconfirmed, this address is forgotten in seven days and nothing will be sent to it.",
          de: "Ohne Bestätigung wird diese Adresse in sieben Tagen vergessen; es wird nichts gesendet.")
      ], from: visit.territory?.name ?? "Terreau", language)
  }
}

extension Text {
  static let followLab = Text(fr: "Suivre le Lab", en: "Follow the Lab", de: "Dem Lab folgen")
  fileprivate static let subscribe = Text(fr: "S’abonner", en: "Subscribe", de: "Abonnieren")
  fileprivate static let followingHelp = Text(
    fr: "Un courriel par jour au plus, les jours où des fiches paraissent. On se désinscrit d’un clic.",
    en: "One e-mail a day at most, on days when sheets appear. One click unsubscribes.",
    de: "Höchstens eine E-Mail am Tag, wenn Blätter erscheinen. Abmelden mit einem Klick.")
  fileprivate static let labAsFeed = Text(
    fr: "Ou suivre le flux Atom, sans donner d’adresse", en: "Or follow the Atom feed, without giving an address",
    de: "Oder dem Atom-Feed folgen, ohne Adresse")
  fileprivate static let unknownFollowed = Text(
    fr: "Le Lab n’a pas ce thème.", en: "The Lab has no such theme.", de: "Dieses Thema gibt es im Lab nicht.")
  fileprivate static let lookInYourMail = Text(
    fr: "Ouvrez le courriel que vous allez recevoir", en: "Open the e-mail that is on its way",
    de: "Öffnen Sie die E-Mail, die Sie gleich erhalten")
  fileprivate static let lookInYourMailHelp = Text(
    fr: "Il contient un lien qui confirme l’abonnement. Sans cela, rien ne vous sera envoyé.",
    en: "It holds a link that confirms the subscription. Without that, nothing will be sent to you.",
    de: "Sie enthält einen Link, der das Abonnement bestätigt. Sonst wird Ihnen nichts gesendet.")
  fileprivate static let enoughSubscriptions = Text(
    fr: "Trop de demandes sont venues d’ici depuis une heure. Revenez un peu plus tard.",
    en: "Too many requests have come from here within the hour. Come back a little later.",
    de: "Von hier kamen in der letzten Stunde zu viele Anfragen. Versuchen Sie es etwas später.")
  fileprivate static let confirmSubscription = Text(
    fr: "Confirmer l’abonnement", en: "Confirm the subscription", de: "Abonnement bestätigen")
  fileprivate static let confirmHelp = Text(
    fr: "Les fiches nouvelles et mises à jour vous seront annoncées, une fois par jour au plus.",
    en: "New and updated sheets will be announced to you, once a day at most.",
    de: "Neue und aktualisierte Blätter werden Ihnen gemeldet, höchstens einmal am Tag.")
  fileprivate static let deadLink = Text(
    fr: "Ce lien ne mène plus à aucun abonnement : il a été résilié ou n’a pas été confirmé à temps.",
    en: "This link leads to no subscription any more: it was ended, or not confirmed in time.",
    de: "Dieser Link führt zu keinem Abonnement mehr: Es wurde beendet oder nicht rechtzeitig bestätigt.")
  static let unsubscribe = Text(fr: "Se désinscrire", en: "Unsubscribe", de: "Abmelden")
  fileprivate static let unsubscribeHelp = Text(
    fr: "Le Lab ne vous enverra plus rien.", en: "The Lab will send you nothing more.",
    de: "Das Lab sendet Ihnen nichts mehr.")
  fileprivate static let unsubscribed = Text(
    fr: "Vous êtes désinscrit", en: "You are unsubscribed", de: "Sie sind abgemeldet")
  fileprivate static let unsubscribedHelp = Text(
    fr: "Votre adresse est effacée. Le Lab reste ouvert à tous.",
    en: "Your address is erased. The Lab stays open to all.",
    de: "Ihre Adresse ist gelöscht. Das Lab bleibt für alle offen.")
}
