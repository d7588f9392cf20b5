/// Cuts a text into words as French writes them, and puts each in small letters.
///
/// Elided articles go (l’emploi), other apostrophes do not cut (aujourd’hui, prud’hommes). What a hyphen joins is several
/// words and also one. Points between single letters are an acronym’s, a middle point begins endings (chargé·e·s).
struct TextScanner {
  /// A word, or the part of one between hyphens.
  struct Part {
    /// Where it stands in the text, in bytes.
    let range: Range<Int>
    /// In small letters, accents kept, œ spelled out.
    let form: String
    /// Two capitals or more and nothing else: an acronym, unless the whole text shouts.
    let isCapitals: Bool
    let isNumber: Bool
  }

  /// The longest that is still a word; what follows is left out.
  private static let longest: Int = 40

  private let text: UnsafeBufferPointer<UInt8>
  private var place: Int = 0
  private var form: [UInt8] = []
  private var letters: Int = 0
  private var capitals: Int = 0
  private var digits: Int = 0

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    form.reserveCapacity(64)
  }

  /// Calls `body` with the parts of each word, and with the whole where there are several.
  static func scan(_ text: UnsafeBufferPointer<UInt8>, _ body: (_ parts: [Part], _ whole: String?) -> Void) {
    var scanner = TextScanner(text)
    var parts: [Part] = []
    while scanner.next(&parts) {
      if !parts.isEmpty { body(parts, parts.count > 1 ? scanner.whole(parts) : nil) }
    }
  }

  private func whole(_ parts: [Part]) -> String? {
    // « 2012-2014 » is two years; « 1 600 », with its no-break space, is one number.
    let numbers: Int = parts.reduce(0) { $0 + ($1.isNumber ? 1 : 0) }
    if numbers == parts.count, text[parts[0].range.upperBound] != 0xC2, text[parts[0].range.upperBound] != 0xE2 {
      return nil
    }
    let whole: String = parts.reduce(into: "") { $0 += $1.form }
    return whole.utf8.count <= Self.longest ? whole : nil
  }

  /// The next word; false at the end of the text.
  private mutating func next(_ parts: inout [Part]) -> Bool {
    parts.removeAll(keepingCapacity: true)
    while true {
      guard place < text.count else { return false }
      if takeLetter() { break }
      place += length(at: place)
    }
    var start: Int = place - lastLength
    while true {
      let end: Int = place
      guard place < text.count else {
        close(&parts, start, end)
        return true
      }
      if takeLetter() { continue }
      switch joint() {
      case .ignored(let length): place += length
      case .apostrophe(let length):
        place += length
        if Elision.all.contains(String(decoding: form, as: UTF8.self)) {
          reset()
          start = place
        }
      case .hyphen(let length):
        close(&parts, start, end)
        place += length
        start = place
      case .endings:
        close(&parts, start, end)
        skipEndings()
        return true
      case .none:
        close(&parts, start, end)
        return true
      }
    }
  }

  private mutating func reset() {
    form.removeAll(keepingCapacity: true)
    (letters, capitals, digits) = (0, 0, 0)
  }

  private mutating func close(_ parts: inout [Part], _ start: Int, _ end: Int) {
    defer { reset() }
    guard !form.isEmpty else { return }
    // PLIEs are several PLIE.
    if letters == capitals + 1, capitals > 1, form.last == 0x73, text[end - 1] == 0x73 {
      form.removeLast()
      letters -= 1
    }
    parts.append(
      Part(
        range: start..<end, form: String(decoding: form, as: UTF8.self),
        isCapitals: capitals > 1 && capitals == letters, isNumber: letters == 0))
  }

  // MARK: What stands between letters

  private enum Joint {
    case none, endings
    case ignored(Int), apostrophe(Int), hyphen(Int)
  }

  private func joint() -> Joint {
    let byte: UInt8 = text[place]
    switch byte {
    case 0x27: return isLetter(at: place + 1) ? .apostrophe(1) : .none
    case 0x2D, 0x26: return isLetter(at: place + 1) ? .hyphen(1) : .none
    case 0x2E: return isAcronymPoint ? .ignored(1) : .none
    case 0xC2:
      switch at(place + 1) {
      case 0xAD: return .ignored(2)
      case 0xB7: return isLetter(at: place + 2) ? .endings : .none
      case 0xA0: return joinsThousands(after: 2) ? .hyphen(2) : .none
      default: return .none
      }
    case 0xCA: return at(place + 1) == 0xBC && isLetter(at: place + 2) ? .apostrophe(2) : .none
    case 0xE2:
      switch (at(place + 1), at(place + 2)) {
      case (0x80, 0x98), (0x80, 0x99): return isLetter(at: place + 3) ? .apostrophe(3) : .none
      case (0x80, 0x90), (0x80, 0x91): return isLetter(at: place + 3) ? .hyphen(3) : .none
      case (0x80, 0x8B...0x8D): return .ignored(3)
      case (0x80, 0xA7): return isLetter(at: place + 3) ? .endings : .none
      case (0x80, 0xAF): return joinsThousands(after: 3) ? .hyphen(3) : .none
      default: return .none
      }
    default: return .none
    }
  }

  /// S.I.A.E.: each letter alone between its points.
  private var isAcronymPoint: Bool {
    guard letters > 0, digits == 0, place >= 2 || letters == 1 else { return false }
    let isAlone: Bool = letters == 1 || (place >= 2 && text[place - 2] == 0x2E)
    guard isAlone, let letter = asciiLetter(at: place + 1) else { return false }
    return letter && !isLetter(at: place + 2)
  }

  private func asciiLetter(at index: Int) -> Bool? {
    index < text.count ? (0x61...0x7A).contains(text[index] | 0x20) : nil
  }

  private func joinsThousands(after length: Int) -> Bool {
    guard letters == 0, digits > 0, digits <= 3 else { return false }
    for offset in 0..<3 where !(0x30...0x39).contains(at(place + length + offset)) { return false }
    return !(0x30...0x39).contains(at(place + length + 3))
  }

  private mutating func skipEndings() {
    while place < text.count {
      if takeLetter() { continue }
      guard case .endings = joint() else { break }
      place += length(at: place)
    }
    reset()
  }

  // MARK: Letters

  private var lastLength: Int = 0

  private func at(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }

  private func length(at index: Int) -> Int {
    switch text[index] {
    case 0..<0xC0: 1
    case 0xC0..<0xE0: min(2, text.count - index)
    case 0xE0..<0xF0: min(3, text.count - index)
    default: min(4, text.count - index)
    }
  }

  private func isLetter(at index: Int) -> Bool {
    guard index < text.count else { return false }
    switch text[index] {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: return true
    case 0..<0x80: return false
    case 0xC3: return at(index + 1) != 0x97 && at(index + 1) != 0xB7
    default: return scalar(at: index)?.properties.isAlphabetic ?? false
    }
  }

  private func scalar(at index: Int) -> Unicode.Scalar? {
    String(decoding: text[index..<index + length(at: index)], as: UTF8.self).unicodeScalars.first
  }

  /// Takes the letter or digit here, in small, if there is one.
  private mutating func takeLetter() -> Bool {
    let byte: UInt8 = text[place]
    switch byte {
    case 0x61...0x7A: take(byte, length: 1)
    case 0x41...0x5A:
      capitals += 1
      take(byte | 0x20, length: 1)
    case 0x30...0x39:
      append(byte)
      digits += 1
      move(1)
    case 0..<0x80: return false
    case 0xC3: return takeLatin(at(place + 1))
    default: return takeOther()
    }
    return true
  }

  private mutating func append(_ byte: UInt8) { if form.count < Self.longest { form.append(byte) } }

  private mutating func move(_ length: Int) {
    lastLength = length
    place += length
  }

  private mutating func take(_ byte: UInt8, length: Int) {
    append(byte)
    letters += 1
    move(length)
  }

  /// À to ÿ.
  private mutating func takeLatin(_ second: UInt8) -> Bool {
    guard second >= 0x80, second != 0x97, second != 0xB7 else { return false }
    let isCapital: Bool = second < 0x9F
    if isCapital { capitals += 1 }
    switch isCapital ? second + 0x20 : second {
    case 0xA6: append(UInt8(ascii: "a"), UInt8(ascii: "e"))
    case 0x9F: append(UInt8(ascii: "s"), UInt8(ascii: "s"))
    case let small: append(0xC3, small)
    }
    letters += 1
    move(2)
    return true
  }

  private mutating func append(_ first: UInt8, _ second: UInt8) {
    if form.count + 2 <= Self.longest { form += [first, second] }
  }

  private mutating func takeOther() -> Bool {
    let length: Int = length(at: place)
    // No-break spaces, inverted commas and dashes are in every text: no need to ask what they are.
    if text[place] == 0xC2, at(place + 1) < 0xB2 { return false }
    if text[place] == 0xE2, at(place + 1) == 0x80 { return false }
    guard let scalar = scalar(at: place) else { return false }
    switch scalar.value {
    case 0x152, 0x153:
      if scalar.value == 0x152 { capitals += 1 }
      append(UInt8(ascii: "o"), UInt8(ascii: "e"))
    case 0x300...0x36F:
      // An accent on its own, after the letter that carries it.
      guard !form.isEmpty else { return false }
      compose(scalar)
      move(length)
      return true
    case 0xB2, 0xB3, 0xB9, 0x2080...0x2089, 0x2070...0x2079:
      let digit: UInt8 =
        scalar.value == 0xB9 ? 1 : scalar.value < 0xB9 ? UInt8(scalar.value - 0xB0) : UInt8(scalar.value & 0xF)
      append(0x30 + digit)
      digits += 1
      move(length)
      return true
    default:
      guard scalar.properties.isAlphabetic else { return false }
      let small: String = scalar.properties.lowercaseMapping
      if small.unicodeScalars.first != scalar { capitals += 1 }
      if form.count + small.utf8.count <= Self.longest { form += Array(small.utf8) }
    }
    letters += 1
    move(length)
    return true
  }

  /// e and ´ are é.
  private mutating func compose(_ accent: Unicode.Scalar) {
    guard let letter = form.last, (0x61...0x7A).contains(letter) else { return }
    let pair: String = String(decoding: [letter], as: UTF8.self) + String(accent)
    guard let composed = Accents.composed[pair] else { return }
    form.removeLast()
    form += Array(composed.utf8)
  }
}

/// What loses its vowel before another, and says nothing about the text.
private enum Elision {
  static let all: Set<String> = [
    "l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
  ]
}

private enum Accents {
  /// The accented letters of French and its neighbours, by their two halves.
  static let composed: [String: String] = {
    let letters: String = "àâäáãåèéêëìíîïòóôöõùúûüçñÿý"
    // Strings are compared by what they show: the two halves and the letter are equal, and only its bytes differ.
    return Dictionary(uniqueKeysWithValues: letters.map { (String($0), String($0)) })
  }()
}
