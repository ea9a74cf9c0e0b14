import Fleet
import TestSupport
import Testing

/// Names and keys of a fleet, from a file.
struct IdentityFileTests {
    private static func read(_ text: String, count: Int, shard: Int = 0, of total: Int = 1) throws -> [Int: IdentityRow]
    {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "fleet.csv")
        do throws(FleetError) {
            return try IdentityFile.read(path, count: count) { $0 % total == shard }
        } catch {
            throw FleetError(error.description.replacing(path, with: "fleet.csv"))
        }
    }

    @Test func readsTheRowsOfItsShard() throws {
        let text = "endpoint,identity,key\n# the first one\na,,00ff\n b , id , b64:q83v \nc,hex:01,str:secret\nd,,\n"
        #expect(
            try Self.read(text, count: 4) == [
                0: IdentityRow(endpoint: "a", identity: [0x61], key: [0, 0xFF]),
                1: IdentityRow(endpoint: "b", identity: Array("id".utf8), key: [0xAB, 0xCD, 0xEF]),
                2: IdentityRow(endpoint: "c", identity: [1], key: Array("secret".utf8)),
                3: IdentityRow(endpoint: "d", identity: [0x64], key: []),
            ])
        #expect(try Self.read(text, count: 4, shard: 1, of: 2).keys.sorted() == [1, 3])
        // What lies behind the last device is not read.
        #expect(try Self.read(text + "no,,hexadecimal\n", count: 2).count == 2)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let words: String
    }

    static let refusals = [
        Refusal(
            testDescription: "a name twice", text: "a,,00\nb,,00\nendpoint,,00\na,,01\n",
            words: "fleet.csv:4: the endpoint a is that of line 1 already: two devices cannot be one"),
        Refusal(
            testDescription: "two parts", text: "a,00\n",
            words: "fleet.csv:1: a line is endpoint,identity,key, and this one has 2 parts"),
        Refusal(
            testDescription: "no name", text: ",id,00\n", words: "fleet.csv:1: an endpoint has 1 to 252 bytes"),
        Refusal(
            testDescription: "a file", text: "a,,file:key\n",
            words: "fleet.csv:1: a line holds its key itself, and names no file"),
        Refusal(
            testDescription: "two keys of an identity", text: "a,id,00\nb,other,00\nc,id,00\nd,id,01\n",
            words: "fleet.csv: c and d have one identity and two keys: a server knows one key of an identity"),
        Refusal(
            testDescription: "too few", text: "a,,00\nb,,00\n",
            words: "fleet.csv has 2 devices, and 4 are wanted: give --count 2"),
    ]

    @Test(arguments: refusals) func refuses(_ refusal: Refusal) {
        let error = #expect(throws: FleetError.self) { try Self.read(refusal.text, count: 4) }
        #expect(error?.description == refusal.words)
    }

    @Test func refusesABadKeyWithoutShowingIt() {
        let error = #expect(throws: FleetError.self) { try Self.read("a,,xyzzy\n", count: 1) }
        #expect(error?.description.hasPrefix("fleet.csv:1: ") == true)
        #expect(error?.description.contains("xyzzy") == false)
    }

    @Test func refusesALineWithoutEnd() {
        let error = #expect(throws: FleetError.self) {
            try Self.read(String(repeating: "x", count: 100_000), count: 1)
        }
        #expect(error?.description.contains("File too large") == true)
    }
}
