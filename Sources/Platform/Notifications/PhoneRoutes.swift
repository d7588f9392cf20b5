import HTTP
import SQL
import Telephone

struct PhoneForm: Form {
  static let number = Field.mobile("number", Text(fr: "Numéro de mobile", en: "Mobile number"))
  static let fields: [any FormField] = [number]

  let number: PhoneNumber

  init(_ values: FormValues) throws(Refusal) { number = values[Self.number] }
}

struct PhoneCodeForm: Form {
  static let code = Field.code(
    "code", Text(fr: "Code reçu par SMS", en: "Code received by SMS"),
    help: Text(fr: "Six chiffres.", en: "Six digits."))
  static let fields: [any FormField] = [code]

  let code: String

  init(_ values: FormValues) throws(Refusal) { code = values[Self.code] }
}

extension Field where Value == PhoneNumber {
  /// A number that messages reach.
  static func mobile(_ key: String, _ label: Text) -> Field {
    Field(
      key: key, label: label, help: .mobileHelp, isRequired: true, control: .text(most: 30),
      read: { raw in
        let typed: String = trim(raw ?? "")
        guard !typed.isEmpty else { return .wrong(.missing) }
        guard let number = PhoneNumber(typed), number.isMobile else { return .wrong(.notAMobile) }
        return .value(number)
      }, write: { $0.text }
    ).filledIn(as: "tel")
  }
}

extension PlatformDoor {
  /// Nothing goes to a number before whoever has it read out what was sent to it, and nothing after they take it back.
  var phoneRoutes: [Endpoint] { givePhone + confirmPhone + [withdrawPhone] }

  private var givePhone: [Endpoint] {
    Endpoint.form(
      .phoneForSMS, allow: .signedIn, page: "/compte/telephone", posts: "/compte/telephone/numero", PhoneForm.self,
      show: { visit in
        let phone: AccountPhone? = try await AccountPhoneStore(visit.scope).mine()
        var initial = Typed()
        if let phone { initial.set(PhoneForm.number, phone.number) }
        let hasGateway: Bool = visit.app.settings.smsGateway != nil
        return FormPage(
          .phoneForSMS, crumbs: [Crumb.account(visit)], intro: hasGateway ? .phoneHelp : .noSMSHere,
          submit: .sendCode, initial: initial, isClosed: !hasGateway,
          above: { page in
            guard let phone else { return }
            page.paragraph(.phoneGiven(phone))
            if phone.confirmedAt == nil { page.linkLine("/compte/telephone/code", .confirmPhone) }
            page.button("/compte/telephone/retrait", .withdrawPhone)
          })
      },
      submit: { visit, scope, form in
        guard visit.app.settings.smsGateway != nil else { throw Refusal.conflict(.noSMSHere) }
        let account: ID<Account> = try NoticeSettingsStore(scope).account()
        let code: String = Self.drawCode()
        let store = AccountPhoneStore(scope)
        try await store.give(form.number, code: code)
        let text = ShortText(Text.codeSMS(visit.territory?.name ?? "Terreau", code)(visit.language))
        try await scope.run(
          Outbox(secrets: visit.app.secrets).insertion(
            text, to: form.number, about: .phoneCode, of: scope.territory, for: account, at: scope.now))
        guard let phone = try await store.mine() else { throw Refusal.notFound }
        return .changed(.phoneGiven, at: "/compte/telephone/code", .accountPhone, phone)
      })
  }

  /// A wrong code counts, so that it is written down whatever is answered.
  private var confirmPhone: [Endpoint] {
    Endpoint.act(
      .confirmPhone, allow: .signedIn, page: "/compte/telephone/code", posts: "/compte/telephone/code",
      PhoneCodeForm.self,
      show: { visit in
        let phone: AccountPhone? = try await AccountPhoneStore(visit.scope).mine()
        let isAwaited: Bool = phone?.code != nil
        return FormPage(
          .confirmPhone, crumbs: [Crumb.account(visit), Crumb(Text.phoneForSMS(visit.language), "/compte/telephone")],
          intro: isAwaited ? .codeOnItsWay(phone) : .giveNumberFirst, submit: .confirmPhone, isClosed: !isAwaited)
      },
      act: { visit, form in
        guard try await visit.scope.change({ try await AccountPhoneStore($0).confirm(form.code) }) else {
          throw Refusal.invalid("code", .wrongPhoneCode)
        }
        return .redirect(to: "/compte/notifications/reglages?done=\(Deed.phoneConfirmed.key)")
      })
  }

  private var withdrawPhone: Endpoint {
    .button("/compte/telephone/retrait", .withdrawPhone, allow: .signedIn) { visit in
      try await visit.scope.change { try await AccountPhoneStore($0).withdraw() }
      return .redirect(to: "/compte/telephone?done=\(Deed.phoneWithdrawn.key)")
    }
  }

  /// Each of a million as likely as the others, near enough.
  private static func drawCode() -> String {
    let number: UInt64 = Secrets.random(8).reduce(0) { $0 << 8 | UInt64($1) } % 1_000_000
    return String(repeating: "0", count: 6 - String(number).count) + String(number)
  }
}

extension View<AccountPhone> {
  static let accountPhone = View(
    "AccountPhone",
    [
      Column("number", Text(fr: "Numéro", en: "Number")) { .text($0.number.masked) },
      Column("confirmedAt", Text(fr: "Confirmé le", en: "Confirmed on"), .moment) {
        $0.confirmedAt.map { .moment($0) } ?? .none
      },
    ])
}

extension Text {
  static let phoneForSMS = Text(fr: "Mon téléphone, pour les SMS", en: "My telephone, for SMS")
  fileprivate static let mobileHelp = Text(
    fr: "06 12 34 56 78, ou +49 151 12345678 hors de France.", en: "06 12 34 56 78, or +49 151 12345678 outside France."
  )
  fileprivate static let notAMobile = Text(
    fr: "Un numéro de mobile est attendu, avec son indicatif s’il n’est pas français.",
    en: "A mobile number is expected, with its country code unless it is French.")
  fileprivate static let phoneHelp = Text(
    fr: "Nous envoyons un code à ce numéro ; il ne sert à rien d’autre avant que vous l’ayez recopié ici.",
    en: "We send a code to this number; it is used for nothing else before you have copied it here.")
  fileprivate static let noSMSHere = Text(
    fr: "Ce service n’envoie pas de SMS.", en: "This service sends no SMS.")
  fileprivate static let sendCode = Text(fr: "Recevoir un code", en: "Send me a code")
  fileprivate static let confirmPhone = Text(fr: "Confirmer mon numéro", en: "Confirm my number")
  fileprivate static let withdrawPhone = Text(fr: "Retirer ce numéro", en: "Withdraw this number")
  fileprivate static let giveNumberFirst = Text(
    fr: "Aucun code n’est attendu.", en: "No code is awaited.")
  fileprivate static let wrongPhoneCode = Text(
    fr: "Ce n’est pas le code que nous avons envoyé.", en: "This is not the code that we sent.")

  fileprivate static func phoneGiven(_ phone: AccountPhone) -> Text {
    let number: String = phone.number.masked
    return phone.confirmedAt == nil
      ? Text(fr: "\(number) n’est pas encore confirmé.", en: "\(number) is not confirmed yet.")
      : Text(fr: "\(number) est confirmé.", en: "\(number) is confirmed.")
  }

  fileprivate static func codeOnItsWay(_ phone: AccountPhone?) -> Text {
    let number: String = phone?.number.masked ?? ""
    return Text(
      fr: "Un code est en route vers \(number). Il vaut un quart d’heure.",
      en: "A code is on its way to \(number). It is good for a quarter of an hour.")
  }

  fileprivate static func codeSMS(_ territory: String, _ code: String) -> Text {
    Text(
      fr: "\(code) : c’est votre code pour recevoir les SMS de \(territory). Ne le donnez à personne.",
      en: "\(code) is your code to receive SMS from \(territory). Give it to nobody.")
  }
}
