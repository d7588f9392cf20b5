/// Narrows a list to names that hold what was typed.
struct NameFilter: Form {
  static let text = Field.text("q", .personName, most: 100).optional
  static let fields: [any FormField] = [text]

  let text: String?

  init(_ values: FormValues) throws(Refusal) { text = values[Self.text] }
}
