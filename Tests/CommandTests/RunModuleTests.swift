import Foundation
import TestSupport
import Testing

/// `xlwm2m run` as a module: boots, resets, identity, surroundings.
struct RunModuleTests {
    private func exec(_ commands: String, _ options: String...) throws -> [String] {
        try Program.run(["run", "--exec", commands] + options).standardOutput.split(separator: "\n").map(String.init)
    }

    @Test func bootsAtSpeed() throws {
        let started = Date()
        let lines = try exec("reset; read /1/10/0", "--speed", "100")
        #expect(
            lines == [
                "! +ULWM2MSTAT: 5,1", "! +ULWM2MSTAT: 5,2", "! restart: reset",
                "SARA-R510S-01B, profile 90: the module boots", "5.03 Service Unavailable: the module boots",
            ])
        // 5.5 seconds of the module.
        #expect(Date().timeIntervalSince(started) >= 0.055)
        let waited = try Program.run(
            ["run", "--speed", "100", "--exec", "reset", "--exec", "read /1/10/0", "--json"])
        #expect(waited.standardOutput.contains(#""value":721"#) && waited.exitCode == 0)
    }

    @Test func goesOffAndOn() throws {
        #expect(
            try exec("off; ls; boot; boot; read /1/10/0") == [
                "SARA-R510S-01B, profile 90: the module is off", "5.03 Service Unavailable: the module is off",
                "! +ULWM2MSTAT: 5,1", "! +ULWM2MSTAT: 5,2", "SARA-R510S-01B, profile 90: the LwM2M client runs",
                "SARA-R510S-01B, profile 90: the LwM2M client runs",
                "/1/10/0 Short Server ID: 721 (Integer)",
            ])
    }

    @Test func hasTheStateOfTheFactory() throws {
        let disabled = "the LwM2M client is disabled: AT+ULWM2M=0 and a reset enable it"
        #expect(try exec("ls", "--factory") == ["5.03 Service Unavailable: \(disabled)"])
        #expect(
            try exec("set client on; reset; ls /3300", "--factory").last
                == "4.04 Not Found: Object 3300 is not loaded")
        #expect(
            try exec("boot", "--factory", "--product", "SARA-R410M-02B")
                == ["SARA-R410M-02B, profile 0: the LwM2M client never starts under operator profile 0"])
    }

    /// The types whose client is for updates alone.
    @Test func servesNoObjectsOfYoursWithoutLua() throws {
        let folder = try TemporaryFolder()
        let lamp = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("objects/object_generic_sensor.lua"), encoding: .utf8)
        try folder.write(lamp, to: "mine/object_mine.lua")
        try folder.write(lamp, to: "flash/XLWM2M/object_mine.lua")
        let why =
            "SARA-R410M-02B-00 runs no Lua Objects of yours, its LwM2M client is for updates of the firmware alone: "
            + "take SARA-R410M-02B (SARA-R410M-02B-04, SARA-R410M-02B-03)"
        let run = try Program.run([
            "run", folder.path("mine"), "--flash", folder.path("flash"), "--product", "SARA-R410M-02B-00", "--exec",
            "boot", "--exec", "AT+CGMM", "--exec", "read /3/0/18; load \(folder.path("mine"))/object_mine.lua",
        ])
        #expect(run.standardError == "object_mine.lua, \(folder.path("mine")) not served: \(why)\n")
        #expect(
            run.standardOutput.split(separator: "\n").map(String.init) == [
                "SARA-R410M-02B-00, profile 100: the LwM2M client runs", "SARA-R410M-02B", "OK",
                "/3/0/18 Hardware Version: \"SARA-R410M-02B-00\" (String)",
                "\(folder.path("mine"))/object_mine.lua: \(why)",
            ])
        let test = try Program.run(["test", "--product", "SARA-R410M-02B-00", "objects"])
        #expect(test.exitCode == 2 && test.standardError.contains(why))
    }

    @Test func takesASIM() throws {
        #expect(
            try exec("sim; boot", "--sim", "test") == [
                "SIM 001010000000001, ICCID 8900101000000000016, number none",
                "SARA-R510S-01B, profile 90: production mode: the LwM2M client does not start with this SIM",
            ])
        #expect(
            try exec("sim; set msisdn 1", "--sim", "none").last
                == "4.04 Not Found: there is no SIM; sim insert puts one in")
        let json = try exec("sim 222100000000001", "--json")
        #expect(
            json[0].hasSuffix(
                #""sim":{"imsi":"222100000000001","iccid":"8999990000000000018","msisdn":"+15555550123"}}"#))
    }

    @Test func showsItsSurroundings() throws {
        let lines = try exec(
            "set rssi -101; set cell 7; set apn iot; set location 47.285,8.565; set clock 2024-05-31T12:00:00Z; "
                + "read /4/0/2; read /4/0/8; read /4/0/7; read /6/0/0; read /3/0/13",
            "--all-objects")
        #expect(lines[4] == "clock is 2024-05-31T12:00:00Z")
        #expect(lines[5] == "/4/0/2 Radio Signal Strength: -101 dBm (Integer)" || lines[5].contains(": -101"))
        #expect(lines[6].contains(": 7 ") && lines[7].contains("\"iot\"") && lines[8].contains("47.285"))
        #expect(lines[9].contains("(2024-05-31T12:00:0"))
        #expect(
            try exec("set location 1,2", "--profile", "90") == ["4.04 Not Found: Object 6 is not loaded"])
    }

    @Test func saysWhoHasNoAccount() throws {
        #expect(
            try exec("as 123; read /3/0/0; as 721; read /3/0/0") == [
                "asking as server 123, which has no account here (721)",
                "4.01 Unauthorized: server 123 has no right to read /3/0", "asking as server 721",
                "/3/0/0 Manufacturer: \"u-blox\" (String)",
            ])
    }

    @Test func savesAsTheProductDoes() throws {
        let write = "write /1/1/1 180; reset power; read /1/1/1"
        func last(_ product: String, _ commands: String, _ options: String...) throws -> String? {
            let arguments = ["run", "--product", product, "--profile", "100", "--exec", commands] + options
            return try Program.run(arguments).standardOutput.split(separator: "\n").last.map(String.init)
        }
        #expect(try last("SARA-R410M-02B", write) == "/1/1/1 Lifetime: 86400 (Integer)")
        #expect(try last("SARA-R410M-02B", write, "--commit", "always") == "/1/1/1 Lifetime: 180 (Integer)")
        #expect(
            try last("SARA-R410M-02B", "save")
                == "4.05 Method Not Allowed: SARA-R410M-02B does not take AT+ULWM2MWRITE=\"\"")
        let folder = try TemporaryFolder()
        #expect(
            try last("SARA-R510S-01B", "save", "--flash", folder.path("flash")) == "all changes are saved")
        #expect(
            try last("SARA-R510S-01B", "save")
                == "all changes are saved as long as the program runs: --flash DIR keeps them")
    }
}
