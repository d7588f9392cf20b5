import Glibc
import SQL
import TestSite
import Testing

@testable import Style

/// What the pages of components show is what was run.
@Suite struct SampleTests {
  @Test func `the code that is shown is the code that draws`() throws {
    let sources: String = ["Identity", "Words", "Record", "Signs", "Charts"].map {
      flat(contents("Sources/Style/\($0).swift"))
    }
    .joined()
    let samples: [Sample] = Style().chapters.flatMap(\.samples)
    #expect(samples.count > 10)
    for sample in samples {
      // Once as it is shown, once as it is run.
      let times: Int = sources.split(separator: flat(sample.code), omittingEmptySubsequences: false).count - 1
      #expect(times == 2, "\(sample.title(.fr)): \(times)")
    }
  }

  /// Indentation apart.
  private func flat(_ code: String) -> String {
    code.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n")
  }

  private func contents(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = Array(repeating: 0, count: 1 << 16)
    let count: Int = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  @Test(arguments: TestDatabase.dialects)
  func `every page of components answers in both languages`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      for path in Style().chapters.map(\.path) + ["/style", "/style/liste?sort=-area&size=200&kind=artisan"] {
        for language in ["fr", "en"] {
          let page = try await site.get("\(path)\(path.contains("?") ? "&" : "?")lang=\(language)", as: site.agent)
          #expect(page.status == 200 && page.text.contains("<html lang=\"\(language)\">"), "\(path)")
        }
        #expect(try await site.get(path).status == 404)
      }
      let moved = try await site.post("/style/planche/1/etape", ["stage": "decided"], as: site.agent)
      #expect(moved.location == "/style/planche?card=1&stage=decided")
    }
  }
}
