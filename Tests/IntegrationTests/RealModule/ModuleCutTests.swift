import Foundation
import TestSupport
import Testing

/// A push that ends at any moment: the program is killed, the line is cut, the module loses its power. The client of the
/// module starts at its next boot with a whole file or none, and `push --recover` makes the rest whole.
@Suite struct ModuleCutTests {
    enum Disaster: String, CaseIterable, Sendable {
        case kill = "the program is killed"
        case unplug = "the line is cut"
        case powerCut = "the module loses its power"
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let disaster: Disaster
        let replaces: Bool
        let product: String
        var testDescription: String { "\(disaster.rawValue), \(replaces ? "replacing" : "new") on \(product)" }
    }

    /// How many moments of each push are tried; `XLWM2M_PUSH_CUTS` has more of them tried.
    static let cuts = ProcessInfo.processInfo.environment["XLWM2M_PUSH_CUTS"].flatMap { Int($0) } ?? 3

    static let cases: [Case] = [
        Case(disaster: .kill, replaces: true, product: "SARA-R510S-01B"),
        Case(disaster: .kill, replaces: false, product: "SARA-R422S-01B"),
        Case(disaster: .unplug, replaces: true, product: "SARA-R410M-02B"),
        Case(disaster: .powerCut, replaces: true, product: "SARA-R510S-00B-01"),
    ]

    @Test(arguments: cases) func theModuleStartsAndRecovers(_ c: Case) throws {
        let bench = try PushBench(c.product)
        try #require(try bench.clientRuns())
        let total = try Self.bytesOfWholePush(bench, c)
        for cut in 0..<Self.cuts {
            // Not at the same parts of each step, whatever the count.
            let moment = total * (2 * cut + 1) / (2 * Self.cuts)
            try Self.prepare(bench, c)
            try Self.push(bench, c, until: moment)
            let left = bench.stored
            #expect(
                [nil, PushBench.older, PushBench.new].contains(left),
                "a file in pieces after \(moment) of \(total) bytes")
            if c.disaster == .kill, cut % 2 == 0 { try bench.cutPower() }
            #expect(try bench.clientRuns(), "after \(moment) of \(total) bytes")
            let recovery = try bench.run("push", "--recover")
            #expect(recovery.exitCode == 0, "\(moment) of \(total): \(recovery.standardError)")
            #expect(try Self.isWhole(bench, c), "\(moment) of \(total): \(recovery.standardOutput)")
        }
    }

    /// The module has the older file, or none, and no journal is left.
    private static func prepare(_ bench: PushBench, _ c: Case) throws {
        if c.replaces {
            let run = try bench.run("push", bench.folder.path("older/\(PushBench.name)"))
            try #require(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        } else if bench.stored != nil {
            try #require(try bench.run("rm", PushBench.name).exitCode == 0)
            try bench.cutPower()
            try #require(try bench.clientRuns())
        }
    }

    /// How many bytes go over the line, both ways, in a push that nothing disturbs.
    private static func bytesOfWholePush(_ bench: PushBench, _ c: Case) throws -> Int {
        try prepare(bench, c)
        let line = try CutLine(to: bench.port)
        line.after(bytes: .max) { .goesOn }
        let run = try Program.run(
            bench.arguments(["push", bench.folder.path("new/\(PushBench.name)")], at: line.port),
            environment: bench.environment)
        try #require(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        return line.count
    }

    /// Pushes until so many bytes have passed.
    private static func push(_ bench: PushBench, _ c: Case, until moment: Int) throws {
        let line = try CutLine(to: bench.port)
        let host = try bench.waitingHost(
            bench.arguments(["push", bench.folder.path("new/\(PushBench.name)")], at: line.port))
        let module = bench.module
        line.after(bytes: moment) {
            switch c.disaster {
            case .kill: host.kill()
            case .unplug: break
            case .powerCut: module.kill()
            }
            return .isCut
        }
        try host.send("\n")
        let code = host.exitCode()
        if c.disaster != .kill { #expect(code == 3) }
        if c.disaster == .powerCut { try bench.cutPower() }
    }

    /// One of the two files is there, its Object is served, and nothing is left over.
    private static func isWhole(_ bench: PushBench, _ c: Case) throws -> Bool {
        guard bench.staged.isEmpty, !bench.hasJournal else { return false }
        let answer = try SerialPort(tcp: bench.port).ask("AT+ULWM2MLIST=\"/\(PushBench.object)\"")
        switch bench.stored {
        case PushBench.new, PushBench.older: return answer.last == "OK"
        case nil: return !c.replaces && answer.last != "OK"
        default: return false
        }
    }
}
