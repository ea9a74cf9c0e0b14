import Foundation
import TestSupport
import Testing

/// Hosts that leave, and programs that end, in the middle of something.
@Suite(.serialized) struct HostLeavingTests {
    private static func port(_ options: [String]) throws -> (LiveProgram, UInt16) {
        let program = try LiveProgram(["run", "--at", "tcp:0"] + options)
        let line = try #require(program.line(from: "AT port "))
        return (program, try #require(line.split(separator: ":").last.flatMap { UInt16($0) }))
    }

    @Test(arguments: [[], ["--shape", "9600,latency=10ms"]])
    func anotherHostFindsThePortAsItWas(_ options: [String]) throws {
        let (program, port) = try Self.port(options)
        defer { program.end() }
        for _ in 0..<5 {
            let host = try SerialPort(tcp: port)
            // The answers are longer than what the host waits for.
            for _ in 0..<20 { host.type("AT+ULWM2MLIST=\"/\"") }
            #expect(host.line()?.hasPrefix("AT+ULWM2MLIST") == true)
        }
        #expect(try SerialPort(tcp: port).ask("AT+CGMM") == ["AT+CGMM", "SARA-R510S", "OK"])
    }

    @Test func theProgramEndsBeforeItsHost() throws {
        let (program, port) = try Self.port([])
        let host = try SerialPort(tcp: port)
        #expect(host.ask("AT") == ["AT", "OK"])
        program.end()
        #expect(program.exitCode() == 0)
        #expect(host.line() == nil)
    }
}
