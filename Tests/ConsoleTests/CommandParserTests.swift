import Console
import LwM2M
import Products
import Randomness
import Storage
import Testing

struct CommandParserTests {
    struct Good: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let commands: [ConsoleCommand]
        init(_ line: String, _ commands: ConsoleCommand...) { (testDescription, self.commands) = (line, commands) }
    }

    static let good: [Good] = [
        Good(""),
        Good("  ; ;  # nothing"),
        Good("ls", .list(.root)),
        Good("ls /3300/0", .list(Path(3300, 0))),
        Good("read 3300/0/5700/", .object(.read(Path(3300, 0, 5700)))),
        Good("write /3300/0/5700 21.5", .object(.write(Path(3300, 0, 5700), Word("21.5", column: 20)))),
        Good(
            "write /3300/0/5750 \"a ; b\"; quit", .object(.write(Path(3300, 0, 5750), Word("\"a ; b\"", column: 20))),
            .quit),
        Good("write /3/0/11 {0 = 1, 1=2}", .object(.write(Path(3, 0, 11), Word("{0 = 1, 1=2}", column: 15)))),
        Good(
            "write /3300/0 5700=21.5 2/123=15",
            .object(
                .writeInstance(
                    Path(3300, 0),
                    [
                        Assignment(resource: 5700, value: Word("21.5", column: 20)),
                        Assignment(resource: 2, resourceInstance: 123, value: Word("15", column: 31)),
                    ]))),
        Good("exec /3300/0/5605", .object(.execute(Path(3300, 0, 5605), arguments: ""))),
        Good("exec /3/0/4 0='a b',1", .object(.execute(Path(3, 0, 4), arguments: "0='a b',1"))),
        Good("execute /3/0/4 \"0='a b'\"", .object(.execute(Path(3, 0, 4), arguments: "0='a b'"))),
        Good("create /3300", .object(.create(Path(3300), []))),
        Good(
            "create /3300/1 5750='App type'",
            .object(.create(Path(3300, 1), [Assignment(resource: 5750, value: Word("'App type'", column: 21))]))),
        Good("delete /3300/0 # gone", .object(.delete(Path(3300, 0)))),
        Good("discover /3300", .object(.discover(Path(3300)))),
        Good("load 'my file.lua'", .load(file: "my file.lua")),
        Good("reload;events", .reload, .events),
        Good("as 123; as at; as bootstrap", .become(.server(123)), .become(.host), .become(.bootstrap)),
        Good("products; profile", .products, .profile(nil)),
        Good("profile 3", .profile(MNOProfile.numbered(3))),
        Good("set imei 123456789012345", .set(.imei("123456789012345"))),
        Good("set msisdn '+49 1'; set carrier 28", .set(.msisdn("+49 1")), .set(.carrier(28))),
        Good(
            "set client off; set location 47.285,-8.5,430", .set(.client(false)),
            .set(.location(latitude: 47.285, longitude: -8.5, altitude: 430))),
        Good("set clock 2024-05-31T12:00:00Z", .set(.clock(1_717_156_800))),
        Good("sim; sim remove; sim test", .sim(.show), .sim(.remove), .sim(.insert(.test))),
        Good(
            "sim 222100000000001",
            .sim(
                .insert(
                    SIMCard(
                        imsi: "222100000000001", iccid: SIMCard.default.iccid, msisdn: SIMCard.default.msisdn)))),
        Good("boot; off; save", .boot, .off, .save),
        Good("reset; reset client; reset power", .reset(.command), .reset(.client), .reset(.power)),
        Good("files; files LWM2M", .files(nil), .files(.client)),
        Good("help; help write; ?", .help(verb: nil), .help(verb: "write"), .help(verb: nil)),
        Good("ls\nquit\r\n", .list(.root), .quit),
    ]

    @Test(arguments: good) func reads(_ line: Good) {
        #expect(Verb.parse(line.testDescription).map(\.command) == line.commands.map { .success($0) })
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription, error: String
        init(_ line: String, _ error: String) { (testDescription, self.error) = (line, error) }
    }

    static let bad: [Bad] = [
        Bad("raed /3300", "column 1: unknown command 'raed'; did you mean 'read'? help lists all"),
        Bad("frobnicate", "column 1: unknown command 'frobnicate'; help lists all"),
        Bad("read", "column 5: read needs more: read PATH"),
        Bad("read /3300 /3", "column 12: unexpected argument '/3': read PATH"),
        Bad("read /3300/x", "column 6: '/3300/x' is not a path: an id is a decimal number, 0 to 65535"),
        Bad("read /1/2/3/4/5", "column 6: '/1/2/3/4/5' is not a path: it has more than four levels"),
        Bad("read //", "column 6: '//' is not a path: a level is empty"),
        Bad("write /3300/0/5700", "column 19: the value is missing: write PATH VALUE"),
        Bad("write /3300/0/5750 a b", "column 22: a value with blanks goes in quotes: write PATH VALUE"),
        Bad("write /3300/0 5700", "column 15: '5700' is not RES=VALUE, as in 5700=21.5"),
        Bad("create /3300 x=1", "column 14: 'x' is not a resource id, 0 to 65535, as in 5700=21.5"),
        Bad("create /3300 70000=1", "column 14: '70000' is not a resource id, 0 to 65535, as in 5700=21.5"),
        Bad("write /1/0/1 \"open", "column 14: the quote \" is not closed"),
        Bad("write /1/0/1 don't", "column 17: the quote ' is not closed"),
        Bad("write /1/0/1 {0=1", "column 14: the brace is not closed; a text with braces goes in quotes"),
        Bad("as 0", "column 4: '0' is not a Short Server ID (1 to 65534), at or bootstrap"),
        Bad("as 65535", "column 4: '65535' is not a Short Server ID (1 to 65534), at or bootstrap"),
        Bad("as nobody", "column 4: 'nobody' is not a Short Server ID (1 to 65534), at or bootstrap"),
        Bad("products SARA", "column 10: unexpected argument 'SARA': products"),
        Bad("profile 3 4", "column 11: unexpected argument '4': profile [N]"),
        Bad(
            "profile 77",
            "column 9: unknown operator profile '77'; there are "
                + MNOProfile.all.map { "\($0.number)" }.joined(separator: ", ")),
        Bad("set", "column 4: set needs more: set NAME VALUE"),
        Bad("set imei", "column 9: set needs more: set NAME VALUE"),
        Bad("set imei 123", "column 10: '123' is not an IMEI: it has 15 digits"),
        Bad("set imei 12345678901234é", "column 10: '12345678901234é' is not an IMEI: it has 15 digits"),
        Bad("set carrier AT&T", "column 13: 'AT&T' is not a carrier id, 0 to 65535"),
        Bad("set carrier 65536", "column 13: '65536' is not a carrier id, 0 to 65535"),
        Bad(
            "set iccid 1",
            "column 5: 'iccid' cannot be set; there are imei, msisdn, carrier, client, location, clock, bearer, rssi, "
                + "quality, cell, mnc, mcc, ip, router, apn"),
        Bad("set client maybe", "column 12: the client is on or off, not 'maybe'"),
        Bad(
            "set location 91,0",
            "column 14: '91,0' is not a location: LATITUDE,LONGITUDE or LATITUDE,LONGITUDE,ALTITUDE in degrees and metres, "
                + "as 47.285,8.565"),
        Bad(
            "set rssi loud",
            "column 10: 'loud' does not fit the type Integer: a whole number from \(Int64.min) to \(Int64.max)"),
        Bad("sim 12", "column 5: '12' is neither an IMSI of 15 digits nor insert, remove or test"),
        Bad("reset command", "column 7: 'command' cannot be reset; there are client, factory, power"),
        Bad("set msisdn 1 2", "column 14: unexpected argument '2': set NAME VALUE"),
        Bad(
            "files lwm2m",
            "column 7: unknown tag 'lwm2m'; there are " + FlashTag.all.map(\.name).joined(separator: ", ")),
        Bad("files USER x", "column 12: unexpected argument 'x': files [TAG]"),
        Bad("quit now", "column 6: unexpected argument 'now': quit"),
    ]

    @Test(arguments: bad) func refuses(_ line: Bad) {
        let parsed = Verb.parse(line.testDescription)
        #expect(parsed.count == 1)
        #expect(throws: ConsoleError.self) { try parsed[0].command.get() }
        if case .failure(let error)? = parsed.first?.command { #expect("\(error)" == line.error) }
    }

    @Test func readsWhatIsLeftAfterABadCommand() {
        let parsed = Verb.parse("read; ls")
        #expect(parsed.count == 2)
        #expect(parsed[1].command == .success(.list(.root)))
    }

    @Test func neverTraps() {
        var random = SeededSequence(seed: 1)
        let alphabet = Array("read write /3300 {}\"';=,#\\ \t\n5é")
        for _ in 0..<5000 {
            let count = Int.random(in: 0...24, using: &random)
            let line = String((0..<count).map { _ in alphabet.randomElement(using: &random)! })
            for parsed in Verb.parse(line) {
                if case .success(.object(.write(_, let word))) = parsed.command {
                    _ = try? ValueText.instances(word, as: .integer)
                    _ = try? ValueText.value(word, as: .string)
                }
            }
        }
    }
}
