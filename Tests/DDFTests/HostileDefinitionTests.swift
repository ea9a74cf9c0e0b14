import DDF
import Foundation
import Randomness
import TestSupport
import Testing

/// Files made to do harm: each is refused, soon and without a trace.
struct HostileDefinitionTests {
    private func refusal(_ text: String, limits: DDFLimits = DDFLimits()) -> DDFError? {
        #expect(throws: DDFError.self) { try DDFParser.parse(Array(text.utf8), file: "h.xml", limits: limits) }
    }

    @Test func refusesEveryDocumentType() {
        let laughs = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        for text in [
            "<!DOCTYPE x [<!ENTITY l0 \"ha\">\(laughs)]><LWM2M>&l9;</LWM2M>",
            "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\"><LWM2M/>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><LWM2M>&e;</LWM2M>",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]><LWM2M/>",
        ] { #expect(refusal(text)?.code == .documentType) }
    }

    @Test func knowsNoEntityButThoseOfXML() {
        #expect(refusal("<LWM2M><Object><Name>&nbsp;</Name></Object></LWM2M>")?.code == .notWellFormed)
    }

    @Test func boundsSizeDepthAndNumbers() {
        let item = "<Item ID=\"1\"><Name>a</Name></Item>"
        #expect(refusal(String(repeating: "<a>", count: 100_000))?.code == .limit)
        #expect(
            refusal("<LWM2M>" + String(repeating: item, count: 20_000))?.message
                == "more than 10000 resources: split the file up")
        #expect(
            refusal("<LWM2M>" + String(repeating: "<a/>", count: 300_000))?.message
                == "more than 200000 elements: split the file up")
        #expect(
            refusal(String(repeating: " ", count: 9 << 20))?.message
                == "the file has 9437184 bytes: a definition may have 8388608; split it up")
    }

    /// Bytes changed at random: a definition or an error, never a crash.
    @Test func survivesDamage() throws {
        let whole = Array(DefinitionText((0..<8).map { .init($0, "Value \($0)") }).file.utf8)
        var sequence = SeededSequence(seed: 42)
        func random(_ below: Int) -> Int { Int.random(in: 0..<below, using: &sequence) }
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0...random(4) {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.removeSubrange(random(bytes.count / 2)..<bytes.count / 2 + random(bytes.count / 2))
                default: bytes.insert(contentsOf: whole.prefix(random(60)), at: random(bytes.count))
                }
                if bytes.isEmpty { bytes = whole }
            }
            _ = try? DDFParser.parse(bytes, file: "d.xml")
            _ = DDFValidator.findings(bytes, file: "d.xml")
        }
    }
}
