import ObjectCheck
import Products
import TestSupport
import Testing

/// A check costs what there is to check and to say.
struct CheckCostTests {
    private static let resource =
        "Name = 'R', Operations = 'RW', MultipleInstances = 'Single', Mandatory = 'Optional', Type = "

    static let growing: [(String, @Sendable (Int) -> String)] = [
        (
            "lines",
            {
                Lamp.with(
                    ("-- END", (0..<$0).map { "function object_lamp.f\($0)(x) return x end" }.joined(separator: "\n")))
            }
        ),
        ("unknown names", { Lamp.writing((0..<$0).map { "unknown_\($0)()" }.joined(separator: "\n")) }),
        ("unknown codes", { Lamp.writing((0..<$0).map { "print(coap.COAP_\($0))" }.joined(separator: "\n")) }),
        ("wrong calls", { Lamp.writing(String(repeating: "lua_send_pulse(1)\n", count: $0)) }),
        ("stray globals", { Lamp.writing((0..<$0).map { "stray_\($0) = 1" }.joined(separator: "\n")) }),
        (
            "wrong codes",
            { Lamp.writing(String(repeating: "if new then return coap.COAP_403_FORBIDDEN end\n", count: $0)) }
        ),
        (
            "wrong types",
            { count in
                let lines = (10..<10 + count).map { "[\($0)] = { \(resource)'Wrong\($0)' }," }
                return Lamp.with(("[1] =", lines.joined(separator: "\n") + "\n[1] ="))
            }
        ),
        (
            "keys given twice",
            { Lamp.with(("[1] =", String(repeating: "[7] = { \(resource)'Integer' },\n", count: $0) + "[1] =")) }
        ),
    ]
    @Test(arguments: growing.indices) func growsWithTheFile(_ index: Int) {
        let (name, text) = Self.growing[index]
        let checker = Lamp.checker(Product.default.name)
        let times = [250, 1000].map { size in
            let file = CheckedFile(path: "object_lamp.lua", content: Array(text(size).utf8))
            #expect(!file.content.isEmpty)
            return ProcessorTime.least(of: 2) { _ = checker.check([file]) }
        }
        // Quadratic cost is sixteen times as much.
        #expect(times[1] < 9 * times[0] + 0.05, "\(name): \(times)")
    }

    @Test func pointsAtTheResourceThatIsWrong() {
        let text = Lamp.with(
            ("[1] =", "[10] = { \(Self.resource)'Wrong' },\n[11] = { \(Self.resource)\n'Wrong' },\n[1] ="))
        let lines = Lamp.findings(text).filter { $0.contains("resource-type") }.map { $0.split(separator: ":")[0] }
        #expect(lines == ["13 error resource-type", "14 error resource-type"])
    }
}
