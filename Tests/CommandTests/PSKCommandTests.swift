import Foundation
import TestSupport
import Testing

struct PSKCommandTests {
    @Test func showsOneKeyInTheWordsOfEveryProgram() throws {
        let run = try Program.run(["psk", "--psk-identity", "352753095787618", "--psk", "b64:q83v"])
        #expect(run.exitCode == 0 && run.standardError.isEmpty)
        try expectGolden(run.standardOutput, "Tests/CommandTests/Goldens/psk.txt")
    }

    @Test func printsIt() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("hex:0102\n", to: "key")
        let run = try Program.run([
            "psk", "--psk-identity", "it's me", "--psk", "file:\(path)", "--json", "--ssid", "7", "--instance", "0",
            "coaps://[::1]:5685",
        ])
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
        #expect(json["identity"] as? String == "it's me" && json["keyHex"] as? String == "0102")
        #expect(json["keyBase64"] as? String == "AQI=" && json["keyBytes"] as? Int == 2)
        #expect(json["leshan"] as? String == "leshan-client-demo -u [::1]:5685 -i 'it'\\''s me' -p 0102")
        let at = try #require(json["at"] as? [String])
        #expect(
            at[0]
                == #"AT+ULWM2MCREATE="{\"bn\":\"/0/0/\",\"e\":[{\"n\":\"0\",\"sv\":\"coaps://[::1]:5685\"},"#
                + #"{\"n\":\"1\",\"bv\":false},{\"n\":\"2\",\"v\":0},{\"n\":\"3\",\"sv\":\"aXQncyBtZQ==\"},"#
                + #"{\"n\":\"5\",\"sv\":\"AQI=\"},{\"n\":\"10\",\"v\":7}]}",7"#)
    }

    @Test func makesARandomKey() throws {
        func key(_ arguments: String...) throws -> String {
            let run = try Program.run(["psk", "--psk-identity", "x", "--json"] + arguments)
            let json = try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any]
            return json?["keyHex"] as? String ?? ""
        }
        let keys = try [key(), key(), key("--bytes", "64")]
        #expect(keys.map(\.count) == [32, 32, 128] && Set(keys).count == 3)
    }

    @Test func leavesOutWhatABinaryIdentityCannotBe() throws {
        let run = try Program.run(["psk", "--psk-identity", "hex:ff01", "--psk", "00"])
        #expect(run.exitCode == 0 && run.standardOutput.contains("identity  hex:ff01  (2 bytes)\n"))
        #expect(run.standardOutput.components(separatedBy: "not possible: the identity is not text").count == 3)
    }

    static let refusals: [([String], Int32, String)] = [
        ([], 2, "name the client with --psk-identity ID\n"),
        (
            ["--psk-identity", "x", "--psk", "secret"], 2,
            "option '--psk': the key is not hexadecimal: write 'str:' in front of plain text, 'b64:' in front of base64\n"
        ),
        (
            ["--psk-identity", "x", "--psk", "aa", "--bytes", "8"], 2,
            "--bytes is about a random key; leave --psk out\n"
        ),
        (
            ["--psk-identity", "x", "coap://127.0.0.1"], 2,
            "'coap://127.0.0.1' is no URI of a server with DTLS: write coaps://HOST:PORT\n"
        ),
        (
            ["--psk-identity", "file:/nowhere/id"], 3,
            "option '--psk-identity': /nowhere/id: cannot read: No such file or directory\n"
        ),
    ]
    @Test(arguments: refusals) func refuses(_ arguments: [String], _ code: Int32, _ message: String) throws {
        let run = try Program.run(["psk"] + arguments)
        #expect(run.exitCode == code && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m psk: \(message)"), "\(run.standardError)")
    }
}
