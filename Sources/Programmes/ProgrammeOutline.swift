import Platform
import SQL

/// A programme as it runs, in short: what whoever describes it begins with.
public struct ProgrammeOutline: Sendable {
  public struct Step: Sendable {
    public let title: String
    /// When it was done, or is due.
    public let day: Day?
    public let result: String
  }

  public let done: [Step]
  public let current: [Step]
  public let next: [Step]
  public let obstacles: [String]
  public let solutions: [String]
  public let successFactors: [String]
  /// Who is beside it today, with what role.
  public let partners: [(name: String, role: Text?)]
  public let objectives: [Text]
  /// What it leaves behind, with where to read it.
  public let deliverables: [(name: String, address: String)]
  public let awards: [(name: String, givenBy: String, day: Day?)]

  static let most: Int = 200

  public init(of programme: Programme, _ scope: Scope) async throws {
    let actions: [Action] = try await ActionStore(scope).all(of: programme.id, most: Self.most)
    func steps(_ state: ActionState) -> [Step] {
      actions.filter { $0.state == state }.map {
        Step(title: $0.title, day: state == .done ? $0.last : $0.due, result: $0.result)
      }
    }
    done = steps(.done)
    current = steps(.inProgress)
    next = steps(.next)
    obstacles = actions.map(\.obstacles).filter { !$0.isEmpty }
    solutions = actions.map(\.solutions).filter { !$0.isEmpty }
    successFactors = actions.map(\.successFactors).filter { !$0.isEmpty }
    partners = try await PartnerStore(scope).present(with: programme.id).map { ($0.organisationName, $0.role?.label) }
    struct Objective: Fetched {
      let label: Text
      init(_ row: inout Row) throws(DatabaseError) { label = try Text(labels: &row) }
    }
    let objectives: [Objective] = try await scope.all(
      """
      SELECT label, label_en, label_de FROM objective
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id) AND NOT is_archived
      ORDER BY rank, id
      """)
    self.objectives = objectives.map(\.label)
    deliverables = try await DeliverableStore(scope).listing(programme, .everything).everyRow()
      .filter(\.isPublic).map { ($0.name, $0.address) }
    awards = try await AwardStore(scope).listing(programme, .everything).everyRow().map {
      ($0.name, $0.givenBy, $0.day)
    }
  }
}
