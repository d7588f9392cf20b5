import Tables

/// The key by which a French reader files a name: « Écologie » at E, « L’Œuvre » at L, « FRANÇON » with « Francon ».
///
/// Numbers are filed by their value: « Atelier 2 » before « Atelier 10 ».
///
/// Stored beside the name, so that both databases, which compare bytes, give the same order and find the same matches.
public func sortKey(_ text: String) -> String {
  var key: [UInt8] = []
  key.reserveCapacity(text.utf8.count)
  var digits: Int = 0
  for scalar in text.lowercased().unicodeScalars {
    if digits > 0, !(0x30...0x39).contains(scalar.value) { pad(&key, &digits) }
    switch scalar.value {
    case 0x61...0x7A: key.append(UInt8(scalar.value))
    case 0x30...0x39:
      key.append(UInt8(scalar.value))
      digits += 1
      continue
    case 0x300...0x36F, 0x27, 0x2019, 0xAD: continue
    case 0xDF...0x17F:
      let base: String = Latin.bases[Int(scalar.value) - 0xDF]
      key.append(contentsOf: base.utf8)
    case 0..<0x80, 0xA0...0xBF, 0x2010...0x203A:
      if key.last != 0x20, !key.isEmpty { key.append(0x20) }
    default: key.append(contentsOf: String(scalar).utf8)
    }
  }
  pad(&key, &digits)
  while key.last == 0x20 { key.removeLast() }
  return String(decoding: key, as: UTF8.self)
}

/// The pattern of a key that holds these words. A key has no `%` and no `_`.
public func keyHolding(_ text: String) -> String { "%\(sortKey(text))%" }

/// Brings the number that ends the key to six digits.
private func pad(_ key: inout [UInt8], _ digits: inout Int) {
  if digits > 0, digits < 6 {
    key.insert(contentsOf: Array(repeating: 0x30, count: 6 - digits), at: key.count - digits)
  }
  digits = 0
}
