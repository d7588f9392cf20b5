import Platform
import SQL

extension Assembly {
  var bodyRoutes: [Endpoint] {
    [
      .list(
        "/dispositifs/{programme}/instances", .bodies, allow: .everyone, .seat, filter: SeatFilter.self
      ) { visit, filter in
        let programme: Programme = try await ProgrammeStore(visit.scope).find(visit.text("programme"))
        let bodies: [Body] = try await BodyStore(visit.scope).all(of: programme.id)
        return ListPage(
          .bodies, crumbs: Crumb.programme(visit, programme),
          intro: bodies.isEmpty ? nil : .bodiesOn(filter.on ?? visit.scope.today, bodies.map(\.label)),
          .seat, SeatStore(visit.scope).listing(of: programme.id, filter), filters: SeatFilter.fields,
          actions: [
            ActionLink(.composeBodies, to: "\(programme.path)/configuration/composition", allow: Programme.changed)
          ], .seat)
      },
      .record(
        "/dispositifs/{programme}/instances/{body}", .oneBody, kind: "body", allow: .everyone, .body
      ) { visit in
        let scope: Scope = visit.scope
        let programme: Programme = try await ProgrammeStore(scope).find(visit.text("programme"))
        let body: Body = try await BodyStore(scope).find(visit.text("body"), of: programme.id)
        let day: Day = visit.asked["on"].flatMap { Day(iso: $0) } ?? scope.today
        let seats: [Seat] = try await SeatStore(scope).composition(of: body.id, on: day)
        let mandates: [Mandate] = try await MandateStore(scope).of(body.id)
        let runs: Bool = scope.actor.runs(programme.id)
        // What was said of somebody's case is for those who may read the case; here, for those who keep the body.
        let opinions: [Opinion] = runs ? try await OpinionStore(scope).of(body.id) : []
        return Shown(
          body.label(visit.language), crumbs: Crumb.bodies(visit, programme), .body, body, of: programme.id
        ) { page in
          page.facts(View.body, body)
          page.composition(seats, on: day, runs: runs)
          if runs, !body.isArchived {
            page.actions([
              ActionLink(
                .composeBody, to: "\(programme.path)/configuration/composition/\(body.key)", allow: Programme.changed)
            ])
          }
          page.mandates(mandates, at: body.path(in: programme), runs: runs)
          if runs { page.section(.opinions) { page in page.opinions(opinions) } }
        }
      },
    ]
  }
}

extension ProgrammePart {
  static let bodies = ProgrammePart(.bodies, at: "instances", allow: .everyone) { scope, programme in
    let bodies: Int = try await BodyStore(scope).all(of: programme.id).count
    guard bodies > 0 else { return Noun.body.noneYet }
    let seats: (all: Int, vacant: Int) = try await SeatStore(scope).count(of: programme.id)
    return .bodiesInShort(bodies: bodies, seats: seats.all, vacant: seats.vacant)
  }
}

extension Page {
  fileprivate mutating func composition(_ seats: [Seat], on day: Day, runs: Bool) {
    section(.compositionOn(day)) { page in
      page.table(View.seat.without("body"), seats, caption: .compositionOn(day), empty: Noun.seat.noneYet)
      guard runs else { return }
      page.actions(
        seats.filter { $0.state == .vacant }.map { seat in
          ActionLink(.fillSeat(seat.label), to: "\(seat.path)/mandats/nouveau", allow: Programme.changed)
        })
    }
  }

  /// The day a mandate begins leads to the composition as it was then.
  fileprivate mutating func mandates(_ mandates: [Mandate], at path: String, runs: Bool) {
    var view: View<Mandate> = View.mandate.without("body").linking("start") { "\(path)?on=\($0.start)" }
    if runs { view = view.linking("seat") { $0.path } }
    section(.mandates) { page in
      page.table(
        view, mandates, caption: .mandates, empty: Noun.mandate.noneYet, mark: { $0.provenance.mark })
    }
  }
}

extension Crumb {
  static func bodies(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.bodies(visit.language), "\(programme.path)/instances")]
  }
}
