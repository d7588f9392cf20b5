import SQL

/// All that is known of a person by who asks.
struct PersonSheet: Sendable {
  let person: Person
  let state: FileState
  let affiliations: [Affiliation]
  let contacts: [PersonContact]
  let purposes: [PersonPurpose]
  let requests: [DataRequest]
  let doubles: [PersonDouble]
  let mergers: [Merger<Person>]
}

extension Visit {
  func personSheet(_ person: Person) async throws -> PersonSheet {
    let keeps: Bool = scope.actor.seesAllFiles
    let employers: Set<Int64> = try await PersonStore(scope).employers(of: [person.id])[person.id] ?? []
    return PersonSheet(
      person: person, state: try await PersonStore(scope).state(of: person.id),
      affiliations: try await AffiliationStore(scope).of(person: person.id),
      contacts: try await PersonContactStore(scope).all(of: person.id),
      purposes: try await PurposeStore(scope).of(person.id),
      requests: try await DataRequestStore(scope).of(person.id),
      doubles: keeps && person.anonymisedAt == nil
        ? try await PersonStore(scope).doubles(of: PersonCard(person, employers: employers), except: person.id) : [],
      mergers: keeps && person.anonymisedAt == nil ? try await MergerStore(scope).open(into: person.id) : [])
  }
}

extension Page {
  mutating func person(_ sheet: PersonSheet) {
    let (person, path): (Person, String) = (sheet.person, sheet.person.path)
    provenance(person.provenance)
    if person.anonymisedAt != nil { alert(.isAnonymous) }
    facts(View.person.without("familyName", "givenName"), person)
    if !sheet.doubles.isEmpty {
      section(Text(fr: "Peut-être la même personne", en: "Maybe the same person")) { page in
        page.markup.raw("<ul>\n")
        for double in sheet.doubles.prefix(5) {
          page.markup.raw("<li>")
          page.link(double.person.path, double.inWords)
          page.markup.raw(" ")
          page.link("\(Person.pages.pairs)/\(person.id)/\(double.person.id)", .compareDoubles)
          page.markup.raw("</li>\n")
        }
        page.markup.raw("</ul>\n")
      }
    }
    if person.anonymisedAt == nil {
      actions([
        ActionLink(.noteContact, to: "\(path)/contacts/nouveau", allow: .notesContacts),
        ActionLink(.changePerson, to: "\(path)/modifier", allow: .keepsFiles),
        ActionLink(.entrust, to: "\(path)/referents/nouveau", allow: .keepsFiles),
        ActionLink(.givePurpose, to: "\(path)/finalites/nouvelle", allow: .keepsFiles),
        ActionLink(.personsData, to: "\(path)/donnees", allow: .takesOwnData),
        ActionLink(.newDataRequest, to: "\(path)/demandes/nouvelle", allow: .takesOwnData),
        ActionLink(.anonymise, to: "\(path)/anonymiser", allow: .letsFilesGo),
      ])
      kept(sheet)
    }
    if !sheet.affiliations.isEmpty {
      section(.organisations) { page in
        page.affiliations(sheet.affiliations)
      }
    }
    if !sheet.contacts.isEmpty {
      section(.contacts) { page in
        page.table(View.personContact, sheet.contacts, caption: .contacts, empty: .noneSoFar)
      }
    }
    mergers(sheet.mergers)
    // What they ask of who keeps the file is not their adviser’s.
    if !sheet.requests.isEmpty, Allow.takesOwnData.admits(actor) {
      section(.dataRequests) { page in
        page.dataRequests(sheet.requests)
      }
    }
  }

  /// How long the file is kept, and for what.
  private mutating func kept(_ sheet: PersonSheet) {
    section(Text(fr: "Conservation", en: "How long it is kept")) { page in
      page.paragraph(.keptUntil(sheet.state))
      for purpose in sheet.purposes {
        page.subsection(purpose.label) { page in
          page.quiet(
            Text { language in
              "\(purpose.programme) · \(purpose.basis.label(language)) · \(purpose.retention.inWords(language))"
            })
          if Allow.keepsFiles.admits(page.actor) {
            page.button("\(sheet.person.path)/finalites/\(purpose.id)/retrait", .takePurpose)
          }
        }
      }
    }
  }
}

extension Allow {
  /// Who sees somebody themselves.
  static let notesContacts = Allow([.agent, .manager, .partner])
  /// Those who answer for a file, and the person whose it is.
  static let takesOwnData = Allow([.agent, .manager, .resident])
  static let letsFilesGo = Allow([.manager])
}

extension Text {
  fileprivate static func keptUntil(_ state: FileState) -> Text {
    Text { language in
      let (last, end): (String, String) = (language.long(state.lastContact), language.long(state.end))
      return language == .en
        ? "Last contact: \(last). Without another one, the file is made anonymous from \(end) on, after notice."
        : "Dernier contact : \(last). Sans nouveau contact, le dossier est anonymisé à partir du \(end), après préavis."
    }
  }
}
