import Foundation
import Terminal
import Testing

/// Lines that wait for a quiet moment.
struct HeldLinesTests {
    @Test func keepsLinesInOrderUntilTheyAreTaken() {
        let lines = HeldLines()
        #expect(lines.add("one") && lines.add("") && lines.add("drei äöü"))
        #expect(lines.take() == "one\n\ndrei äöü")
        #expect(lines.count == 0 && lines.take() == "")
    }

    @Test func hasAnEnd() {
        let lines = HeldLines()
        let line = String(repeating: "x", count: 999)
        var count = 0
        while lines.add(line) { count += 1 }
        #expect(count == 65 && lines.isNearlyFull)
        #expect(lines.take().split(separator: "\n").count == 65)
        #expect(lines.add(line) && !lines.isNearlyFull)
    }

    @Test func aCrashWritesThem() async {
        let end = await #expect(processExitsWith: .signal(SIGABRT), observing: [\.standardOutputContent]) {
            let lines = HeldLines()
            _ = lines.add("what led to it")
            abort()
        }
        let written = String(decoding: end?.standardOutputContent ?? [], as: UTF8.self)
        #expect(written.contains("what led to it\n"))
    }
}
