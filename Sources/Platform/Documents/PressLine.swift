import SQL

/// Who asks for a document: whoever asks for many waits behind themselves, not in front of others.
package enum Applicant: Hashable, Sendable {
  case account(ID<Account>)
  /// Somebody without an account, known by the network they come from.
  case visitor(String)
}

extension Visit {
  var applicant: Applicant {
    scope.actor.account.map { .account($0) } ?? .visitor(network(of: request.head.client))
  }
}

/// Whose document is made next. Visitors come after those who have an account, and only few of them may wait: an address is
/// had for nothing.
struct PressLine<Order> {
  private let most: Int
  private var waiting: [(applicant: Applicant, order: Order)] = []
  /// Those whose document waits or is being made.
  private var applicants: [Applicant] = []

  static var mostOfOne: Int { 2 }
  static var mostOfVisitors: Int { 4 }

  init(most: Int) { self.most = most }

  mutating func join(_ applicant: Applicant, _ order: Order) throws(Refusal) {
    guard applicants.count(where: { $0 == applicant }) < Self.mostOfOne else {
      throw .wait(.yourDocumentsAreBeingMade, seconds: 15)
    }
    let visitors: Int = applicants.count { $0.isVisitor }
    guard applicants.count < most, !applicant.isVisitor || visitors < Self.mostOfVisitors else {
      throw .unavailable(.pressIsBusy, seconds: 15)
    }
    applicants.append(applicant)
    waiting.append((applicant, order))
  }

  /// Nil where nobody waits.
  mutating func next() -> (applicant: Applicant, order: Order)? {
    guard !waiting.isEmpty else { return nil }
    return waiting.remove(at: waiting.firstIndex { !$0.applicant.isVisitor } ?? 0)
  }

  /// Their document is made, or cannot be.
  mutating func leave(_ applicant: Applicant) {
    if let index = applicants.firstIndex(of: applicant) { applicants.remove(at: index) }
  }
}

extension Applicant {
  fileprivate var isVisitor: Bool {
    switch self {
    case .account: false
    case .visitor: true
    }
  }
}

extension Text {
  static let pressIsBusy = Text(
    fr: "Beaucoup de documents sont en préparation. Réessayez dans quelques instants.",
    en: "Many documents are being prepared. Try again in a moment.",
    de: "Es werden gerade viele Dokumente erstellt. Versuchen Sie es in Kürze erneut.")
  static let yourDocumentsAreBeingMade = Text(
    fr: "Deux de vos documents sont déjà en préparation. Demandez celui-ci dans quelques instants.",
    en: "Two of your documents are being prepared already. Ask for this one in a moment.",
    de: "Zwei Ihrer Dokumente werden bereits erstellt. Fragen Sie dieses in Kürze erneut an.")
}
