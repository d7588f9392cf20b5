/// A form that came back: what was typed and what is wrong.
struct FormAttempt: Sendable {
  let typed: Typed
  let headline: Text
  let errors: [FieldError]
  let isConflict: Bool

  init(_ typed: Typed, _ refusal: Refusal) {
    self.typed = typed
    errors = refusal.fieldErrors
    switch refusal {
    case .conflict(let message, _):
      headline = message
      isConflict = true
    case .forbidden(let message), .wait(let message, _), .several(let message, _):
      headline = message
      isConflict = false
    default:
      headline = .toCorrect(refusal.fieldErrors.count)
      isConflict = false
    }
  }
}
