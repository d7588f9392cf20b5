import HTTP
import SQL

extension PlatformDoor {
  var secondFactorRoutes: [Endpoint] { enrol + remove }

  private var enrol: [Endpoint] {
    Endpoint.act(
      .secondFactor, allow: .signedIn, page: "/compte/second-facteur", posts: "/compte/second-facteur",
      EnrolForm.self,
      show: { visit in
        let account: Account = try await AccountStore(visit.scope).mine()
        guard !account.hasSecondFactor else {
          return FormPage(
            .secondFactor, crumbs: [Crumb.account(visit)],
            intro: Text(
              fr: "Votre second facteur est actif. Si vous changez de téléphone, retirez-le puis activez-le à nouveau.",
              en: "Your second factor is set up. When you change telephones, remove it and set it up again."),
            submit: .save, isClosed: true,
            above: { page in
              page.markup.raw("<p>")
              page.link("/compte/second-facteur/retrait", .removeSecondFactor)
              page.markup.raw("</p>\n")
            })
        }
        // The same secret while the page comes back with a wrong code: it has been scanned already.
        let carried: String? = (try? visit.request.pairs())?["secret"]
        let secret: [UInt8] = carried.flatMap { visit.app.secret(of: $0, account.id) } ?? TimeCode.drawSecret()
        var initial = Typed()
        initial["secret"] = visit.app.secrets.sign("enrolment", "\(account.id):\(hexadecimal(secret))")
        let address: String = TimeCode(secret: secret).address(
          issuer: "Terreau \(visit.territory?.name ?? "")", account: account.email)
        return FormPage(
          .secondFactor, crumbs: [Crumb.account(visit)],
          intro: Text(
            fr:
              "Avec une application de codes sur votre téléphone (FreeOTP, Aegis, Google Authenticator…), photographiez ce carré, puis recopiez le code qu’elle affiche.",
            en:
              "With a code application on your telephone (FreeOTP, Aegis, Google Authenticator…), photograph this square, then copy the code it shows."
          ),
          submit: Text(fr: "Activer", en: "Set up"), initial: initial,
          above: { page in
            page.qrCode(address, label: Text(fr: "Carré à photographier", en: "Square to photograph"))
            page.markup.raw("<p>")
            page.say(Text(fr: "Ou recopiez cette clé :", en: "Or copy this key:"))
            page.markup.raw(" <code>")
            page.data(TimeCode.base32(secret))
            page.markup.raw("</code></p>\n")
          })
      },
      act: { visit, form in
        guard let account = visit.scope.actor.account, let secret = visit.app.secret(of: form.secret ?? "", account)
        else {
          throw Refusal.conflict(.staleForm)
        }
        let second: Int64 = visit.scope.now.milliseconds / 1_000
        guard let step = TimeCode(secret: secret).step(of: form.code, at: second, after: nil) else {
          throw Refusal.invalid("code", .wrongCode)
        }
        let codes: [String] = RecoveryCode.draw()
        let sealed: [UInt8] = visit.app.secrets.sealed(secret, "code")
        try await visit.app.database.change { session in
          let count: Int = try await session.run(
            """
            UPDATE account SET code_secret = \(sealed), code_step = \(step), version = version + 1
            WHERE id = \(account) AND code_secret IS NULL
            """)
          guard count == 1 else { throw Refusal.conflict(.changedMeanwhile) }
          try await session.run("DELETE FROM recovery_code WHERE account_id = \(account)")
          for code in codes {
            try await session.run(
              """
              INSERT INTO recovery_code (account_id, digest)
              VALUES (\(account), \(Secrets.digest(RecoveryCode.normalised(code))))
              """)
          }
          // Sessions opened with the password alone are over, but for this one.
          try await SessionStore.close(
            "id <> \(visit.viewer.session?.id ?? ID(0))", of: account, at: visit.scope.now, session)
        }
        try await visit.tracing(.codeEnrolled, account)
        var response: Response = visit.app.page(
          visit, Text.recoveryCodes(visit.language), crumbs: [Crumb.account(visit)]
        ) { page in page.recoveryCodes(codes) }
        response.set("Cache-Control", "no-store")
        return response
      })
  }

  private var remove: [Endpoint] {
    Endpoint.act(
      .removeSecondFactor, allow: .signedIn, page: "/compte/second-facteur/retrait",
      posts: "/compte/second-facteur/retrait", RemoveForm.self,
      show: { visit in
        FormPage(.removeSecondFactor, crumbs: [Crumb.account(visit)], submit: .removeSecondFactor)
      },
      act: { visit, form in
        let account: Account = try await visit.provenOwner(form.current)
        try await visit.app.database.change { session in
          try await session.run(
            "UPDATE account SET code_secret = NULL, code_step = NULL, version = version + 1 WHERE id = \(account.id)")
          try await session.run("DELETE FROM recovery_code WHERE account_id = \(account.id)")
        }
        try await visit.tracing(.codeRemoved, account.id)
        return .redirect(to: "/compte?done=\(Deed.codeRemoved.key)")
      })
  }
}

extension Visit {
  /// Writes into the territory's history what somebody did to their own account.
  func tracing(_ action: Deed, _ account: ID<Account>) async throws {
    guard territory != nil else { return }
    try await scope.change { try await AccountStore($0).audit(action, account) }
  }
}

extension App {
  /// The secret that an enrolment page carried, if it was drawn for this account.
  fileprivate func secret(of carried: String, _ account: ID<Account>) -> [UInt8]? {
    guard let text = secrets.verified("enrolment", carried), text.hasPrefix("\(account):") else { return nil }
    return bytes(hexadecimal: text.dropFirst("\(account):".count))
  }
}

extension Page {
  fileprivate mutating func recoveryCodes(_ codes: [String]) {
    paragraph(
      Text(
        fr:
          "Votre second facteur est actif. Imprimez ou recopiez ces codes de secours : chacun remplace une fois votre téléphone. Ils ne seront plus jamais montrés.",
        en:
          "Your second factor is set up. Print or copy these recovery codes: each stands in for your telephone once. They will never be shown again."
      ))
    markup.raw("<ol class=\"codes\">\n")
    for code in codes {
      markup.raw("<li><code>")
      data(code)
      markup.raw("</code></li>\n")
    }
    markup.raw("</ol>\n<p>")
    link("/compte", .myAccount)
    markup.raw("</p>\n")
  }
}

struct EnrolForm: Form {
  static let secret = Field<String?>.carried("secret", most: 400)
  static let code = Field.code("code", .code, help: Text(fr: "Six chiffres.", en: "Six digits."))
  static let fields: [any FormField] = [code, secret]

  let code: String
  let secret: String?

  init(_ values: FormValues) throws(Refusal) {
    code = values[Self.code]
    secret = values[Self.secret]
  }
}

struct RemoveForm: Form {
  static let fields: [any FormField] = [ChangePasswordForm.current]

  let current: String

  init(_ values: FormValues) throws(Refusal) { current = values[ChangePasswordForm.current] }
}

extension Text {
  static let removeSecondFactor = Text(fr: "Retirer le second facteur", en: "Remove the second factor")
  static let recoveryCodes = Text(fr: "Codes de secours", en: "Recovery codes")
}
