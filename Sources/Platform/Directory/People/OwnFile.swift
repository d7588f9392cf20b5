import HTTP
import Mail
import SQL

extension PlatformDoor {
  /// Somebody's own way to what is written of them: they read it, take it away, and ask for it to be put right.
  var openOwnFile: Endpoint {
    .button("/annuaire/personnes/{person}/acces-personnel", .openOwnFile, allow: .keepsFiles) { visit in
      let id: ID<Person> = try visit.id("person")
      let person: Person = try await visit.scope.change { scope in
        let person: Person = try await PersonStore(scope).find(id)
        let roles: [Role] = try await RoleStore(scope).on(.person, person.id.number)
        let address: EmailAddress = try person.mayBeOpened(beside: roles, on: scope.today)
        _ = try await Invitation(visit.app, scope).give(
          Grant(.resident, on: .person, person.id.number), to: address,
          named: String(person.name.prefix(Account.mostNameCharacters)), from: scope.today, to: nil)
        try await scope.audit(.ownFileOpened, "person", person.id.number)
        return person
      }
      return .redirect(to: "\(person.path)?done=\(Deed.ownFileOpened.key)")
    }
  }
}

extension Person {
  /// Where the way to their own file is sent. Nobody has two.
  fileprivate func mayBeOpened(beside roles: [Role], on day: Day) throws(Refusal) -> EmailAddress {
    guard anonymisedAt == nil else { throw .conflict(.isAnonymous) }
    guard !roles.openOwnFile(on: day) else { throw .conflict(.ownFileIsOpen) }
    guard let address = email.flatMap({ EmailAddress($0) }) else { throw .conflict(.noAddressToOpenTo) }
    return address
  }
}

extension [Role] {
  /// Today, or from a day to come on.
  fileprivate func openOwnFile(on day: Day) -> Bool { contains { $0.isOnOwnFile && !$0.isOver(on: day) } }
}

extension Page {
  mutating func ownAccess(_ person: Person, _ roles: [Role]) {
    guard Allow.keepsFiles.admits(actor), person.anonymisedAt == nil, !roles.openOwnFile(on: today) else { return }
    button("\(person.path)/acces-personnel", .openOwnFile)
  }
}

extension Deed {
  static let ownFileOpened = Deed(
    "person.own-file", Text(fr: "Accès à son dossier donné à la personne", en: "Person given access to their own file"))
}

extension Text {
  fileprivate static let openOwnFile = Text(
    fr: "Donner à la personne l’accès à son dossier", en: "Give this person access to their file")
  fileprivate static let ownFileIsOpen = Text(
    fr: "Cette personne a déjà accès à son dossier.", en: "This person has access to their file already.")
  fileprivate static let noAddressToOpenTo = Text(
    fr: "Ce dossier n’a pas d’adresse électronique : notez celle de la personne, l’invitation y part.",
    en: "This file has no e-mail address: note down the person’s, the invitation leaves for it.")
}
