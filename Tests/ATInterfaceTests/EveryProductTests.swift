import Emulator
import LwM2M
import Products
import TestSupport
import Testing

/// What the application note says of the module, on every product that it is said of.
///
/// - Source: UBX-18068860 R09, the section that stands at each test.
@Suite struct EveryProductTests {
    /// The products whose hosts reach Objects.
    static let withObjects = Product.all.filter(\.supportsLua).map(\.name)
    static let r5 = Product.all.filter(\.group.isR5).map(\.name)
    static let r41 = Product.all.filter { $0.group == .r41Version02B || $0.group == .r41VersionX3B }.map(\.name)

    /// A line without echo whose errors have words.
    static func line(_ name: String, profile: Int, isOnline: Bool = false) throws -> Line {
        let line = try Line(try #require(Product.named(name)), profile: profile, isOnline: isOnline)
        quieten(line)
        return line
    }

    /// Takes away what the module says by itself, and has it say no more of that than it must.
    static func quieten(_ line: Line) { _ = line.ask("ATE0;+CMEE=2") }

    /// A reset, and so many seconds.
    static func reset(_ line: Line, wait seconds: Double = 40) {
        _ = line.ask(line.module.product.group.isR41 ? "AT+CFUN=15" : "AT+CFUN=16")
        _ = line.wait(seconds)
        quieten(line)
    }

    /// Another profile, as §3.3 wants it, and so many seconds.
    static func change(_ line: Line, to profile: Int, wait seconds: Double = 40) {
        _ = line.ask("AT+CFUN=4")
        #expect(line.ask("AT+UMNOPROF=\(profile)") == ["OK"])
        reset(line, wait: seconds)
    }

    static func record(_ id: String, _ key: String, _ value: String) -> String {
        #"{\"n\":\"\#(id)\",\"\#(key)\":\#(value)}"#
    }

    static func write(_ path: String, _ records: String...) -> String {
        #"AT+ULWM2MWRITE="{\"bn\":\"\#(path)\",\"e\":[\#(records.joined(separator: ","))]}""#
    }

    static func server(on line: Line) -> String {
        "/1/\(line.module.product.uFOTAServerInstance.number(profile: line.module.profile))"
    }

    // MARK: - §3.1, table 5

    static let profiles = [2, 3, 90, 100]

    /// The suggested waits are enough, counted from the reset.
    @Test(arguments: withObjects) func isReadyAfterTheSuggestedWait(_ name: String) throws {
        let product = try #require(Product.named(name))
        for profile in Self.profiles where MNOProfile.numbered(profile)?.start(on: product) != .never {
            let line = try Self.line(name, profile: profile == 100 ? 101 : 100)
            // The profiles that leave the client off are told in time.
            Self.change(line, to: profile)
            #expect(line.ask("AT+ULWM2M=0") == ["OK"])
            _ = line.ask("AT+ULWM2M=2")
            _ = line.wait(5)
            Self.reset(line, wait: product.group.isR5 && profile == 3 ? 20 : 10)
            #expect(line.ask("AT+ULWM2MLIST=\"/3\"") == ["+ULWM2MLIST: \"/3/0\"", "OK"], "profile \(profile)")
        }
    }

    // MARK: - §4.1, §3.7: what resets +ULWM2MCONFIG

    @Test(arguments: withObjects) func resetsTheConfigurationOfServersWhereTheNoteSaysSo(_ name: String) throws {
        let line = try Self.line(name, profile: 100)
        let group = line.module.product.group
        let factory = line.ask("AT+ULWM2MCONFIG?")
        func isKept(_ act: () -> Void) -> Bool {
            #expect(line.ask("AT+ULWM2MCONFIG=123,1,1,1,0") == ["OK"])
            act()
            let rows = line.ask("AT+ULWM2MCONFIG?")
            let isKept = rows.contains { $0.hasPrefix("+ULWM2MCONFIG: 123,1,1,1,0") }
            #expect(isKept || rows == factory, "\(rows)")
            return isKept
        }
        #expect(isKept { Self.reset(line) })
        let restored = isKept {
            _ = line.ask("AT+ULWM2M=2")
            _ = line.wait(5)
            Self.reset(line)
        }
        #expect(restored == (group.isR41 || group.isR5))
        #expect(isKept { Self.change(line, to: 100) } == (group.isR41 || group.isR5), "the same profile again")
        let back = isKept {
            Self.change(line, to: 0)
            Self.change(line, to: 100)
        }
        #expect(back == group.isR5, "another profile and back")
        guard group.isR5 else { return }
        // SARA-R5 keeps a set of its own for AT&T, and none of them is lost.
        let apart = isKept {
            Self.change(line, to: 2)
            #expect(!line.ask("AT+ULWM2MCONFIG?").contains { $0.hasPrefix("+ULWM2MCONFIG: 123") })
            Self.change(line, to: 100)
        }
        #expect(apart)
    }

    // MARK: - §3.7, appendix E

    /// The lines that the note prints for SARA-R5 are taken on every type of it, whatever the number of their fields.
    @Test(arguments: r5) func takesTheLinesOfTheNote(_ name: String) throws {
        for profile in [3, 5] {
            let line = try Self.line(name, profile: profile)
            #expect(line.ask("AT+ULWM2MCONFIG=721,0,1,3,1,0,0,0,0,0,0") == ["OK"])
            #expect(line.ask("AT+ULWM2MCONFIG?").contains { $0.hasPrefix("+ULWM2MCONFIG: 721,0,1,3,1,0,0,0,0,0") })
        }
        let line = try Self.line(name, profile: 2)
        for row in [
            "0,0,3,1,0,0,0,0,40,0,0,1", "1,1,3,1,0,1,1,0,40,0,0,1", "3,1,3,1,0,1,1,0,40,0,0,1",
            "721,0,3,255,1,0,0,0,40,0,0,1",
        ] {
            #expect(line.ask("AT+ULWM2MCONFIG=\(row)") == ["OK"], "\(row)")
        }
        // What stands in the note with a field too many.
        #expect(line.ask("AT+ULWM2MCONFIG=721,0,3,255,1,0,0, ,0,40,0,0,1") == ["+CME ERROR: operation not supported"])
    }

    // MARK: - §4.3.1

    @Test(arguments: r41) func waitsForItsHostWhereItBootsInAirplaneMode(_ name: String) throws {
        for profile in [100, 2] {
            let line = try Self.line(name, profile: profile, isOnline: profile == 100)
            _ = line.ask("AT+CFUN=4")
            _ = line.ask("AT+ULWM2M=2")
            _ = line.wait(5)
            Self.reset(line)
            _ = line.ask("AT+CFUN=1;+ULWM2MSTAT=1")
            _ = line.wait(300)
            #expect(line.ask("AT+CFUN?") == ["+CFUN: 1", "OK"])
            guard profile == 100 else { continue }
            #expect(line.ask("AT+ULWM2MREG?") == ["+ULWM2MREG: 721,0", "OK"])
            _ = line.ask("AT+ULWM2MREG=0")
            let registered = line.module.product.status.numbering.registered
            let came = line.wait(10).map(\.line)
            #expect(came.contains("+ULWM2MSTAT: 1,721,\(registered)"), "\(came)")
        }
    }

    // MARK: - §4.6

    /// What the host says of itself stands in Object 10241, from the factory on, else in Portfolio, which the note's own
    /// example (§4.5) shows without values of the factory.
    @Test(arguments: withObjects, [2, 198, 206]) func showsTheHostInItsObject(_ name: String, _ profile: Int) throws {
        let line = try Self.line(name, profile: profile)
        let objects = line.module.product.objects(under: profile).map(\.id)
        let path = objects.contains(10241) ? "/10241/0" : objects.contains(16) ? "/16/0/0" : nil
        let factory = objects.contains(10241) ? ["HMAN0", "HMOD0", "HSW0", "HUID0"] : []
        func expect(_ texts: [String]) {
            #expect(line.ask("AT+ODIS?").last == "OK")
            guard let path else { return }
            let answer = line.ask("AT+ULWM2MREAD=\"\(path)\"").first ?? ""
            let shown = answer.components(separatedBy: "\"sv\":\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
            #expect(shown.sorted() == texts, "\(answer)")
        }
        #expect(line.ask("AT+ODIS?") == [#"+ODIS: "HMAN0","HMOD0","HSW0""#, "OK"])
        expect(factory)
        #expect(line.ask(#"AT+ODIS="a","b","c","d""#) == ["OK"])
        expect(["a", "b", "c", "d"])
        Self.reset(line)
        #expect(line.ask("AT+ODIS?") == [#"+ODIS: "b","c","d""#, "OK"])
        expect(["a", "b", "c", "d"])
        _ = line.ask("AT+ULWM2M=2")
        _ = line.wait(5)
        Self.reset(line)
        expect(factory)
    }

    // MARK: - §2.1, §3.5.1

    /// The access point of AT&T is in `+CGDCONT` and `/11/0`; one that Object 11 disables is not activated.
    @Test(arguments: withObjects, [2, 198, 206]) func keepsToTheAccessPointsOfATT(_ name: String, _ profile: Int) throws
    {
        let line = try Self.line(name, profile: profile)
        let product = line.module.product
        let apn = profile == 206 ? "attiotfirstnet.fn" : "attm2mglobal"
        let row = try #require(line.ask("AT+CGDCONT?").first { $0.contains("\"\(apn)\"") })
        #expect(row.hasPrefix("+CGDCONT: 2,"))
        guard product.objects.contains(where: { $0.id == 11 }) else { return }
        #expect(line.ask("AT+ULWM2MREAD=\"/11/0/1\"").first?.contains("\"sv\":\"\(apn)\"") == true)
        #expect(line.ask("AT+CGACT=1,2") == ["OK"])
        #expect(line.ask(Self.write("/11/0", Self.record("3", "bv", "false"))) == ["OK"])
        #expect(line.ask("AT+CGACT=1,2") == ["+CME ERROR: operation not allowed"])
        if product.group.isR5 {
            #expect(line.ask("AT+UPSD=0,100,2") == ["OK"])
            #expect(line.ask("AT+UPSDA=0,3") == ["+CME ERROR: operation not allowed"])
        }
        #expect(line.ask(Self.write("/11/0", Self.record("3", "bv", "true"))) == ["OK"])
        #expect(line.ask("AT+CGACT=1,2") == ["OK"])
        // The context of the attach, where Object 11 shows it.
        guard product.contextMirroring.includes(profile: profile) else { return }
        #expect(line.ask("AT+CGDCONT=1,\"IP\",\"mine\"") == ["OK"])
        #expect(line.ask(Self.write("/11/1", Self.record("3", "bv", "false"))) == ["OK"])
        _ = line.ask("AT+COPS=2")
        _ = line.ask("AT+COPS=0")
        _ = line.wait(5)
        let isEarly = product.group == .r5Version00B00
        #expect(line.ask("AT+CGATT?") == ["+CGATT: \(isEarly ? 0 : 1)", "OK"])
        #expect((line.ask("AT+CGCONTRDP=1").first?.contains("\"\(apn)\"") == true) == !isEarly)
    }

    /// The contexts of Verizon are there, and a host may only add to them.
    @Test(arguments: Product.all.map(\.name)) func keepsTheContextsOfVerizon(_ name: String) throws {
        let line = try Self.line(name, profile: 3)
        let contexts = line.ask("AT+CGDCONT?")
        #expect(contexts.count == 8 && contexts[1].hasPrefix("+CGDCONT: 2,\"IPV4V6\",\"VZWADMIN\""), "\(contexts)")
        for context in 1...7 {
            for command in ["AT+CGDCONT=\(context)", "AT+CGDCONT=\(context),\"IP\",\"mine\""] {
                #expect(line.ask(command) == ["+CME ERROR: operation not allowed"], "\(command)")
            }
        }
        #expect(line.ask("AT+CGDCONT?") == contexts)
        #expect(line.ask("AT+CGDCONT=8,\"IP\",\"mine\"") == ["OK"])
        #expect(line.ask("AT+CGDCONT=8") == ["OK"])
        #expect(line.ask("AT+CGDCONT?") == contexts)
    }

    // MARK: - §3.6

    /// The connection rests so long after the last message, and not after 30 s, once a server has asked for something.
    @Test(arguments: withObjects, [100, 3]) func tearsTheConnectionDown(_ name: String, _ profile: Int) throws {
        let line = try Self.line(name, profile: profile, isOnline: true)
        let product = line.module.product
        guard product.status.events.contains(6) else { return }
        let (security, server) = (
            [
                Self.record("0", "sv", #"\"coap://127.0.0.1:5683\""#), Self.record("1", "bv", "false"),
                Self.record("2", "v", "3"), Self.record("10", "v", "123"),
            ],
            [
                Self.record("0", "v", "123"), Self.record("1", "v", "86400"), Self.record("7", "sv", #"\"UQ\""#),
            ]
        )
        for (path, records) in [("/0/5", security), ("/1/5", server)] {
            let content = #"{\"bn\":\"\#(path)\",\"e\":[\#(records.joined(separator: ","))]}"#
            #expect(line.ask("AT+ULWM2MCREATE=\"\(content)\",123") == ["OK"])
        }
        #expect(line.ask("AT+ULWM2MSTAT=1,4;+ULWM2MCONFIG=123,0,1,1,0") == ["OK"])
        Self.reset(line, wait: 20)
        var answer = "nothing"
        try #require(line.network).server.send(.read(Path(1, 5, 0)), to: ChainTests.endpoint) {
            answer = $0.description
        }
        let events = line.wait(200)
        #expect(answer.hasPrefix("2.05"), "\(answer)")
        let isShort = profile == 3 && (product.group.isR5 || product.group == .r422Version01B)
        let end = try #require(events.first { $0.line.hasPrefix("+ULWM2MSTAT: 6,123,") }, "\(events)")
        #expect(abs(end.after - (isShort ? 60 : 90)) < 1, "\(events)")
    }

    // MARK: - Object 1

    static let noValues = [
        record("7", "sv", #"\"X\""#), record("7", "sv", #"\"UQSQ\""#), record("7", "sv", #"\"\""#),
        record("1", "v", "0"),
        record("1", "v", "-1"), record("1", "v", "0.5"), record("1", "v", "180") + "," + record("7", "sv", #"\"X\""#),
    ]

    /// A Binding or a Lifetime that is none is refused, and nothing of the line is kept.
    ///
    /// - Source: LwM2M 1.0.1 §5.3.1.1, appendix E.2.
    @Test(arguments: withObjects) func refusesABindingThatIsNone(_ name: String) throws {
        let line = try Self.line(name, profile: 100)
        let path = Self.server(on: line)
        let before = line.ask("AT+ULWM2MREAD=\"\(path)\"")
        #expect(before.last == "OK")
        for records in Self.noValues {
            let command = Self.write(path, records)
            #expect(line.ask(command) == ["+CME ERROR: operation not supported"], "\(command)")
            let create =
                #"AT+ULWM2MCREATE="{\"bn\":\"/1/5\",\"e\":[\#(Self.record("0", "v", "123")),\#(records)]}",123"#
            #expect(line.ask(create) == ["+CME ERROR: operation not supported"], "\(create)")
        }
        #expect(line.ask("AT+ULWM2MREAD=\"\(path)\"") == before)
        #expect(line.ask("AT+ULWM2MLIST=\"/1\"") == ["+ULWM2MLIST: \"\(path)\"", "OK"])
        let right = Self.write(path, Self.record("1", "v", "1"), Self.record("7", "sv", #"\"UQ\""#))
        #expect(line.ask(right) == ["OK"])
    }
}
