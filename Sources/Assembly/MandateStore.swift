import Platform
import SQL

/// Every statement about mandates.
struct MandateStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private var mandates: Query {
    """
    SELECT mandate.id, seat.id, seat.key, seat.label, seat.label_en, seat.label_de, body.id, body.key, body.label,
      body.label_en, body.label_de, programme.id, programme.slug, mandate.organisation_id, organisation.name,
      \(.person(for: scope.actor)), mandate.function, mandate.start_day, mandate.end_day, mandate.provenance,
      mandate.version
    FROM mandate JOIN seat ON seat.id = mandate.seat_id JOIN body ON body.id = seat.body_id
    JOIN programme ON programme.id = seat.programme_id
    LEFT JOIN organisation ON organisation.id = mandate.organisation_id
    WHERE mandate.territory_id = \(scope.territory)
    """
  }

  func find(_ id: ID<Mandate>) async throws -> Mandate {
    try await scope.one(mandates + " AND mandate.id = \(id)")
  }

  /// The same, for those who run its programme.
  func findToChange(_ id: ID<Mandate>) async throws -> (mandate: Mandate, programme: Programme) {
    let mandate: Mandate = try await find(id)
    return (mandate, try await ProgrammeStore(scope).findToChange("\(mandate.programme)"))
  }

  func on(_ seat: ID<Seat>) async throws -> [Mandate] {
    try await scope.all(mandates + " AND mandate.seat_id = \(seat) ORDER BY mandate.start_day")
  }

  /// A body's mandates, newest first.
  func of(_ body: ID<Body>) async throws -> [Mandate] {
    try await scope.all(
      mandates + " AND seat.body_id = \(body) ORDER BY mandate.start_day DESC, seat.rank, mandate.id DESC")
  }

  func insert(
    _ form: MandateForm, _ seat: ID<Seat>, organisation: ID<Organisation>?, _ provenance: Provenance = .entered
  ) async throws -> Mandate {
    let id: ID<Mandate> = try await withoutOverlap {
      try await scope.insert(
        """
        INSERT INTO mandate
          (territory_id, seat_id, organisation_id, person, function, start_day, end_day, provenance)
        VALUES (\(scope.territory), \(seat), \(organisation.value), \(form.person.value), \(form.function.value),
          \(form.period.start), \(form.period.end.value), \(provenance))
        """)
    }
    let mandate: Mandate = try await find(id)
    try await scope.audit(.mandateGiven, "mandate", id.number, .mandate, after: mandate)
    return mandate
  }

  func update(
    _ mandate: Mandate, _ form: MandateForm, organisation: ID<Organisation>?, version: Int
  ) async throws -> Mandate {
    try await withoutOverlap {
      try await scope.update(
        """
        UPDATE mandate SET organisation_id = \(organisation.value), person = \(form.person.value),
          function = \(form.function.value), start_day = \(form.period.start), end_day = \(form.period.end.value),
          version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(mandate.id) AND version = \(version)
        """)
    }
    return try await audited(mandate, .mandateChanged)
  }

  func end(_ mandate: Mandate, on day: Day, version: Int) async throws -> Mandate {
    try await withoutOverlap {
      try await scope.update(
        """
        UPDATE mandate SET end_day = \(day), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(mandate.id) AND version = \(version)
        """)
    }
    return try await audited(mandate, .mandateEnded)
  }

  private func audited(_ before: Mandate, _ deed: Deed) async throws -> Mandate {
    let after: Mandate = try await find(before.id)
    try await scope.audit(deed, "mandate", before.id.number, .mandate, before: before, after: after)
    return after
  }

  /// The rule has looked already; the schema has the last word.
  private func withoutOverlap<T: Sendable>(_ write: () async throws -> T) async throws -> T {
    try await scope.guarded(by: .overlap, .conflict(.seatHeldAlready), write)
  }
}
