import CSodium

/// What tells whether a document is still the one that was issued: SHA-256, in hexadecimal, which whoever holds the
/// document can work out with a tool of their own.
public func fingerprint(of bytes: [UInt8]) -> String {
  var digest: [UInt8] = Array(repeating: 0, count: Int(crypto_hash_sha256_bytes()))
  crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
  return hexadecimal(digest)
}
