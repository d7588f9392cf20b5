import Mail
import SQL

extension PersonStore {
  /// The five years in which they were born, by the first: what is counted of an age once the day itself is gone.
  static let birthBand: Query = "coalesce(person.birth_band, \(.year(of: "person.birth_day")) / 5 * 5)"

  /// Makes a file nobody’s. What is counted stays: that somebody was there, where, of about which age, and what was done.
  func anonymise(_ id: ID<Person>) async throws {
    for double in try await merged(into: id) { try await forget(double) }
    try await forget(id)
  }

  private func forget(_ id: ID<Person>) async throws {
    // What was written to them, what is about to leave, and what others were told of them.
    try await scope.run(
      """
      DELETE FROM outgoing_message WHERE territory_id = \(scope.territory) AND lower(recipient) = (
        SELECT lower(person.email) FROM person WHERE person.territory_id = \(scope.territory) AND person.id = \(id))
      """)
    for table in ["notification", "notice_mute"] {
      try await scope.run(
        """
        DELETE FROM \(Query(trusted: table))
        WHERE territory_id = \(scope.territory) AND record_kind = 'person' AND record_id = \(id.number)
        """)
    }
    let changed: Int = try await scope.run(
      """
      UPDATE person SET given_name = 'Personne', family_name = 'anonymisée', sort_key = '',
        had_email = (email IS NOT NULL), birth_band = \(Self.birthBand), birth_day = NULL, email = NULL, phone = NULL,
        address = NULL, postcode = NULL, anonymised_at = \(scope.now), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(id) AND anonymised_at IS NULL
      """)
    guard changed == 1 else { throw Refusal.conflict(.isAnonymous) }
    try await KeyIndex<Person>(scope).forget(id.number)
    try await ImportStore(scope).forget(id)
    // That they asked and were answered stays; in which words goes.
    try await scope.run(
      """
      UPDATE data_request SET text = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END, version = version + 1
      WHERE territory_id = \(scope.territory) AND person_id = \(id)
      """)
    // A function says who somebody is.
    try await scope.run(
      """
      UPDATE affiliation SET title = '', version = version + 1
      WHERE territory_id = \(scope.territory) AND person_id = \(id)
      """)
    try await scope.run(
      """
      UPDATE role SET ended_at = \(scope.now), to_day = \(Query.greatest("from_day", "\(scope.today)")),
        version = version + 1
      WHERE territory_id = \(scope.territory) AND target = 'person' AND target_id = \(id) AND ended_at IS NULL
      """)
    // An account that opened this file and nothing else is nobody’s either.
    for account in try await AccountStore(scope).openingNothing(butFile: id) {
      try await AccountStore(scope).anonymise(account)
    }
    try await scope.audit(.fileAnonymised, "person", id.number)
  }
}

extension Errand {
  /// Nobody asks: the rule does.
  fileprivate func scope(of territory: ID<Territory>) -> Scope {
    Scope(database, Actor("Terreau", territory: territory, []), at: now)
  }
}

extension Chore {
  /// Says of files that have served their time that they will go, and lets go those of which it was said.
  static let retention = Chore("letting go of files that have served") { errand in
    var last: Int64 = 0
    while true {
      let files: [DormantFile] = try await errand.database.all(
        """
        SELECT \(DormantFile.columns(on: errand.today)) FROM person
        WHERE person.territory_id > 0 AND person.id > \(last) AND \(DormantFile.candidates(on: errand.today))
        ORDER BY person.id LIMIT 500
        """)
      guard let end = files.last else { return }
      last = end.id.number
      for file in files {
        switch file.state.step(on: errand.today) {
        case .keep, .warned: continue
        case .warn: try await warn(file, errand)
        case .anonymise:
          try await errand.scope(of: file.territory).change { scope in
            let store = PersonStore(scope)
            // Somebody may have met them a moment ago.
            guard try await store.state(of: file.id).step(on: scope.today) == .anonymise else { return }
            try await store.anonymise(file.id)
          }
        }
      }
    }
  }

  private static func warn(_ file: DormantFile, _ errand: Errand) async throws {
    let name: String = try await errand.database.read {
      try await $0.value("SELECT name FROM territory WHERE id = \(file.territory)")
    }
    let end: Day = errand.today.adding(days: file.state.retention.noticeDays)
    try await errand.scope(of: file.territory).change { scope in
      try await scope.run(
        """
        UPDATE person SET warned_at = \(scope.now)
        WHERE territory_id = \(scope.territory) AND id = \(file.id) AND anonymised_at IS NULL
        """)
      try await scope.audit(.fileWarned, "person", file.id.number)
      guard let email = file.email.flatMap({ EmailAddress($0) }) else { return }
      try await errand.post(.fileGoes(on: end, of: name, errand.address), to: email, about: .fileGoes, scope)
    }
  }
}

extension Letter {
  /// What is said to somebody whose file is about to go.
  fileprivate static func fileGoes(on day: Day, of territory: String, _ address: String) -> Letter {
    Letter(
      Text(fr: "Vos données chez \(territory)", en: "Your data at \(territory)"),
      [
        Text(fr: "Bonjour,", en: "Hello,"),
        Text(
          fr:
            "Nous n’avons plus eu de contact avec vous depuis longtemps. Le \(Language.fr.long(day)), votre dossier sera anonymisé : votre nom, vos coordonnées et votre date de naissance seront effacés.",
          en:
            "We have not been in touch with you for a long time. On \(Language.en.long(day)) your file will be made anonymous: your name, contact details and date of birth will be erased."
        ),
        Text(
          fr: "Si vous souhaitez que nous gardions le lien, répondez à votre référent ou écrivez-nous :",
          en: "If you would like us to stay in touch, answer your adviser or write to us:"),
      ], link: "\(address)/contact", from: territory, .fr)
  }
}

extension Deed {
  static let fileWarned = Deed("person.warned", Text(fr: "Préavis d’anonymisation", en: "Notice before anonymising"))
  static let fileAnonymised = Deed("person.anonymised", Text(fr: "Dossier anonymisé", en: "File made anonymous"))
}
