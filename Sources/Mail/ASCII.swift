let dot: UInt8 = 0x2E
let hyphen: UInt8 = 0x2D

func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

/// RFC 5322, 3.2.3: what an atom is made of.
func isAtomText(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E: true
  default: isLetter(byte) || isDigit(byte)
  }
}

let hexadecimalDigits: [UInt8] = Array("0123456789ABCDEF".utf8)

func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
