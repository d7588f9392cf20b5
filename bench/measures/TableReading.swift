import CXlsxWriter
import Glibc
import HTTP
import SQL
import Tables

/// What people send as a table, read from the disk to its last cell: as text and as a workbook, each value taken as its
/// column has it.
struct TableReading {
  let lines: Int
  var columns: Int = 12

  struct Found {
    var lines: Int = 0
    var tables: [(kind: String, bytes: Int, seconds: Double)] = []
  }

  func measure() throws -> Found {
    var found = Found()
    found.lines = lines
    for (kind, write) in [("csv", text), ("xlsx", workbook)] {
      let path: String = "\(TemporaryFile.folder)/terreau-measure-\(getpid()).\(kind)"
      defer { unlink(path) }
      try write(path)
      let file: Int32 = open(path, O_RDONLY)
      defer { close(file) }
      let began: ContinuousClock.Instant = .now
      try read(file)
      let seconds: Double = (.now - began) / .seconds(1)
      found.tables.append((kind, Int(lseek(file, 0, SEEK_END)), seconds))
    }
    return found
  }

  private func read(_ file: Int32) throws {
    var (count, sum): (Int, Int) = (0, 0)
    let table: TableRows = try TableFile(descriptor: file).rows()
    let column: [TableColumn] = table.columns
    while let row = try table.next() {
      count += 1
      for index in 0..<columns {
        let cell: TableCell = row[column[index]]
        switch index % 4 {
        case 0: if try cell.text() == nil { sum += 1 }
        case 1: if try cell.code(length: 14) == nil { sum += 1 }
        case 2: if try cell.day() == nil { sum += 1 }
        default: sum += try cell.cents(.comma) ?? 0
        }
      }
    }
    precondition(count == lines && sum > 0, "not all was read")
  }

  private func text(_ path: String) throws {
    guard let file = fopen(path, "w") else { throw FileFault() }
    defer { fclose(file) }
    fputs((0..<columns).map { "Colonne \($0)" }.joined(separator: ";") + "\r\n", file)
    for line in 0..<lines {
      let cells: [String] = (0..<columns).map { column in
        switch column % 4 {
        case 0: Self.words(line, column)
        case 1: Self.siret(line)
        case 2: Self.day(line)
        default: "\(line),50"
        }
      }
      fputs(cells.joined(separator: ";") + "\r\n", file)
    }
  }

  private func workbook(_ path: String) throws {
    var options = lxw_workbook_options()
    options.constant_memory = 0
    guard let book = workbook_new_opt(path, &options), let sheet = workbook_add_worksheet(book, nil),
      let days = workbook_add_format(book)
    else { throw FileFault() }
    format_set_num_format(days, "dd/mm/yyyy")
    for column in 0..<columns { worksheet_write_string(sheet, 0, UInt16(column), "Colonne \(column)", nil) }
    for line in 0..<lines {
      for column in 0..<columns {
        let (row, place): (UInt32, UInt16) = (UInt32(line + 1), UInt16(column))
        switch column % 4 {
        case 0: worksheet_write_string(sheet, row, place, Self.words(line, column), nil)
        case 1: worksheet_write_string(sheet, row, place, Self.siret(line), nil)
        case 2: worksheet_write_number(sheet, row, place, Double(40_000 + line % 5_000), days)
        default: worksheet_write_number(sheet, row, place, Double(line) + 0.5, nil)
        }
      }
    }
    guard workbook_close(book) == LXW_NO_ERROR else { throw FileFault() }
  }

  private static func words(_ line: Int, _ column: Int) -> String {
    "Coopérative des ateliers n° \(line % 9_973)-\(column)"
  }

  private static func siret(_ line: Int) -> String { String(24_420_077_000_000 + line) }

  private static func day(_ line: Int) -> String {
    let (year, month, day) = Day(ordinal: 14_000 + line % 5_000).parts
    return "\(day < 10 ? "0" : "")\(day)/\(month < 10 ? "0" : "")\(month)/\(year)"
  }
}

extension TableReading.Found {
  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("lines", lines)
      json.member(
        "kinds",
        array: { json in
          for table in tables {
            json.object { json in
              json.member("kind", table.kind)
              json.member("bytes", table.bytes)
              json.member("lines_per_second", Int(Double(lines) / table.seconds))
            }
          }
        })
    }
  }
}
