import LwM2M
import Testing

/// Reading what other implementations write.
struct LinkFormatTests {
    static let readings: [(String, [Link])] = [
        ("", []), (" ", []), ("</1/0>", [Link("/1/0")]),
        (
            #"</>;rt="oma.lwm2m";ct=11543, </1/0>,</44>;ver="2.2""#,
            [
                Link("/", parameters: [.init("rt", "oma.lwm2m", isQuoted: true), .init("ct", "11543")]), Link("/1/0"),
                Link("/44", parameters: [.init("ver", "2.2", isQuoted: true)]),
            ]
        ),
        (
            #"</a>;title="a,b;\"c\"";obs"#,
            [Link("/a", parameters: [.init("title", #"a,b;"c""#, isQuoted: true), .init("obs", nil)])]
        ),
    ]
    @Test(arguments: readings) func reads(_ text: String, _ links: [Link]) throws {
        #expect(try LinkFormat.links(of: Array(text.utf8)) == links)
    }

    @Test(arguments: readings) func writesWhatItReads(_ text: String, _ links: [Link]) throws {
        #expect(try LinkFormat.links(of: Array(LinkFormat.text(of: links).utf8)) == links)
    }

    @Test(arguments: ["/1/0", "<", "</1/0", "</1/0>,", "</1/0>;", "</1/0>;=1", "</1/0> </2/0>", "</1>;a=\"b", ",</1>"])
    func refuses(_ text: String) {
        let refusal = #expect(throws: LwM2MError.self) { try LinkFormat.links(of: Array(text.utf8)) }
        #expect(refusal?.code == .badRequest)
    }
}
