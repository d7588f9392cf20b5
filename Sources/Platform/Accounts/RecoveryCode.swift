import CSodium

/// What lets somebody in who has lost the telephone, each of them once: "k7mq4-t9d8e-x2vhr", 74 bits.
public enum RecoveryCode {
  /// Neither 0 and o, nor 1, l and i: they are copied from paper. Thirty-one letters are left, so that twelve of them
  /// would fall short of 60 bits.
  private static let letters: [Character] = Array("abcdefghjkmnpqrstuvwxyz23456789")

  public static func draw(_ count: Int = 10) -> [String] {
    (0..<count).map { _ in
      (0..<3).map { _ in String((0..<5).map { _ in letter() }) }.joined(separator: "-")
    }
  }

  /// What is compared and hashed, however it was typed.
  public static func normalised(_ typed: String) -> String { typed.lowercased().filter { letters.contains($0) } }

  private static func letter() -> Character { letters[Int(randombytes_uniform(UInt32(letters.count)))] }
}
