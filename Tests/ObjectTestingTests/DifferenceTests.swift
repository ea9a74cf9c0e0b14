import ObjectTesting
import Testing

/// What is shown of values that are long, deep, shared or endless, and how long that takes.
struct DifferenceTests {
    private static func failure(_ code: String) throws -> TestFailure {
        let run = try RecordingReporter.run("it('x', function()\n\(code)\nend)")
        return try #require(run["x"]?.failure)
    }

    private static let rows = """
        local function rows(name)
          local t = {}
          for i = 1, 300 do t[i] = { id = i, name = "lamp " .. i, on = i % 2 == 0 } end
          t[150].name = name
          return t
        end
        """

    @Test func oneRowOfMany() throws {
        let failure = try Self.failure("\(Self.rows)\nassert.same(rows('hall'), rows('stairs'))")
        #expect(failure.lines.count <= 16, "\(failure.lines)")
        #expect(failure.difference?.contains("[150] = {") == true)
        #expect(failure.difference?.contains("-     name = \"hall\",\n+     name = \"stairs\",") == true)
    }

    @Test(arguments: [
        ("two rows far apart", "local a, b = rows 'x', rows 'x' b[3].id = 0 b[290].id = 0 assert.same(a, b)", "[290]"),
        (
            "every row", "local a, b = rows 'x', rows 'x' for i = 1, 300 do b[i].id = 0 end assert.same(a, b)",
            "at [1].id"
        ),
        (
            "rows too many for lines",
            "local a, b = rows 'x', rows 'x' "
                + "for i = 1, 300 do for j = 1, 20 do a[i]['f' .. j], b[i]['f' .. j] = j, j end end "
                + "for i = 1, 300 do b[i].id = -i end assert.same(a, b)", "at [1].id"
        ),
        (
            "nothing in common", "local a, b = {}, {} for i = 1, 2000 do a[i], b[i] = i, -i end assert.same(a, b)",
            "at [1]"
        ),
        ("a long list against none", "local a = {} for i = 1, 2000 do a[i] = i end assert.same(a, {})", "... and more"),
        ("texts of many lines", "assert.equal(('a\\n'):rep(2000), ('b\\n'):rep(2000))", "more lines"),
        ("a value that should be nil", "local t = rows 'x' assert.is_nil(t)", "more lines"),
        ("what should not be the same", "assert.is_not.same(rows 'x', rows 'x')", "more lines"),
    ]) func fitsAPage(name: String, code: String, text: String) throws {
        let failure = try Self.failure("\(Self.rows)\n\(code)")
        #expect(failure.lines.count <= 100, "\(name): \(failure.lines.count) lines")
        #expect(failure.lines.contains { $0.contains(text) }, "\(name): \(failure.lines)")
    }

    @Test(arguments: [
        (
            "in the middle", "('x'):rep(600) .. 'a' .. ('y'):rep(600)", "('x'):rep(600) .. 'b' .. ('y'):rep(600)", "a",
            601
        ),
        ("at the end", "('x'):rep(90) .. 'a'", "('x'):rep(90) .. 'b'", "a", 91),
        ("at the start", "'a' .. ('x'):rep(90)", "'b' .. ('x'):rep(90)", "a", 1),
        ("of letters of two bytes", "('ä'):rep(90) .. 'é'", "('ä'):rep(90) .. 'è'", "é", 181),
    ]) func marksLongTexts(name: String, expected: String, actual: String, letter: Character, byte: Int) throws {
        let failure = try Self.failure("assert.equal(\(expected), \(actual))")
        let lines = try #require(failure.difference).split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && lines.allSatisfy { $0.count < 90 }, "\(name): \(lines)")
        let mark = try #require(lines.last?.firstIndex(of: "^"))
        let column = lines[2].distance(from: lines[2].startIndex, to: mark)
        #expect(Array(lines[0])[column] == letter, "\(lines)")
        #expect(lines[2].hasSuffix("^ byte \(byte)"))
        #expect(failure.lines.count == 5, "\(failure.lines)")
    }

    /// A terminal shows letters of East Asia two columns wide, and the mark stands below the letter all the same.
    @Test func marksTheColumnBesideWideLetters() throws {
        let failure = try Self.failure("assert.equal(('水'):rep(90) .. 'a', ('水'):rep(90) .. 'b')")
        let lines = try #require(failure.difference).split(separator: "\n").map(String.init)
        let gone = try #require(lines.first)
        let letter = try #require(gone.lastIndex(of: "a"))
        let mark = try #require(lines.last?.prefix { $0 == " " }.count)
        #expect(mark == gone[..<letter].reduce(0) { $0 + ($1.isASCII ? 1 : 2) }, "\(lines)")
    }

    @Test func marksLongLinesOfATable() throws {
        let failure = try Self.failure(
            "assert.same({ key = ('x'):rep(100) .. 'a' }, { key = ('x'):rep(100) .. 'b' })")
        let lines = try #require(failure.difference).split(separator: "\n").map(String.init)
        let mark = try #require(lines.first { $0.hasSuffix("^") })
        let gone = try #require(lines.first { $0.hasPrefix("- ") })
        #expect(Array(gone)[mark.count - 1] == "a", "\(lines)")
    }

    @Test(arguments: [
        "local function dag(x) local t = { x } for i = 1, 100 do t = { t, t } end return t end",
        """
        local function dag(x)
          local t = { v = x }
          local first = t
          for i = 1, 3000 do t = { next = t } end
          first.next = t
          return t
        end
        """,
        "local function dag(x) local t = { v = x } for i = 1, 8000 do t = { t } end return t end",
    ]) func comparesWhatIsSharedOrEndless(code: String) throws {
        let run = try RecordingReporter.run(
            """
            \(code)
            it('same', function() assert.same(dag(1), dag(1)) end)
            it('not same', function() assert.same(dag(1), dag(2)) end)
            it('negated', function() assert.is_not.same(dag(1), dag(1)) end)
            """, options: { $0.timeout = 5 })
        #expect(run["same"]?.outcome == .passed)
        let failure = try #require(run["not same"]?.failure)
        #expect(failure.kind == .assertion && failure.difference?.hasSuffix("- 1\n+ 2") == true, "\(failure)")
        #expect(run["negated"]?.failure?.message == "values are the same")
        #expect(run.results.allSatisfy { ($0.failure?.lines.count ?? 0) <= 100 })
    }

    @Test(arguments: [
        ("local x = {} assert.same({ x, x }, { {}, { 1 } })", false),
        ("local x = {} assert.same({ x, x }, { {}, {} })", true),
        ("local a, b = {}, { {} } a[1] = a b[1][1] = b assert.same(a, b)", true),
        ("local a, b = {}, { {} } a[1] = a b[1][1] = b b[1].x = 1 assert.same(a, b)", false),
        ("assert.same({ nil, 1 }, { nil, 1 })", true), ("assert.same({ false }, {})", false),
        ("assert.same({ 0/0 }, { 0/0 })", false), ("assert.same({ [1] = 1.0 }, { 1 })", true),
        (
            "local m = { __eq = function(a, b) return a.id == b.id end } "
                + "assert.same({ setmetatable({ id = 1, x = 1 }, m) }, { setmetatable({ id = 1, x = 2 }, m) })", true
        ),
    ]) func comparesByContent(code: String, holds: Bool) throws {
        let run = try RecordingReporter.run("it('x', function() \(code) end)")
        #expect((run["x"]?.failure == nil) == holds, "\(String(describing: run["x"]?.failure))")
    }
}
