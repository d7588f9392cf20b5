import Testing

@testable import Platform

/// Looks into a file that was written.
enum OfficeFileProbe {
  static let mostParts: Int = OfficeFile.mostParts

  static func part(_ name: String, of bytes: [UInt8]) throws -> [UInt8]? { try OfficeFile(unpacking: bytes)[name] }
}
