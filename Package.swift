// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

// Every module that a target imports is among its dependencies, or SwiftPM would not rebuild it when that module changes:
// `make test` checks it.
func library(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(of name: String, _ more: Target.Dependency..., exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSite"] + more, exclude: exclude,
    swiftSettings: strict)
}

func debian(_ name: String, _ pkgConfig: String, _ package: String, brew: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package]), .brew([brew])])
}

let package = Package(
  name: "terreau",
  products: [.executable(name: "terreau", targets: ["terreau"])],
  targets: [
    debian("CSQLite", "sqlite3", "libsqlite3-dev", brew: "sqlite"),
    debian("CPostgres", "libpq", "libpq-dev", brew: "libpq"),
    debian("CMicrohttpd", "libmicrohttpd", "libmicrohttpd-dev", brew: "libmicrohttpd"),
    debian("CXlsxWriter", "xlsxwriter", "libxlsxwriter-dev", brew: "libxlsxwriter"),
    debian("CZlib", "zlib", "zlib1g-dev", brew: "zlib"),
    debian("CSodium", "libsodium", "libsodium-dev", brew: "libsodium"),
    debian("COpenSSL", "libcrypto", "libssl-dev", brew: "openssl@3"),
    debian("CQREncode", "libqrencode", "libqrencode-dev", brew: "qrencode"),
    debian("CLibZip", "libzip", "libzip-dev", brew: "libzip"),
    debian("CLibXML", "libxml-2.0", "libxml2-dev", brew: "libxml2"),
    debian("CCmark", "libcmark-gfm", "libcmark-gfm-extensions-dev", brew: "cmark-gfm"),
    // Debian gives it no description for pkg-config: the module map links it.
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),
    debian("CCurl", "libcurl", "libcurl4-openssl-dev", brew: "curl"),
    .target(name: "CServerShim", dependencies: ["CMicrohttpd"]),
    .target(name: "CMailShim", dependencies: ["CCurl"]),
    .target(name: "CWebShim", dependencies: ["CCurl"]),

    library("SQL", ["CSQLite", "CPostgres", "CZlib"]),
    library("HTML", []),
    // Numbers that are called and written to, and what fits in a message to them.
    library("Telephone", []),
    // What people send as a table, whatever wrote it.
    library("Tables", ["SQL", "Telephone", "CLibXML", "CLibZip"]),
    library("HTTP", ["HTML", "CMicrohttpd", "CServerShim", "CZlib"]),
    library(
      "Platform",
      [
        "SQL", "HTML", "HTTP", "Mail", "SMS", "Telephone", "OpenID", "Tables", "CXlsxWriter", "CSodium", "COpenSSL",
        "CQREncode", "CLibZip",
        "CLibXML",
        "CCmark", "CStemmer",
      ],
      resources: [.embedInCode("Assets")]),
    library("Mail", ["CCurl", "CMailShim"]),
    // One request to a server that the operator named.
    library("Web", ["HTTP", "CCurl", "CWebShim"]),
    library("SMS", ["HTTP", "Telephone", "Web"]),
    library("OpenID", ["HTTP", "Web", "COpenSSL"]),
    library("Programmes", ["Platform", "SQL"]),
    library("Assembly", ["Platform", "SQL"]),
    // A site's tenants are sorted by the words of its programme, and admitted on the opinion of a body.
    library("Places", ["Platform", "Programmes", "Assembly", "SQL"]),
    // A steering pack is drawn up for a body.
    library("Indicators", ["Platform", "Assembly", "HTTP", "SQL"], resources: [.embedInCode("Figures")]),
    // A sheet is drafted from what its programme does, and names its figures.
    library(
      "Lab", ["Platform", "Programmes", "Indicators", "HTML", "HTTP", "Mail", "SQL", "CLibXML", "CCurl", "CWebShim"],
      resources: [.embedInCode("Fiches")]),
    library("Style", ["Platform", "SQL", "HTTP"]),
    library(
      "Site", ["Platform", "Programmes", "Assembly", "Places", "Indicators", "Lab", "Style", "SQL"],
      resources: [.embedInCode("Showcases")]),
    .executableTarget(
      name: "terreau", dependencies: ["Site", "Indicators", "Platform", "HTTP", "Mail", "OpenID", "SMS", "SQL"],
      swiftSettings: strict),

    .executableTarget(
      name: "measures", dependencies: ["Site", "Indicators", "Platform", "HTTP", "SQL", "Tables", "CXlsxWriter"],
      path: "bench/measures", swiftSettings: strict),

    library("TestSite", ["Site", "Platform", "HTTP", "SQL", "CZlib"]),
    tests(of: "SQL"),
    tests(of: "HTTP"),
    tests(of: "Tables", "CXlsxWriter", "SQL", exclude: ["tables.py"]),
    tests(
      of: "Platform", "Site", "HTML", "HTTP", "SQL", "Tables", "Telephone",
      exclude: ["opened.py", "cards.py", "calendar_read.py"]),
    tests(of: "Mail", exclude: ["smtp_server.py"]),
    tests(of: "SMS", "HTTP", "Telephone", exclude: ["kannel.py", "gateway.py"]),
    // Without the site: what is verified here is built and run in seconds.
    .testTarget(name: "TelephoneTests", dependencies: ["Telephone"], swiftSettings: strict),
    .testTarget(
      name: "OpenIDTests", dependencies: ["OpenID", "HTTP", "Web"], exclude: ["provider.py", "glewlwyd.py"],
      swiftSettings: strict),
    tests(of: "Programmes", "Platform", "Site", "HTTP", "SQL"),
    tests(of: "Assembly", "Platform", "Site", "HTTP", "SQL"),
    tests(of: "Indicators", "Platform", "Site", "HTTP", "SQL"),
    tests(
      of: "Lab", "CWebShim", "Indicators", "Platform", "Programmes", "Site", "HTTP", "Mail", "SQL",
      exclude: ["documents.py"]),
    tests(of: "Places", "Assembly", "Platform", "Programmes", "Site", "HTTP", "SQL"),
    tests(of: "Style", "SQL"),
    tests(
      of: "Site", "Platform", "Assembly", "Indicators", "HTTP", "Mail", "OpenID", "SMS", "Telephone", "SQL", "terreau"),
  ]
)
