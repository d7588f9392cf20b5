/// The statuses we answer with.
public enum Status: Int, Sendable {
  case ok = 200, created = 201, noContent = 204
  case seeOther = 303, notModified = 304, permanentRedirect = 308
  case badRequest = 400, unauthorized = 401, forbidden = 403, notFound = 404, methodNotAllowed = 405
  case conflict = 409, contentTooLarge = 413, unsupportedMediaType = 415, unprocessable = 422
  case tooManyRequests = 429, headersTooLarge = 431
  case serverError = 500, notImplemented = 501, unavailable = 503, insufficientStorage = 507
}

public enum Method: String, Sendable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case options = "OPTIONS"
}
