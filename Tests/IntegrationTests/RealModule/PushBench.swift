import Foundation
import TestSupport
import Testing

/// An emulated module with a flash on disk, and a host that pushes to it: the power of either may go at any time.
final class PushBench {
    let folder: TemporaryFolder
    let product: String
    private let options: [String]
    private(set) var module: LiveProgram
    private(set) var port: UInt16

    static let speed = "20"
    /// What replaces it differs in a comment only.
    static let name = "object_relay.lua"
    static let object = "26241"
    static let new: String = {
        let url = Corpus.checkout.appendingPathComponent("objects/examples/object_relay.lua")
        return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    }()
    static let older = new + "-- the older one\n"

    /// A module that has booted.
    init(_ product: String, options: [String] = []) throws {
        folder = try TemporaryFolder()
        (self.product, self.options) = (product, options)
        try folder.write(Self.new, to: "new/\(Self.name)")
        try folder.write(Self.older, to: "older/\(Self.name)")
        (module, port) = try Self.start(product, options, folder)
    }

    deinit { module.kill() }

    private static func start(
        _ product: String, _ options: [String], _ folder: TemporaryFolder
    ) throws -> (LiveProgram, UInt16) {
        let module = try LiveProgram(
            ["run", "--product", product, "--at", "tcp:0", "--flash", folder.path("flash"), "--speed", speed]
                + options)
        let line = try #require(module.line(from: "AT port "))
        return (module, try #require(line.split(separator: ":").last.flatMap { UInt16($0) }))
    }

    /// Takes the module's power away and gives it back.
    func cutPower() throws {
        module.kill()
        _ = module.exitCode()
        (module, port) = try Self.start(product, options, folder)
    }

    /// Arguments of a push, or of another command on the module, at a port.
    func arguments(_ words: [String], at port: UInt16? = nil) -> [String] {
        ["module", words[0], "--port", "tcp:\(port ?? self.port)", "--speed", Self.speed] + words.dropFirst()
    }

    var environment: [String: String] { ["XDG_STATE_HOME": folder.path("state")] }

    /// Runs a command on the module.
    @discardableResult
    func run(_ words: String...) throws -> Program {
        try Program.run(arguments(words), environment: environment)
    }

    /// A command that begins when it gets a line: who is to kill it knows it before.
    func waitingHost(_ arguments: [String]) throws -> LiveProgram {
        try LiveProgram(
            ["-c", "read go; exec \"$@\"", "sh", Program.path] + arguments, program: "/bin/sh",
            environment: environment)
    }

    /// Whether the client runs within the time that it needs after a boot.
    func clientRuns() throws -> Bool {
        let host = try SerialPort(tcp: port)
        // What is typed while it boots is lost.
        for _ in 0..<40 {
            host.type("AT+ULWM2MLIST=\"/3\"")
            if host.line(from: "+ULWM2MLIST: ", seconds: 1) != nil { return true }
        }
        return false
    }

    /// The content of the Object's file on the disk of the module; nil if it is not there.
    var stored: String? { try? folder.read("flash/XLWM2M/\(Self.name)") }

    /// The files with the tag USER.
    var staged: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path("flash/USER"))) ?? []).sorted()
    }

    /// Whether a push waits for its recovery.
    var hasJournal: Bool {
        let push = folder.path("state/xlwm2m/push")
        return ((try? FileManager.default.contentsOfDirectory(atPath: push)) ?? []).contains { imei in
            FileManager.default.fileExists(atPath: "\(push)/\(imei)/journal")
        }
    }
}
