import LwM2M
import Testing

/// What is written so that other implementations read it, and what no reader takes.
struct ForeignReaderTests {
    @Test func versionsStandWithoutQuotes() {
        let list = ObjectList(
            objects: [.init(id: 3, instances: [0]), .init(id: 44, instances: [0], version: "2.1")], announcesJSON: false
        )
        #expect(list.text == "</3/0>,</44>;ver=2.1,</44/0>")
        let found = [DiscoveredPath(path: Path(44), version: "2.1"), DiscoveredPath(path: Path(44, 0))]
        let links = DiscoverLinks.links(of: found, at: Path(44), attributes: AttributeStore(), for: 1)
        #expect(LinkFormat.text(of: links) == "</44>;ver=2.1,</44/0>")
    }

    /// A list of links from its first byte, so that a parser of the link format takes it.
    @Test func aBootstrapDiscoverIsAListOfLinks() throws {
        let text = BootstrapLinks.text(of: [
            .init(id: 0, instances: [0, 1], shortServerIDs: [1: 101]), .init(id: 55, instances: [0], version: "1.9"),
        ])
        #expect(text == "</>;lwm2m=1.0,</0/0>,</0/1>;ssid=101,</55>;ver=1.9,</55/0>")
        #expect(try LinkFormat.links(of: Array(text.utf8)).count == 5)
    }

    static let floats: [(Double, String)] = [
        (0x1p63, "9223372036854776000.0"), (-0x1p64, "-18446744073709552000.0"), (1e20, "100000000000000000000.0"),
        (0x1p62, "4611686018427387904"), (-0x1p63, "-9223372036854775808"),
        (9_007_199_254_740_992, "9007199254740992"), (21.5, "21.5"), (-3, "-3"),
        (Double.greatestFiniteMagnitude, "*"),
    ]
    @Test(arguments: floats) func floatsBeyondIntegersHaveAPoint(_ number: Double, _ text: String) throws {
        guard case .number(let written) = ResourceValue.float(number).jsonField else {
            Issue.record("no number")
            return
        }
        if text == "*" {
            #expect(written.hasSuffix("0.0") && written.utf8.count == 311)
        } else {
            #expect(written == text)
        }
        #expect(try ResourceValue(jsonField: .number(written), as: .float) == .float(number))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func whatIsNoNumberTravelsAsTLVAlone(_ number: Double) {
        let node = Node.resource(Resource(id: 5700, value: .float(number)))
        #expect(throws: Never.self) { try Representation.check(node, as: .tlv) }
        for format in [ContentFormat.json, .text] {
            let error = #expect(throws: LwM2MError.self) { try Representation.check(node, as: format) }
            #expect(error?.code == .notAcceptable)
        }
    }

    static let serverValues: [(ResourceID, ResourceValue, Bool)] = [
        (1, .integer(1), true), (1, .integer(0), false), (1, .integer(-1), false), (1, .integer(.min), false),
        (1, .integer(.max), true), (2, .integer(0), true), (2, .integer(-1), false), (3, .integer(-5), false),
        (5, .integer(-1), false), (7, .string("U"), true), (7, .string("UQ"), true), (7, .string("S"), true),
        (7, .string("SQ"), true), (7, .string("US"), true), (7, .string("UQS"), true), (7, .string("X"), false),
        (7, .string("UQSQ"), false), (7, .string(""), false), (7, .string("u"), false), (7, .string("U "), false),
        (7, .string("SU"), false), (0, .integer(0), true),
    ]
    @Test(arguments: serverValues)
    func theServerObjectHoldsWhatMakesSense(_ resource: ResourceID, _ value: ResourceValue, _ isRight: Bool) {
        #expect((ServerResource.fault(of: value, in: resource) == nil) == isRight)
    }
}
