import Foundation
import Lua
import Testing

/// Each kind of hang ends at its limit, with file and line; nothing of the process is broken by it, and the state goes on.
@Suite(.serialized) struct HangTests {
    /// What the machine may be late by: one operation of Lua's core, and other work on the processor.
    private static let lateness = 5.0

    /// Runs a hang under a limit of time, which holds for nothing else; answers what it ended with, and how long that
    /// took.
    private static func run(
        _ hang: Hang, in lua: LuaState, within limit: Double
    ) throws -> (error: LuaError?, seconds: Double) {
        let function = try lua.load(Array(hang.script.utf8), named: "x.lua")
        let others = lua.limits.seconds
        lua.limits.seconds = limit
        defer { lua.limits.seconds = others }
        let start = ContinuousClock.now
        var error: LuaError?
        do throws(LuaError) { try lua.call(function) } catch let raised { error = raised }
        let spent = ContinuousClock.now - start
        return (error, Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18)
    }

    private static func serves(_ lua: LuaState) throws -> Bool {
        let after = try lua.load(Array("return os.date('!%F', 86400), string.rep('x', 3), 1 + 1".utf8), named: "y.lua")
        return try lua.call(after) == [.text("1970-01-02"), .text("xxx"), .integer(2)]
    }

    @Test(arguments: Hang.all) func endsAtItsTimeLimit(_ hang: Hang) throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 0, seconds: 60))
        let (error, seconds) = try Self.run(hang, in: lua, within: 0.05)
        #expect(
            error?.code == .timeout && error?.message == "x.lua:1: stopped after 0.05 seconds",
            "\(String(describing: error))")
        #expect(error?.place.hasPrefix("x.lua:1: in ") == true, "\(error?.place ?? "")")
        #expect(seconds < 0.05 + Self.lateness)
        #expect(try Self.serves(lua))
    }

    /// The budget ends what does its work in many instructions or in the library; what does it in few of Lua's own, as
    /// joining large strings, is left to the time.
    @Test(arguments: Hang.all) func endsAtItsBudget(_ hang: Hang) throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 300_000, isExact: true, seconds: 60))
        let (error, _) = try Self.run(hang, in: lua, within: 1)
        let isBudget = error?.message == "x.lua:1: the budget of 300000 instructions is used up"
        #expect(isBudget || error?.message == "x.lua:1: stopped after 1 seconds", "\(String(describing: error))")
        #expect(try Self.serves(lua))
    }

    /// Many hangs in one process, `XLWM2M_HANGS` of them, in states that come back to a kept moment and in fresh ones.
    @Test func manyHangsBreakNothing() throws {
        let count = ProcessInfo.processInfo.environment["XLWM2M_HANGS"].flatMap { Int($0) } ?? 300
        let limits = LuaLimits(instructions: 0, seconds: 60)
        var lua = try LuaState(limits: limits)
        try lua.snapshot()
        var worst = (seconds: 0.0, name: "")
        for number in 0..<count {
            let hang = Hang.all[number % Hang.all.count]
            if number % 50 == 49 {
                lua = try LuaState(limits: limits)
                try lua.snapshot()
            }
            lua.limits.isExact = number % 3 == 0
            let (error, seconds) = try Self.run(hang, in: lua, within: 0.011)
            #expect(
                error?.code == .timeout && error?.message.hasPrefix("x.lua:1: ") == true,
                "\(hang): \(String(describing: error))")
            if seconds > worst.seconds { worst = (seconds, hang.testDescription) }
            #expect(try Self.serves(lua))
            if number % 2 == 0 { try lua.restore() }
        }
        #expect(worst.seconds < Self.lateness, "\(worst.name)")
        if count > 300 { print("\(count) hangs, the slowest \(worst.name) with \(worst.seconds) s") }
    }

    @Test func endsAHangBelowAHostFunction() throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 0, seconds: 0.05))
        let inner = try lua.load(
            Array("while true do string.find(('a'):rep(40), ('a*'):rep(40) .. 'b') end".utf8), named: "inner.lua")
        var calls = 0
        try lua.register("outside") { (_) throws(LuaError) in
            calls += 1
            return try lua.call(inner)
        }
        let error = #expect(throws: LuaError.self) {
            try lua.call(try lua.load(Array("while true do pcall(outside) end".utf8), named: "x.lua"))
        }
        #expect(error?.code == .timeout && error?.message == "inner.lua:1: stopped after 0.05 seconds")
        #expect(calls == 1)
        #expect(try Self.serves(lua))
    }

    /// What no hook reaches, as when the system holds back the signal that sets it: the program ends, and says where.
    @Test func endsTheProgramWhereNothingElseHelps() async throws {
        let end = await #expect(processExitsWith: .exitCode(3), observing: [\.standardErrorContent]) {
            var limits = LuaLimits(instructions: 0, seconds: 0.05)
            limits.patience = 0.1
            let lua = try LuaState(limits: limits)
            // The first call of a thread lets the signal through.
            try lua.call(try lua.load(Array("return 1".utf8), named: "x.lua"))
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGURG)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            try lua.call(try lua.load(Array("local x = 1\nwhile true do end".utf8), named: "x.lua"))
        }
        let words = String(decoding: end?.standardErrorContent ?? [], as: UTF8.self)
        #expect(
            words.contains(
                "xlwm2m: x.lua:2: a script did not come back for 0.1 seconds after its limit of 0.05 seconds; the program "
                    + "ends, because nothing else is safe\n"), "\(words)")
    }

    @Test func hostFunctionsSeeThatTimeIsOver() throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 0, seconds: 0.05))
        try lua.register("outside") { (_) throws(LuaError) in
            while !lua.isOver {}
            return []
        }
        let error = #expect(throws: LuaError.self) {
            try lua.call(try lua.load(Array("return pcall(outside)".utf8), named: "x.lua"))
        }
        #expect(error?.code == .timeout && error?.message == "x.lua:1: stopped after 0.05 seconds")
        #expect(!lua.isOver)
    }
}
