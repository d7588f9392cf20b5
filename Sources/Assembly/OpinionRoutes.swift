import Platform
import SQL

/// A case on which a body is about to give its opinion.
public struct OpinionOccasion: Sendable {
  let record: Int64
  let programme: ID<Programme>
  let body: String
  let crumbs: [Crumb]
  let back: String

  /// `back` is the case's own page.
  public init(_ record: Int64, programme: ID<Programme>, body: String, crumbs: [Crumb], back: String) {
    self.record = record
    self.programme = programme
    self.body = body
    self.crumbs = crumbs
    self.back = back
  }
}

extension Endpoint {
  /// The opinions of a body on a record of another capability: the form, and what receives it.
  public static func opinions(
    _ path: String, kind: String, allow: Allow, _ occasion: @Sendable @escaping (Visit) async throws -> OpinionOccasion
  ) -> [Endpoint] {
    form(
      .newOpinion, allow: allow, page: "\(path)/avis/nouveau", posts: "\(path)/avis", OpinionForm.self,
      show: { visit in
        let about: OpinionOccasion = try await occasion(visit)
        let body: Body = try await BodyStore(visit.scope).find(about.body, of: about.programme)
        let seats: [Seat] = try await SeatStore(visit.scope).composition(of: body.id, on: visit.scope.today)
        var initial = Typed()
        initial.set(OpinionForm.day, visit.scope.today)
        return FormPage(
          .newOpinion, crumbs: about.crumbs, intro: .opinionOf(body.label), submit: .save, initial: initial,
          fields: seats.isEmpty ? [] : [OpinionForm.present(among: seats.count { $0.votes })])
      },
      submit: { visit, scope, form in
        let about: OpinionOccasion = try await occasion(visit.inside(scope))
        let opinion: Opinion = try await OpinionStore(scope).insert(
          form, on: kind, about.record, programme: about.programme, body: about.body)
        return .created(.opinionGiven, at: about.back, .opinion, opinion)
      })
  }
}

extension Page {
  /// What was said of a case, and what no longer counts.
  public mutating func opinions(_ opinions: [Opinion]) {
    let view: View<Opinion> =
      opinions.contains(where: \.isRetracted) ? .opinion : View.opinion.without("retraction")
    table(
      view, opinions, caption: .opinions, empty: Noun.opinion.noneYet,
      mark: { $0.isRetracted ? .retracted : $0.provenance.mark })
  }
}

extension Assembly {
  var opinionRoutes: [Endpoint] {
    [
      .record("/avis/{opinion}", .oneOpinion, kind: "opinion", allow: Programme.changed, .opinion) { visit in
        let (opinion, programme): (Opinion, Programme) = try await OpinionStore(visit.scope).findToChange(
          visit.id("opinion"))
        return Shown(
          "\(opinion.bodyName) — \(opinion.verdict.label(visit.language))",
          crumbs: Crumb.opinion(visit, programme, opinion),
          .opinion, opinion, of: programme.id
        ) { page in
          page.facts(View.opinion, opinion)
          guard !opinion.isRetracted else { return }
          page.actions([ActionLink(.retractOpinion, to: "\(opinion.path)/retirer", allow: Programme.changed)])
        }
      }
    ] + retractOpinion
  }

  private var retractOpinion: [Endpoint] {
    Endpoint.form(
      .retractOpinion, allow: Programme.changed, page: "/avis/{opinion}/retirer", posts: "/avis/{opinion}/retrait",
      Changed<RetractionForm>.self,
      show: { visit in
        let (opinion, programme): (Opinion, Programme) = try await OpinionStore(visit.scope).findToChange(
          visit.id("opinion"))
        var initial = Typed()
        initial.set(.version, opinion.version)
        return FormPage(
          .retractOpinion, crumbs: Crumb.opinion(visit, programme, opinion), intro: .retractionHelp,
          submit: .retractOpinion, initial: initial)
      },
      submit: { visit, scope, changed in
        let store = OpinionStore(scope)
        let (opinion, _): (Opinion, Programme) = try await store.findToChange(visit.id("opinion"))
        try opinion.retract()
        let after: Opinion = try await store.retract(opinion, changed.form.reason, version: changed.version)
        return .changed(.opinionRetracted, at: after.path, .opinion, after)
      })
  }
}

extension Crumb {
  fileprivate static func opinion(_ visit: Visit, _ programme: Programme, _ opinion: Opinion) -> [Crumb] {
    bodies(visit, programme) + [Crumb(opinion.bodyName, "\(programme.path)/instances/\(opinion.body)")]
  }
}
