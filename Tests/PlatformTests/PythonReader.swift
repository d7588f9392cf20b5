import Glibc
import HTTP
import TestSite
import Testing

/// What a program that knows nothing of ours reads in a file.
enum PythonReader {
  static func read(_ script: String, _ bytes: [UInt8]) async throws -> JSON {
    let path: String = "/tmp/terreau-read-\(UInt64.random(in: 0 ... .max))"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    let (code, output) = try await TestProcess.run(".cache/venv/bin/python", ["Tests/PlatformTests/\(script)", path])
    try #require(code == 0, "\(output)")
    return try JSON(Array(output.utf8))
  }
}
