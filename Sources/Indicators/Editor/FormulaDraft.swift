import HTTP
import Platform
import SQL

/// A formula on its way, with what its page looks at: all of it stands in the address, so that every step can be reloaded,
/// kept and gone back from.
struct FormulaDraft: Sendable {
  var formula: Formula
  /// What was typed in the formula's place and cannot be read, with the reason.
  private(set) var unread: (text: String, fault: Formula.Fault)?
  /// The part at hand.
  var at: [Int]
  var unit: IndicatorUnit?
  var rounding: Int?
  var on: Day?

  /// From an address or, when it comes back, from the form that saves it; what neither says is as it was saved.
  init(_ asked: FormPairs, _ sent: FormPairs, saved: Indicator?) {
    formula = saved?.formula ?? .toChoose
    if let text = sent["formula"] ?? asked["f"] {
      do throws(Formula.Fault) { formula = try Formula(text) } catch { unread = (text, error) }
    }
    at = formula.path(to: asked["at"] ?? "")
    unit = (sent["unit"] ?? asked["unit"]).flatMap { IndicatorUnit(rawValue: $0) } ?? saved?.unit
    rounding =
      (sent["rounding"] ?? asked["rounding"]).flatMap { Int($0) }.flatMap { (0...4).contains($0) ? $0 : nil }
      ?? saved?.rounding
    on = asked["on"].flatMap { Day(iso: $0) }
  }

  var part: Formula { formula.part(at: at) ?? formula }

  /// What its address says, by name.
  var said: [(String, String)] {
    let pairs: [(String, String?)] = [
      ("f", unread?.text ?? formula.text), ("at", at.isEmpty ? nil : formula.place(of: at)),
      ("unit", unit?.rawValue), ("rounding", rounding.map { String($0) }), ("on", on?.description),
    ]
    return pairs.compactMap { name, value in value.map { (name, $0) } }
  }

  func address(_ path: String) -> String {
    let pairs: FormPairs = said.reduce(FormPairs()) { $0.setting($1.0, to: $1.1) }
    return "\(path)?\(pairs.encoded)"
  }

  /// The same with another formula, looking at another part.
  func with(_ formula: Formula, at path: [Int]) -> FormulaDraft {
    var draft: FormulaDraft = self
    draft.formula = formula
    draft.at = formula.part(at: path) == nil ? [] : path
    return draft
  }

  /// The same looking at another part.
  func looking(at path: [Int]) -> FormulaDraft { with(formula, at: path) }

  /// With something else in the place of the part at hand. What is still to be chosen in it comes next.
  func replacingPart(with new: Formula) -> FormulaDraft {
    with(formula.replacing(at, with: new), at: at + (new.firstToChoose ?? []))
  }

  /// A browser's address holds no more than the server reads.
  static let mostAddress: Int = 12_000
}
