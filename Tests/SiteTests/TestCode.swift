import TestSite

@testable import Platform

/// What a telephone shows.
enum TestCode {
  static func now(_ secret: [UInt8], _ clock: TestClock) -> String {
    TimeCode(secret: secret).code(at: clock.clock.now().milliseconds / 1_000)
  }
}
