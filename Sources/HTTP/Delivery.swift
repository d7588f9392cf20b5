import Synchronization

extension Response {
  /// The answer as this client takes it: « not modified » where it has it already, compressed where that helps.
  func delivered(to head: Head) -> Response {
    guard case .bytes(let bytes) = body else { return streamed(to: head) }
    var response: Response = self
    if isValidated, status == .ok, head.method == .get || head.method == .head {
      let tag: String = entityTag(bytes)
      response.set("ETag", tag)
      if let known = head.headers["if-none-match"], known.matchesTag(tag) {
        response.status = .notModified
        response.body = .empty
        return response
      }
    }
    guard bytes.count >= Self.leastCompressed, isCompressible, head.acceptsGzip else { return response }
    var gzip = Gzip()
    response.body = .bytes(gzip.append(bytes, isLast: true))
    response.set("Content-Encoding", "gzip")
    return response
  }

  private func streamed(to head: Head) -> Response {
    guard case .stream(let produce) = body, isCompressible, head.acceptsGzip else { return self }
    var response: Response = self
    response.set("Content-Encoding", "gzip")
    response.body = .stream { writer in
      let gzip = Mutex(Gzip())
      try await produce(
        BodyWriter { bytes in
          let packed: [UInt8] = gzip.withLock { $0.append(bytes, isLast: false) }
          if !packed.isEmpty { try await writer.write(packed) }
        })
      try await writer.write(gzip.withLock { $0.append([], isLast: true) })
    }
    return response
  }

  /// Below one network packet there is nothing to gain.
  private static let leastCompressed: Int = 1_400

  private var isCompressible: Bool {
    guard header("Content-Encoding") == nil, let type = header("Content-Type") else { return false }
    return type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/problem+json")
      || type.hasPrefix("image/svg")
  }
}

extension Head {
  fileprivate var acceptsGzip: Bool {
    guard let accepted = headers["accept-encoding"] else { return false }
    return accepted.split(separator: ",").contains { choice in
      let parts: [String] = choice.split(separator: ";").map { trimmed(String($0)).lowercased() }
      return parts.first == "gzip" && !parts.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" || $0 == "q=0.000" }
    }
  }
}

extension String {
  /// `If-None-Match` compares weakly, and may list several tags.
  fileprivate func matchesTag(_ tag: String) -> Bool {
    split(separator: ",").contains { candidate in
      let candidate: String = trimmed(String(candidate))
      return candidate == "*" || candidate == tag || "W/" + tag == candidate || candidate == "W/" + tag
        || "W/" + candidate == tag
    }
  }
}

/// A fingerprint of the bytes, the same in every process: eight bytes at a time, mixed by multiplication.
func entityTag(_ bytes: [UInt8]) -> String {
  var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
  bytes.withUnsafeBytes { raw in
    var offset: Int = 0
    while offset + 8 <= raw.count {
      hash = (hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
      offset += 8
    }
    while offset < raw.count {
      hash = (hash ^ UInt64(raw[offset])) &* 0xC4CE_B9FE_1A85_EC53
      hash ^= hash >> 29
      offset += 1
    }
  }
  // Weak: the same page compressed or not carries the same tag.
  return "W/\"\(String(hash, radix: 36))\""
}
