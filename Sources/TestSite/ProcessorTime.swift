import Glibc

/// What this thread has worked, whatever others did meanwhile: what takes minutes instead of a moment is told by it on a
/// loaded machine too.
public enum ProcessorTime {
  public static func of(_ work: () throws -> Void) rethrows -> Duration {
    let began: Duration = now
    try work()
    return now - began
  }

  private static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
