import SQL

/// Who can see a record. Nothing is deduced: the record's own page is asked for as each of those people, so what is said
/// here cannot differ from what is done.
struct Audience: Sendable {
  let isPublic: Bool
  /// Those who see it, with the roles by which they do.
  let people: [(name: String, email: String, roles: [Role])]
  /// How many of those who have a role here do not.
  let others: Int

  init(of route: RecordRoute, _ allow: Allow, _ visit: Visit) async throws {
    let territory: ID<Territory> = visit.scope.territory
    func sees(_ grants: [Grant]) async throws -> Bool {
      let actor = Actor("", territory: territory, grants)
      guard allow.admits(actor) else { return false }
      do {
        _ = try await route.show(visit.rehearsed(by: actor))
        return true
      } catch Refusal.notFound {
        return false
      }
    }
    isPublic = try await sees([])
    var answers: [[Grant]: Bool] = [:]
    var (people, others): ([(name: String, email: String, roles: [Role])], Int) = ([], 0)
    let roles: [Role] = try await RoleStore(visit.scope).holding()
    for (_, theirs) in Dictionary(grouping: roles, by: \.account).sorted(by: {
      sortKey($0.value[0].accountName) < sortKey($1.value[0].accountName)
    }) {
      let grants: [Grant] = theirs.map(\.grant).sorted {
        ($0.kind.rawValue, $0.number ?? 0) < ($1.kind.rawValue, $1.number ?? 0)
      }
      let answer: Bool
      if let known = answers[grants] { answer = known } else { answer = try await sees(grants) }
      answers[grants] = answer
      if answer { people.append((theirs[0].accountName, theirs[0].email, theirs)) } else { others += 1 }
    }
    self.people = people
    self.others = others
  }
}

extension Page {
  mutating func audience(_ audience: Audience) {
    if audience.isPublic {
      paragraph(
        Text(
          fr: "Cette fiche est publique : tout le monde peut la lire, sans compte.",
          en: "This record is public: everybody can read it, without an account."))
    } else {
      paragraph(
        Text(
          fr: "Cette fiche n’est pas publique. Aujourd’hui, voici qui peut la lire, et à quel titre.",
          en: "This record is not public. Today, these people can read it, and this is why."))
    }
    if !audience.people.isEmpty {
      markup.raw("<ul class=\"people\">\n")
      for person in audience.people {
        markup.raw("<li><strong>")
        data(person.name)
        markup.raw("</strong> ")
        data(person.email)
        markup.raw("<br>")
        for (index, role) in person.roles.enumerated() {
          if index > 0 { markup.raw(" ; ") }
          if Allow.givesRoles.admits(actor) { link(role.path, role.inWords) } else { say(role.inWords) }
        }
        markup.raw("</li>\n")
      }
      markup.raw("</ul>\n")
    }
    if audience.others > 0 {
      paragraph(
        Text { language in
          let count: String = language.number(audience.others)
          return switch language {
          case .en:
            audience.others == 1
              ? "One other person has a role here and does not see it."
              : "\(count) others have a role here and do not see it."
          default:
            audience.others == 1
              ? "Une autre personne est habilitée ici et ne la voit pas."
              : "\(count) autres personnes sont habilitées ici et ne la voient pas."
          }
        })
    }
  }
}

extension Role {
  /// « partenaire, pour le dossier « Mila Fictive », depuis le 1er juin 2026 »
  var inWords: Text {
    Text { language in
      let since: String =
        language == .fr ? "depuis le \(language.long(from))" : "since \(language.long(from))"
      let until: String =
        to.map { day in
          language == .fr ? ", jusqu’au \(language.long(day))" : ", until \(language.long(day))"
        } ?? ""
      return "\(kind.noun(agreement)(language)), \(reach(language)), \(since)\(until)"
    }
  }

  private var reach: Text {
    let name: String = targetName ?? ""
    return switch target {
    case .territory: Text(fr: "sur le territoire", en: "on the territory")
    case .programme: Text(fr: "pour le dispositif « \(name) »", en: "for the programme “\(name)”")
    case .organisation: Text(fr: "au nom de « \(name) »", en: "in the name of “\(name)”")
    case .person: Text(fr: "pour le dossier « \(name) »", en: "for the file of “\(name)”")
    case .installation: Text(fr: "sur toute l’installation", en: "on the whole installation")
    case .record: Text(fr: "pour une fiche partagée", en: "for a shared record")
    }
  }
}
