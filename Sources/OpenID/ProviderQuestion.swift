import HTTP
import Web

extension WebClient {
  /// `what` is what a provider is asked for, in the log’s words.
  func ask(
    _ address: WebAddress, for what: String, accept: String = "application/json", bearer: String? = nil,
    form: FormPairs? = nil
  ) async throws(ProviderFault) -> WebReply {
    do throws(WebFault) {
      return try await ask(address, accept: accept, bearer: bearer, form: form)
    } catch {
      switch error {
      case .busy: throw .busy
      case .silent(let reason): throw .silent(what, reason: reason)
      case .tooLong: throw .tooLong(what)
      }
    }
  }
}

extension WebReply {
  func json(_ what: String) throws(ProviderFault) -> JSON {
    guard status == 200 else { throw .answered(what, status: status) }
    guard let json = try? JSON(bytes), case .object = json else { throw .malformed(what) }
    return json
  }
}
