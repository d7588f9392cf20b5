import Glibc
import HTTP

/// A PDF document as Poppler reads it, which had no part in making it.
public struct PaperDocument: Sendable {
  /// What a reader can select and copy, on one line: words are not cut where lines are.
  public let text: String
  /// Title, author, number of pages, as « Key: value » lines.
  public let information: String
  /// The tag tree, one tag to a line.
  public let structure: String
  public let attachments: String

  public init(_ bytes: [UInt8]) async throws {
    let path: String = try PaperDocument.write(bytes)
    defer { unlink(path) }
    let words: String = try await TestProcess.run("pdftotext", [path, "-"]).output
    text = words.split { $0 == "\n" || $0 == "\u{0C}" || $0 == " " }.joined(separator: " ")
    information = try await TestProcess.run("pdfinfo", [path]).output
    structure = try await TestProcess.run("pdfinfo", ["-struct-text", path]).output
    attachments = try await TestProcess.run("pdfdetach", ["-list", path]).output
  }

  private static func write(_ bytes: [UInt8]) throws -> String {
    let path: String = "\(TemporaryFile.folder)/terreau-\(UInt64.random(in: 0 ... .max)).pdf"
    guard let file = fopen(path, "w") else { throw FileFault() }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    return path
  }

  /// Whether every word ends before the edge of its page.
  public static func isWithinItsPages(_ bytes: [UInt8]) async throws -> Bool {
    let path: String = try write(bytes)
    defer { unlink(path) }
    let boxes: String = try await TestProcess.run("pdftotext", ["-bbox", path, "-"]).output
    var width: Double = 0
    for line in boxes.split(separator: "\n") {
      func value(_ name: String) -> Double? {
        line.split(separator: "\(name)=\"").dropFirst().first.flatMap { Double($0.prefix { $0 != "\"" }) }
      }
      if let page = value("width") { width = page }
      if let end = value("xMax"), end > width { return false }
    }
    return width > 0
  }

  public func says(_ key: String) -> String? {
    for line in information.split(separator: "\n") where line.hasPrefix("\(key):") {
      return String(line.dropFirst(key.count + 1).drop { $0 == " " })
    }
    return nil
  }

  /// What is said instead of its pictures, which Poppler does not tell: plain or in UTF-16, as PDF writes texts.
  public func alternatives(in bytes: [UInt8]) -> [String] {
    let raw = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    return raw.split(separator: "/Alt ").dropFirst().map { rest in
      guard rest.hasPrefix("<feff") else { return String(rest.dropFirst().prefix { $0 != ")" }) }
      let digits: [Character] = Array(rest.dropFirst(5).prefix { $0 != ">" })
      let units: [UInt16] = stride(from: 0, to: digits.count, by: 4).compactMap { start in
        UInt16(String(digits[start..<min(start + 4, digits.count)]), radix: 16)
      }
      return String(decoding: units, as: UTF16.self)
    }
  }
}
