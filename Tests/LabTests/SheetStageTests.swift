import Platform
import SQL
import Testing

@testable import Lab

@Suite struct SheetStageTests {
  private static let ways: [(SheetStage, SheetStep, SheetStage)] = [
    (.invited, .join, .drafting), (.invited, .decline, .declined), (.invited, .withdraw, .withdrawn),
    (.invited, .remind, .invited), (.drafting, .submit, .submitted), (.drafting, .remind, .drafting),
    (.drafting, .withdraw, .withdrawn), (.submitted, .sendBack, .returned), (.submitted, .accept, .accepted),
    (.submitted, .withdraw, .withdrawn), (.returned, .submit, .submitted), (.returned, .remind, .returned),
    (.returned, .withdraw, .withdrawn), (.accepted, .validate, .validated), (.accepted, .remind, .accepted),
    (.accepted, .withdraw, .withdrawn), (.validated, .publish, .published), (.validated, .withdraw, .withdrawn),
  ]

  @Test func `every step leads from where it may be taken, and is refused with a reason from everywhere else`() {
    for stage in SheetStage.allCases {
      for step in SheetStep.allCases {
        let standing = SheetStanding(stage: stage)
        if let (_, _, next) = Self.ways.first(where: { $0.0 == stage && $0.1 == step }) {
          #expect((try? standing.after(step)) == next, "\(stage) \(step)")
        } else {
          let refusal: Text? = standing.refusal(of: step)
          #expect(refusal != nil, "\(stage) \(step)")
          #expect(refusal?(.fr).contains(stage.label(.fr).lowercased()) == true, "\(stage) \(step)")
          #expect(refusal?(.en) != refusal?(.fr))
        }
      }
    }
  }

  @Test func `a closed collection takes nothing in, and lets what is in go on`() {
    func standing(_ stage: SheetStage) -> SheetStanding { SheetStanding(stage: stage, isClosed: true) }
    for (stage, step) in [(SheetStage.invited, SheetStep.join), (.drafting, .submit), (.returned, .submit)] {
      #expect(standing(stage).refusal(of: step)?(.fr) == Text.collectionIsClosed(.fr))
    }
    #expect(standing(.invited).allows(.decline) && standing(.submitted).allows(.accept))
    #expect(standing(.accepted).allows(.validate) && standing(.validated).allows(.publish))
  }

  @Test func `an empty sheet is not submitted; one that changed after it was accepted or validated is looked at again`()
  {
    #expect(
      SheetStanding(stage: .drafting, isEmpty: true).refusal(of: .submit)?(.fr) == Text.nothingToSubmit(.fr))
    let changed = SheetStanding(stage: .validated, isChanged: true)
    #expect(changed.refusal(of: .publish)?(.fr) == Text.changedSinceValidation(.fr))
    #expect(changed.allows(.validate))
    #expect(!SheetStanding(stage: .validated).allows(.validate))
    #expect(SheetStanding(stage: .accepted, isChanged: true).allows(.sendBack))
    #expect(!SheetStanding(stage: .accepted).allows(.sendBack))
  }

  @Test func `a passage stands in a text whatever its spaces, apostrophes and marks`() {
    let text: String = "Le **taux d’occupation** atteint 92 % ;\nil monte."
    for passage in ["taux d'occupation", "taux d’occupation atteint 92 %", "92\u{202F}% ; il monte"] {
      #expect(QuotedPassage.stands(passage, in: text), "\(passage)")
    }
    for passage in ["taux de vacance", "", "   "] { #expect(!QuotedPassage.stands(passage, in: text), "\(passage)") }
  }
}
