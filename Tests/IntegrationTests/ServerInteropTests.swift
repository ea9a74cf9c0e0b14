import TestSupport
import Testing

/// The module and the server as their users run them, where one has to understand the other.
@Suite(.serialized) struct ServerInteropTests {
    private func start(_ arguments: [String]) throws -> (LiveProgram, UInt16) {
        let server = try LiveProgram(["server", "--port", "0"] + arguments)
        let line = try #require(server.line(from: "://127.0.0.1:"))
        return (server, try #require(UInt16(line.dropFirst("://127.0.0.1:".count).prefix { $0.isNumber })))
    }

    /// Both ends say so, also where the module's time runs fast.
    @Test(arguments: [[], ["--speed", "60"]]) func bothEndsSayThatAKeyIsWrong(_ options: [String]) throws {
        let (server, port) = try start(["--psk-identity", "me", "--psk", "aabb"])
        let uri = "coaps://127.0.0.1:\(port)"
        let module = try LiveProgram(
            ["run", "--server", uri, "--psk-identity", "me", "--psk", "aabbcc"] + options)
        #expect(
            module.wait(
                for: "127.0.0.1:\(port) does not accept this key (alert 51, decrypt_error); you gave 3 bytes",
                seconds: 15))
        #expect(server.wait(for: "it has another key for the identity 'me'"))
        module.kill()
        server.kill()
    }

    @Test func theServerBootstrapsAtAnyTime() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("bootstrap.txt")
        // The account of the server leads back to it, so that the port has to be known first.
        let (first, port) = try start([])
        first.kill()
        _ = first.exitCode()
        try folder.write(
            """
            delete /
            write /0/1 0=coap://127.0.0.1:\(port) 1=false 2=3 10=123
            write /1/1 0=123 1=300 6=true 7=U
            finish
            """, to: "bootstrap.txt")
        let server = try LiveProgram(["server", "--port", "\(port)", "--bootstrap", file])
        #expect(server.wait(for: "listening at"))
        let module = try LiveProgram(
            ["run", "--server", "coap://127.0.0.1:\(port)", "--bootstrap", "--endpoint", "dev"])
        #expect(server.wait(for: "! dev registered from"))
        for _ in 0..<2 {
            try server.send("bootstrap dev\n")
            #expect(server.wait(for: "! bootstrap of dev is done"))
            #expect(server.wait(for: "! dev registered from"))
        }
        module.kill()
        server.kill()
    }

    @Test func theServerOfTheOptionCreatesTheSingleInstanceOfAnObject() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.panel, to: "33020.xml")
        let objects = folder.path("o")
        try Program.run(["generate", "-o", objects, folder.path("33020.xml")])
        let (server, port) = try start(["--objects", folder.path("33020.xml")])
        let module = try LiveProgram(["run", objects, "--server", "coap://127.0.0.1:\(port)"])
        #expect(server.wait(for: "registered from"))
        try server.send("create /33020 1=5\n")
        #expect(server.wait(for: "2.01 Created /33020/0"))
        try server.send("write /33020/0/1 6; read /33020/0/1\n")
        #expect(server.wait(for: "/33020/0/1 value: 6 (Integer)"))
        module.kill()
        server.kill()
    }

    /// With the console's place taken by the host, what the module reports goes to standard error.
    @Test func aPortOnStandardInputTellsItsReasonsOnStandardError() throws {
        let (server, port) = try start([])
        let line = "exec \"$0\" run --at stdio --server coap://127.0.0.1:\(port) 2>&1 >/dev/null"
        let module = try LiveProgram(["-c", line, Program.path], program: "/bin/sh")
        #expect(module.wait(for: "! -> POST /rd?ep="))
        module.kill()
        server.kill()
    }

    @Test(arguments: [0, 253, 300]) func refusesANameThatNoOptionCarries(_ count: Int) throws {
        let run = try Program.run(["run", "--endpoint", String(repeating: "e", count: count), "--exec", "ls"])
        #expect(run.exitCode == 2)
        #expect(run.standardError.contains("option '--endpoint' takes a name of 1 to 252 bytes, not of \(count)"))
    }

    private static let panel = """
        <?xml version="1.0" encoding="UTF-8"?>
        <LWM2M><Object ObjectType="MODefinition"><Name>Panel</Name><Description1></Description1><ObjectID>33020</ObjectID>
        <ObjectURN>urn:oma:lwm2m:x:33020</ObjectURN><MultipleInstances>Single</MultipleInstances>
        <Mandatory>Optional</Mandatory><Resources><Item ID="1"><Name>value</Name><Operations>RW</Operations>
        <MultipleInstances>Single</MultipleInstances><Mandatory>Mandatory</Mandatory><Type>Integer</Type>
        <RangeEnumeration></RangeEnumeration><Units></Units><Description></Description></Item></Resources>
        <Description2></Description2></Object></LWM2M>
        """
}
