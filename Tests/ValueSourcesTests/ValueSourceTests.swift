import LwM2M
import Randomness
import TestSupport
import Testing
import ValueSources

/// The series of each source, and what is wrong with a file.
struct ValueSourceTests {
    private static func sources(_ text: String, folder: String = ".") throws(ValueSourceError) -> [ValueSource] {
        try ValueSourceReader.parse(Array(text.utf8), file: "values.txt", folder: folder)
    }

    /// The first samples of the only source of a text, `time=value`.
    private static func series(_ text: String, _ count: Int = 5, folder: String = ".") throws -> [String] {
        var source = try #require(try sources(text, folder: folder).first)
        var found: [String] = []
        while found.count < count, let time = source.nextTime, let sample = source.next() {
            found.append("\(time)=\(sample)")
        }
        return found
    }

    static let series: [(String, [String])] = [
        ("/3/0/9 constant 80 every=60", ["0.0=80.0", "60.0=80.0"]),
        ("/3/0/9 constant \"at rest\" # a comment", ["0.0=\"at rest\"", "1.0=\"at rest\""]),
        ("/1/0/1 ramp from=0 to=10 over=4 every=2", ["0.0=0.0", "2.0=5.0", "4.0=10.0"]),
        ("/1/0/1 ramp from=0 to=10 over=4 every=3", ["0.0=0.0", "3.0=7.5", "4.0=10.0"]),
        (
            "/1/0/1 ramp from=5 to=1 over=2 period=3",
            ["0.0=5.0", "1.0=3.0", "2.0=1.0", "3.0=5.0", "4.0=3.0", "5.0=1.0"]
        ),
        ("unit min\n/1/0/1 ramp from=0 to=1 over=1 every=0.5", ["0.0=0.0", "30.0=0.5", "60.0=1.0"]),
        ("/1/0/1 sine min=-1 max=3 period=4", ["0.0=1.0", "1.0=3.0", "2.0=1.0", "3.0=-1.0", "4.0=1.0"]),
        ("/1/0/1 walk from=5 step=0 every=7", ["0.0=5.0", "7.0=5.0", "14.0=5.0"]),
    ]
    @Test(arguments: series) func goesOn(_ text: String, _ samples: [String]) throws {
        let found = try Self.series(text, samples.count + (text.contains("over=4") || text.contains("unit") ? 1 : 0))
        #expect(found == samples)
    }

    /// The digits are those of every machine and every run.
    @Test func theSameSeedWalksTheSameWay() throws {
        let walk = "/1/0/1 walk from=20 step=0.5 min=19.5 max=20.5 seed=7"
        let found = try Self.series(walk, 200)
        #expect(try Self.series(walk, 200) == found)
        #expect(try Self.series(walk.replacing("seed=7", with: "seed=8"), 200) != found)
        let numbers = found.compactMap { $0.split(separator: "=").last.flatMap { Double($0) } }
        #expect(numbers.count == 200 && numbers.allSatisfy { (19.5...20.5).contains($0) })
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { abs($0 - $1) <= 0.5 })
        #expect(Set(numbers).count > 50)
    }

    @Test func readsTables() throws {
        let folder = try TemporaryFolder()
        try folder.write("time,value\r\n0,20\r\n# later\r\n1.5,\"idle, cold\"\r\n\r\n4,22.5\r\n", to: "a.csv")
        #expect(
            try Self.series("/1/0/1 csv a.csv", 9, folder: folder.url.path)
                == ["0.0=20.0", "1.5=\"idle, cold\"", "4.0=22.5"])
        #expect(
            try Self.series("/1/0/1 csv a.csv period=5", 5, folder: folder.url.path)
                == ["0.0=20.0", "1.5=\"idle, cold\"", "4.0=22.5", "5.0=20.0", "6.5=\"idle, cold\""])
        #expect(
            try Self.series("unit h\n/1/0/1 csv \(folder.path("a.csv"))", 2)
                == ["0.0=20.0", "5400.0=\"idle, cold\""])
    }

    /// As some editors and spreadsheets write a text.
    @Test func skipsTheMarkOfAText() throws {
        let folder = try TemporaryFolder()
        try folder.write("\u{FEFF}0,20\n1,21\n", to: "a.csv")
        let file = try folder.write("\u{FEFF}unit s\n/1/0/1 csv a.csv\n", to: "values.txt")
        var source = try #require(try ValueSourceReader.read(file).first)
        #expect(source.next() == .number(20))
    }

    static let mistakes: [(String, String)] = [
        (
            "/3300/0/5700 cosine min=1",
            "values.txt:1: 'cosine' is not a source: constant, ramp, sine, walk, csv; did you mean 'sine'?"
        ),
        ("\n# x\n/3300/0/5700", "values.txt:3: /3300/0/5700 lacks its source: constant, ramp, sine, walk, csv"),
        ("3300/0 constant 1", "values.txt:1: /3300/0 is no Resource: write /3300/0/5700 sine ..."),
        ("sensor constant 1", "values.txt:1: 'sensor' is not a path: an id is a decimal number, 0 to 65535"),
        ("/1/0/1 constant 1\n/1/0/1 constant 2", "values.txt:2: /1/0/1 has a line already"),
        ("/1/0/1 sine min=1 max=2", "values.txt:1: period= is missing"),
        ("/1/0/1 sine min=3 max=2 period=1", "values.txt:1: min is greater than max"),
        ("/1/0/1 sine min=x max=2 period=1", "values.txt:1: min=x is not a number"),
        ("/1/0/1 sine min=1 max=2 period=0", "values.txt:1: period is a time from 1 ms to 1e9 s"),
        ("/1/0/1 sine min=1 max=2 period=nan", "values.txt:1: period=nan is not a number"),
        ("/1/0/1 walk from=1 step=1 every=0", "values.txt:1: every is a time from 1 ms to 1e9 s"),
        ("/1/0/1 walk from=1 step=1 min=2", "values.txt:1: from does not lie between min and max"),
        ("/1/0/1 walk from=1 step=1 seed=-2", "values.txt:1: seed=-2 is not a whole number from 0 on"),
        ("/1/0/1 ramp from=1 to=2 over=5 period=4", "values.txt:1: period is shorter than the series"),
        ("/1/0/1 ramp from=1 from=2", "values.txt:1: from= stands twice"),
        ("/1/0/1 constant 1 period=4", "values.txt:1: 'period=' has no meaning here"),
        ("/1/0/1 constant 1 2", "values.txt:1: '2' has no meaning here"),
        ("/1/0/1 constant", "values.txt:1: a value is missing"),
        ("/1/0/1 constant \"a", "values.txt:1: a quote is not closed"),
        ("unit day", "values.txt:1: unit takes one of ms, s, min, h"),
        ("/1/0/1 constant 1\nunit s", "values.txt:2: unit stands before the first Resource"),
        ("/1/0/1 csv nowhere.csv", "values.txt:1: nowhere.csv: cannot read: No such file or directory"),
    ]
    @Test(arguments: mistakes) func refuses(_ text: String, _ words: String) {
        let error = #expect(throws: ValueSourceError.self) { try Self.sources(text) }
        #expect(error?.description == words)
    }

    /// A file is data from outside: whatever stands in it is read or refused.
    @Test func survivesMutations() {
        let text = Array(
            "unit min\n/3/0/9 constant 80\n/1/0/1 ramp from=-1e300 to=1e300 over=4 period=9\n/1/0/2 sine min=1 max=2 period=3\n/1/0/3 walk from=1 step=1e300 seed=7"
                .utf8)
        var random = SeededSequence(seed: 3)
        for _ in 0..<20_000 {
            var bytes = text
            for _ in 0..<Int(random.next() % 4 + 1) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int(random.next() % UInt64(bytes.count))], at: place)
                }
            }
            guard let sources = try? ValueSourceReader.parse(bytes, file: "values.txt", folder: ".") else { continue }
            for var source in sources {
                for _ in 0..<5 { _ = source.next()?.value(as: .integer) }
            }
        }
    }

    static let tables: [(String, String)] = [
        ("", " has no line TIME,VALUE"), ("0,1\n0,2\n", ":2: times ascend, and 0 does not"),
        ("0,1\n1\n", ":2: a line is TIME,VALUE"), ("0,1\nlater,2\n", ":2: 'later' is not a time from 0 on"),
        ("0,1\n-1,2\n", ":2: '-1' is not a time from 0 on"), ("-1,2\n0,1\n", ":1: '-1' is not a time from 0 on"),
        ("0s,2\n5s,1\n", ":1: '0s' is not a time from 0 on"), ("-1,idle\n0,on\n", ":1: '-1' is not a time from 0 on"),
    ]
    @Test(arguments: tables) func refusesTables(_ text: String, _ words: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "a.csv")
        let error = #expect(throws: ValueSourceError.self) { try Self.sources("/1/0/1 csv \(file)") }
        #expect(error?.description.hasSuffix(file + words) == true, "\(error?.description ?? "")")
    }

    static let values: [(ValueSource.Sample, DataType, ResourceValue?)] = [
        (.number(1.5), .float, .float(1.5)), (.number(1.6), .integer, .integer(2)), (.number(-1.6), .time, .time(-2)),
        (.number(1e30), .integer, nil), (.number(-1), .unsignedInteger, nil), (.number(0), .boolean, .boolean(false)),
        (.number(2), .boolean, .boolean(true)), (.number(2), .string, .string("2")), (.number(1), .opaque, nil),
        (.text("on"), .string, .string("on")), (.text("true"), .boolean, .boolean(true)), (.text("on"), .boolean, nil),
        (.text("3:0"), .objectLink, .objectLink(ObjectLink(object: 3, instance: 0))), (.text("on"), .float, nil),
        (.text("hex:0a1B"), .opaque, .opaque([10, 27])), (.text("hex:0"), .opaque, nil),
        (.text("hex:zz"), .opaque, nil),
    ]
    @Test(arguments: values) func fitsTheType(_ sample: ValueSource.Sample, _ type: DataType, _ value: ResourceValue?) {
        #expect(sample.value(as: type) == value)
    }
}
