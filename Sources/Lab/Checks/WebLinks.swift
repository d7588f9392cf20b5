import CCurl
import CWebShim
import Dispatch
import Platform

/// Asks addresses on the web whether they answer: a few at once, a few seconds each, and only where anybody may go.
struct WebLinks: Sendable {
  enum Outcome: String, Choice {
    case answers, gone, refused, silent, notPublic

    var label: Text {
      switch self {
      case .answers: Text(fr: "répond", en: "answers")
      case .gone: Text(fr: "dit que la page n’existe pas", en: "says that there is no such page")
      case .refused: Text(fr: "répond par une erreur", en: "answers with an error")
      case .silent: Text(fr: "ne répond pas", en: "does not answer")
      case .notPublic: Text(fr: "n’est pas une adresse publique", en: "is no public address")
      }
    }
  }

  struct Answer: Sendable, Equatable {
    let address: String
    let outcome: Outcome
    /// 404; nil where none came.
    let status: Int?
  }

  static let most: Int = 30
  static let milliseconds: Int = 5_000
  private static let atOnce: Int = 6

  /// Also to addresses that are not public: for tests.
  let reachesPrivate: Bool

  // libcurl blocks: the few threads that run tasks must not wait for other people's sites.
  private static let threads = DispatchQueue(label: "links", attributes: .concurrent)
  private static let isPrepared: Bool = web_prepare() == CURLE_OK

  func ask(_ addresses: [String]) async -> [Answer] {
    precondition(Self.isPrepared, "libcurl cannot be used")
    let asked: ArraySlice<String> = addresses.prefix(Self.most)
    return await withTaskGroup(of: (Int, Answer).self) { group in
      var answers: [Answer?] = Array(repeating: nil, count: asked.count)
      var next: Int = 0
      func start() {
        guard next < asked.count else { return }
        let (index, address): (Int, String) = (next, asked[next])
        next += 1
        group.addTask { (index, await self.ask(address)) }
      }
      for _ in 0..<Self.atOnce { start() }
      while let (index, answer) = await group.next() {
        answers[index] = answer
        start()
      }
      return answers.compactMap { $0 }
    }
  }

  private func ask(_ address: String) async -> Answer {
    await withCheckedContinuation { continuation in
      Self.threads.async { continuation.resume(returning: asked(address)) }
    }
  }

  /// Some sites know no HEAD, or answer it wrongly: what is refused is asked for once more.
  private func asked(_ address: String) -> Answer {
    let start: DispatchTime = .now()
    let head: web_answer = question(address, asksBody: false, Self.milliseconds)
    if head.was_private != 0 { return Answer(address: address, outcome: .notPublic, status: nil) }
    if head.code == CURLE_OK, head.status < 400 { return Answer(address, head) }
    let left: Int =
      Self.milliseconds - Int((DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000_000)
    guard left > 100 else { return Answer(address, head) }
    return Answer(address, question(address, asksBody: true, left))
  }

  private func question(_ address: String, asksBody: Bool, _ milliseconds: Int) -> web_answer {
    var answer = web_answer()
    address.withCString { url in
      var question = web_question(
        url: url, milliseconds: milliseconds, asks_body: asksBody ? 1 : 0, reaches_private: reachesPrivate ? 1 : 0)
      web_ask(&question, &answer)
    }
    return answer
  }
}

extension WebLinks.Answer {
  fileprivate init(_ address: String, _ answer: web_answer) {
    let outcome: WebLinks.Outcome =
      if answer.was_private != 0 {
        .notPublic
      } else if answer.code != CURLE_OK {
        .silent
      } else {
        switch answer.status {
        case 404, 410: .gone
        // It is there, for those who may.
        case 401, 403, 429: .answers
        case 400...: .refused
        default: .answers
        }
      }
    self.init(address: address, outcome: outcome, status: answer.status > 0 ? Int(answer.status) : nil)
  }
}
