/// A form on a record that exists: the same fields, and the version that they were filled from.
public struct Changed<Filled: Form>: Form {
  public static var fields: [any FormField] { Filled.fields + [Field<Int>.version] }

  public let form: Filled
  public let version: Int

  public init(_ values: FormValues) throws(Refusal) {
    form = try Filled(values)
    version = values[.version]
  }
}
