import SQL

/// The category of a tenant on a lease, from a day on.
struct CategoryFact: Sendable, Equatable {
  let category: String
  let from: Day
}
