import LwM2M
import Testing

struct PathTests {
    static let readings: [(String, Path)] = [
        ("/", .root), ("/3", Path(3)), ("3/0", Path(3, 0)), ("/3/0/0", Path(3, 0, 0)),
        ("/2/1/2/721", Path(2, 1, 2, 721)),
        ("0/2/", Path(0, 2)), ("/65535", Path(65535)), ("/007/1", Path(7, 1)),
    ]
    @Test(arguments: readings) func reads(_ text: String, _ expected: Path) throws {
        #expect(try Path(parsing: text) == expected)
    }

    @Test(arguments: ["", "/3//0", "//", "/65536", "/a", "/3/ 0", "/1/2/3/4/5", "/-1", "/3.0", "/3/0/\u{0}"])
    func refuses(_ text: String) {
        let refusal = #expect(throws: LwM2MError.self) { try Path(parsing: text) }
        #expect(refusal?.code == .notFound)
    }

    @Test func printsWhatItReads() {
        #expect(
            "\(Path.root) \(Path(3)) \(Path(3, 0)) \(Path(3, 0, 1)) \(Path(3, 0, 1, 2))" == "/ /3 /3/0 /3/0/1 /3/0/1/2")
    }

    @Test func knowsWhatLiesWithin() {
        #expect(Path(3, 0, 1).isWithin(Path(3)) && Path(3).isWithin(.root) && Path(3).isWithin(Path(3)))
        #expect(!Path(3).isWithin(Path(3, 0)) && !Path(4, 0, 1).isWithin(Path(3)))
    }
}
