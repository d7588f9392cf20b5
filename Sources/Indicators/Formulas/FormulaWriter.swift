import HTTP
import Platform
import SQL

extension Formula {
  /// The canonical spelling: the same formula always gives the same bytes, and two territories that count alike can tell.
  public var text: String {
    var json = JSONWriter(expecting: 128)
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  func write(_ json: inout JSONWriter) {
    switch self {
    case .number(let number): json.number(number.jsonNumber)
    case .measure(let measure): measure.write(&json)
    case .ratio(let first, let second): list("ratio", [first, second], &json)
    case .difference(let first, let second): list("difference", [first, second], &json)
    case .total(let parts): list("total", parts, &json)
    case .growth(let part): one("growth", part, &json)
    case .cumulative(let part): one("cumulative", part, &json)
    case .indicator(let key): json.object { json in json.member("indicator", key) }
    case .run(let part, let atLeast, let atMost, let step):
      json.object { json in
        json.name("run")
        part.write(&json)
        if let atLeast {
          json.name("atLeast")
          json.number(atLeast.jsonNumber)
        }
        if let atMost {
          json.name("atMost")
          json.number(atMost.jsonNumber)
        }
        json.member("every", step.rawValue)
      }
    }
  }

  private func list(_ name: String, _ parts: [Formula], _ json: inout JSONWriter) {
    json.object { json in
      json.name(name)
      json.array { json in for part in parts { part.write(&json) } }
    }
  }

  private func one(_ name: String, _ part: Formula, _ json: inout JSONWriter) {
    json.object { json in
      json.name(name)
      part.write(&json)
    }
  }
}

extension FactMeasure {
  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member(Self.name(operation), column.map { "\(fact).\($0)" } ?? fact)
      if let condition { json.member("where", condition.text) }
      switch span {
      case nil: break
      case .at(let day): json.member("asOf", day?.description ?? "$end")
      case .during: json.member("during", "$period")
      case .through: json.member("through", "$end")
      case .since(let day): json.member("since", day.description)
      }
      if let programme { json.member("programme", programme) }
    }
  }

  static func name(_ operation: Operation) -> String {
    operation == .timeWeighted ? "timeWeighted" : operation.rawValue
  }
}
