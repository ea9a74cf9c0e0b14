import DDF
import Foundation
import TestSupport
import Testing

/// Definitions that are large in one respect are read in proportion to their size, or refused at once.
struct LargeDefinitionTests {
    private static func refusal(_ text: String) -> String {
        refusal(Array(text.utf8))
    }

    private static func refusal(_ bytes: [UInt8]) -> String {
        do throws(DDFError) {
            _ = try DDFParser.parse(bytes, file: "x.xml")
            return ""
        } catch {
            return error.description
        }
    }

    private static let crowd = (0..<200_000).map { " a\($0)=\"\"" }.joined()

    /// libxml2 alone takes minutes for these.
    static let crowded: [(String, String)] = [
        ("of the Object", "<LWM2M>\n<Object\(crowd)></Object></LWM2M>"),
        ("of the root, in single quotes", "\n<LWM2M\(crowd.replacingOccurrences(of: "\"", with: "'"))/>"),
        ("of name spaces", "\n<LWM2M\(crowd.replacingOccurrences(of: " a", with: "\nxmlns:a"))/>"),
        (
            "behind a comment and a section of text",
            "<LWM2M><!-- < --><![CDATA[ <a \" ]]><?p ' ?>\n<Item\(crowd)/></LWM2M>"
        ),
        ("with `>` in values", "\n<LWM2M\(crowd.replacingOccurrences(of: "\"\"", with: "\">\""))/>"),
        ("that never ends", "\n<LWM2M\(crowd)"),
    ]
    @Test(arguments: crowded) func refusesACrowdOfAttributes(_ name: String, _ text: String) {
        var message = ""
        let seconds = ProcessorTime.least(of: 1) { message = Self.refusal(text) }
        #expect(message == "x.xml:2: an element has more than 64 attributes: those of a definition have 2 at most")
        #expect(seconds < 10, "one pass over five megabytes")
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian])
    func refusesItInWideLetters(_ encoding: String.Encoding) throws {
        let data = try #require("\u{FEFF}<LWM2M\(Self.crowd.prefix(20_000))/>".data(using: encoding))
        #expect(Self.refusal([UInt8](data)).contains("more than 64 attributes"))
    }

    @Test func takesQuotesAndSignsWhereTheyAreNoAttributes() {
        var text = DefinitionText().file
        let quotes = String(repeating: "\"'", count: 200)
        text = text.replacingOccurrences(
            of: "<Description1></Description1>", with: "<Description1>\(quotes)</Description1>")
        text += "<!-- <a \(quotes) -->"
        #expect(Self.refusal(text) == "")
        // A letter whose bytes in UTF-16 are those of `<` and a quote.
        let wide = DefinitionText().file.replacingOccurrences(of: "UTF-8", with: "UTF-16")
            .replacingOccurrences(
                of: "<Description1></Description1>",
                with: "<Description1>\(String(repeating: "\u{3C22}", count: 200))</Description1>")
        #expect(Self.refusal([UInt8](("\u{FEFF}" + wide).data(using: .utf16LittleEndian) ?? Data())) == "")
    }

    @Test(arguments: ["UTF-7", "ISO-2022-JP", "IBM037", "HZ"])
    func refusesEncodingsInWhichASignMayBeAnother(_ encoding: String) {
        let text = DefinitionText().file.replacingOccurrences(of: "UTF-8", with: encoding)
        #expect(Self.refusal(text).hasPrefix("x.xml:1: the encoding '\(encoding.lowercased())' is not read: save"))
    }

    @Test func takesTheEncodingsOfTheRegistry() {
        for encoding in ["utf-8", "UTF8", "ISO-8859-1", "us-ascii", "windows-1252"] {
            let text = DefinitionText().file.replacingOccurrences(of: "UTF-8", with: encoding)
            #expect(Self.refusal(text) == "" || Self.refusal(text).contains("encoding"), "\(encoding)")
        }
    }

    @Test func refusesTooManyItemsAndElementsAtOnce() {
        let items = DefinitionText((0..<50_000).map { .init($0, "N\($0)") }).file
        #expect(Self.refusal(items).hasSuffix("more than 10000 resources: split the file up"))
        let deep = String(repeating: "<a>", count: 1_000_000)
        #expect(Self.refusal("<LWM2M>" + deep).contains("more than 32 deep"))
    }

    /// What grows, and definitions of it in two sizes.
    static let growing: [(String, @Sendable (Int) -> String)] = [
        ("Resources", { DefinitionText((0..<$0).map { .init($0, "Name \($0)") }).file }),
        ("Resources of one name", { DefinitionText((0..<$0).map { .init($0, "Name") }).file }),
        (
            "Objects",
            { count in
                DefinitionText.file(
                    (0..<count).map { number in
                        var object = DefinitionText()
                        object.id = String(number)
                        object.name = "N\(number)"
                        return object
                    })
            }
        ),
        ("a long text", { "<LWM2M><Object>" + String(repeating: "word ", count: $0 * 200) + "</Object></LWM2M>" }),
        (
            "elements that nobody knows",
            { "<LWM2M>" + String(repeating: "<x a=\"\"/>", count: $0 * 20) + "</LWM2M>" }
        ),
    ]
    @Test(arguments: growing.indices) func costsWhatItIsLong(_ index: Int) {
        let (name, text) = Self.growing[index]
        let times = [500, 2000].map { size in
            let bytes = Array(text(size).utf8)
            return ProcessorTime.least(of: 3) { _ = DDFValidator.findings(bytes, file: "x.xml") }
        }
        // Quadratic cost is sixteen times as much.
        #expect(times[1] < 9 * times[0] + 0.02, "\(name)")
    }
}
