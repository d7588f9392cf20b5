/// What is left of an organisation's name once it says nothing but who it is: no legal form, no article, no punctuation.
struct NameCore: Sendable, Hashable {
  /// In the order of the name.
  let words: [String]
  let joined: String
  /// The same words in whichever order: « Martin Ébénisterie ».
  let sorted: String
  let sound: String

  init(_ name: String) {
    let all: [String] = sortKey(NameCore.unpointed(name)).split(separator: " ").map(String.init)
    let telling: [String] = all.filter { !NameCore.empty.contains($0) }
    words = telling.isEmpty ? all : telling
    joined = words.joined()
    sorted = words.count > 1 ? words.sorted().joined(separator: " ") : joined
    sound = Sound.of(joined)
  }

  /// `S.A.R.L.` is read like `SARL`, and `Ebénisterie & fils` like `Ebénisterie et fils`.
  private static func unpointed(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == 0x2E || $0 == 0x26 }) else { return name }
    var text: String = ""
    var letters: Int = 0
    for character in name {
      if character == ".", letters == 1 {
        letters = 0
        continue
      }
      letters = character.isLetter ? letters + 1 : 0
      text += character == "&" ? " et " : String(character)
    }
    return text
  }

  /// `fmn` of « Fédération des métiers du numérique », and of « FMN » itself.
  var initials: String? {
    if words.count == 1, (2...6).contains(words[0].utf8.count) { return words[0] }
    guard words.count >= 3 else { return nil }
    return String(words.compactMap(\.first))
  }

  /// Legal forms, titles and articles, as sort keys.
  private static let empty: Set<String> = [
    "sa", "sas", "sasu", "sarl", "eurl", "sci", "scop", "scic", "snc", "selarl", "scp", "sca", "gie", "eirl", "ei",
    "gaec",
    "earl", "scea", "sem", "spl", "epic", "epa", "ets", "etablissements", "etablissement", "ste", "societe",
    "entreprise",
    "association", "assoc", "asso", "cie", "compagnie", "groupe", "le", "la", "les", "l", "de", "du", "des", "d", "et",
    "a", "au", "aux", "en", "pour", "sur", "mr", "m", "mme",
  ]
}

/// How a French name sounds, near enough for names that somebody heard: doubled letters are one, silent ones gone.
enum Sound {
  static func of(_ key: String) -> String {
    var letters: [UInt8] = []
    letters.reserveCapacity(key.utf8.count)
    let text: [UInt8] = Array(key.utf8)
    var index: Int = 0
    while index < text.count {
      let (sound, length): (UInt8?, Int) = next(text, index)
      if let sound, letters.last != sound { letters.append(sound) }
      index += length
    }
    while letters.count > 2, let last = letters.last, silentAtEnd[Int(last)] { letters.removeLast() }
    // The first letter is heard and rarely mistaken; vowels after it often are.
    guard let first = letters.first else { return "" }
    var sound: [UInt8] = [first]
    for letter in letters.dropFirst() where !vowels[Int(letter)] && sound.last != letter { sound.append(letter) }
    return String(decoding: sound, as: UTF8.self)
  }

  private static func next(_ text: [UInt8], _ index: Int) -> (sound: UInt8?, length: Int) {
    if begins[Int(text[index])] {
      for (written, sound) in several where text[index...].starts(with: written) { return (sound, written.count) }
    }
    switch text[index] {
    case 0x63:  // c is heard as s before e, i and y.
      let isSoft: Bool = index + 1 < text.count && [0x65, 0x69, 0x79].contains(text[index + 1])
      return (isSoft ? 0x73 : 0x6B, 1)
    case 0x71: return (0x6B, 1)
    case 0x7A: return (0x73, 1)
    case 0x79: return (0x69, 1)
    case 0x77: return (0x76, 1)
    case 0x68: return (nil, 1)
    case let letter: return (letter, 1)
    }
  }

  private static let several: [(written: [UInt8], sound: UInt8)] = [
    ("eaux", "o"), ("eau", "o"), ("aux", "o"), ("au", "o"), ("ph", "f"), ("qu", "k"), ("ch", "x"), ("gu", "g"),
    ("gn", "n"), ("ck", "k"), ("sc", "s"),
  ].map { (Array($0.0.utf8), $0.1.utf8.first!) }

  private static let begins: [Bool] = table(several.map { $0.written[0] })
  private static let vowels: [Bool] = table("aeiou".utf8)
  private static let silentAtEnd: [Bool] = table("estdxp".utf8)

  private static func table(_ letters: some Sequence<UInt8>) -> [Bool] {
    letters.reduce(into: Array(repeating: false, count: 256)) { $0[Int($1)] = true }
  }
}
