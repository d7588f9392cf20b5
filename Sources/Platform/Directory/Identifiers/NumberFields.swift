/// A number that was typed as one of these, whichever people have at hand.
public enum CompanyNumber: Hashable, Sendable {
  case company(SIREN)
  case establishment(SIRET)

  public init(_ typed: String) throws(NumberFault) {
    let count: Int = Digits.bare(typed).utf8.count
    if count == 9 {
      self = .company(try SIREN(typed))
    } else {
      do throws(NumberFault) { self = .establishment(try SIRET(typed)) } catch {
        if case .length(let length, _) = error { throw .length(length, expected: [9, 14]) }
        throw error
      }
    }
  }

  public var siren: SIREN {
    switch self {
    case .company(let siren): siren
    case .establishment(let siret): SIREN(of: siret)
    }
  }

  public var siret: SIRET? {
    if case .establishment(let siret) = self { siret } else { nil }
  }

  var digits: String { siret?.digits ?? siren.digits }
}

extension Field where Value == CompanyNumber {
  public static func companyNumber(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .text(most: 30),
      read: { raw in
        guard let raw, !trim(raw).isEmpty else { return .wrong(.missing) }
        do throws(NumberFault) { return .value(try CompanyNumber(raw)) } catch { return .wrong(error.words) }
      }, write: { $0.digits })
  }
}

extension Field where Value == RNA {
  public static func rna(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .text(most: 20),
      read: { raw in
        guard let raw, !trim(raw).isEmpty else { return .wrong(.missing) }
        do throws(NumberFault) { return .value(try RNA(raw)) } catch { return .wrong(.notAnRNA) }
      }, write: { $0.text })
  }
}

extension NumberFault {
  var words: Text {
    switch self {
    case .length(let count, let expected):
      Text(
        fr:
          "\(count) \(count < 2 ? "chiffre" : "chiffres") : il en faut \(expected.map(String.init).joined(separator: " ou ")).",
        en: "\(count) digits: \(expected.map(String.init).joined(separator: " or ")) are needed.")
    case .form:
      Text(fr: "Des chiffres seulement : 244 200 770 00018.", en: "Digits only: 244 200 770 00018.")
    case .key:
      Text(
        fr:
          "Ce numéro n’existe pas : le dernier chiffre ne répond pas aux autres. L’un d’eux a sans doute été mal recopié.",
        en: "There is no such number: its last digit does not follow from the others. One was probably copied wrong.")
    }
  }
}

extension Text {
  fileprivate static let notAnRNA = Text(
    fr: "Un numéro RNA est un W suivi de neuf chiffres : W381001234.",
    en: "An RNA number is a W followed by nine digits: W381001234.")
}
