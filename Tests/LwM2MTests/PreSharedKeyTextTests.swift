import LwM2M
import Testing

struct PreSharedKeyTextTests {
    struct Spelling: Sendable, CustomTestStringConvertible {
        let text: String
        let part: CredentialPart
        let bytes: [UInt8]
        var testDescription: String { "\(part) \(text)" }
    }
    static let spellings = [
        Spelling(text: "hex:abcDEF", part: .key, bytes: [0xAB, 0xCD, 0xEF]),
        Spelling(text: "hex:ab cd:ef-01", part: .key, bytes: [0xAB, 0xCD, 0xEF, 1]),
        Spelling(text: "b64:q83v", part: .key, bytes: [0xAB, 0xCD, 0xEF]),
        Spelling(text: "b64:q80=", part: .key, bytes: [0xAB, 0xCD]),
        Spelling(text: "b64:q80", part: .key, bytes: [0xAB, 0xCD]),
        Spelling(text: "str:q83v", part: .key, bytes: Array("q83v".utf8)),
        Spelling(text: "str: é", part: .key, bytes: [0x20, 0xC3, 0xA9]),
        Spelling(text: "abcdef", part: .key, bytes: [0xAB, 0xCD, 0xEF]),
        Spelling(text: "abcdef", part: .identity, bytes: Array("abcdef".utf8)),
        Spelling(text: "urn:imei:352753095787618", part: .identity, bytes: Array("urn:imei:352753095787618".utf8)),
        Spelling(text: "hex:41", part: .identity, bytes: [0x41]),
        Spelling(text: "b64:MzUyNzUzMDk1Nzg3NjE4", part: .identity, bytes: Array("352753095787618".utf8)),
    ]
    @Test(arguments: spellings) func reads(_ spelling: Spelling) throws {
        #expect(try PreSharedKeyText(parsing: spelling.text, as: spelling.part) == .bytes(spelling.bytes))
        #expect(
            try PreSharedKeyText.bytes(ofFile: Array((spelling.text + "\r\n").utf8), as: spelling.part)
                == spelling.bytes)
    }

    @Test func leavesFilesToItsCaller() throws {
        #expect(try PreSharedKeyText(parsing: "file:/etc/key", as: .key) == .file("/etc/key"))
        let random: [UInt8] = [0, 0xFF, 0x0A, 7]
        #expect(try PreSharedKeyText.bytes(ofFile: random, as: .key) == random)
        #expect(try PreSharedKeyText.bytes(ofFile: [0x80, 0x81, 0x0A], as: .key) == [0x80, 0x81, 0x0A])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        var part = CredentialPart.key
        let message: String
        var testDescription: String { text }
    }
    static let refusals = [
        Refusal(
            text: "secret",
            message: "the key is not hexadecimal: write 'str:' in front of plain text, 'b64:' in front of base64"),
        Refusal(
            text: "abcde",
            message: "the key is not hexadecimal: write 'str:' in front of plain text, 'b64:' in front of base64"),
        Refusal(text: "hex:abcg", message: "the key is not made of pairs of hexadecimal digits after 'hex:'"),
        Refusal(text: "b64:q83", part: .identity, message: "the identity is not base64 after 'b64:'"),
        Refusal(text: "b64:q8_v", message: "the key is not base64 after 'b64:'"),
        Refusal(text: "", message: "the key has 0 bytes; it takes 1 to 64"),
        Refusal(text: "str:", part: .identity, message: "the identity has 0 bytes; it takes 1 to 128"),
        Refusal(
            text: "str:" + String(repeating: "k", count: 65), message: "the key has 65 bytes; it takes 1 to 64"),
        Refusal(
            text: String(repeating: "i", count: 129), part: .identity,
            message: "the identity has 129 bytes; it takes 1 to 128"),
        Refusal(
            text: "hex:4100", part: .identity, message: "the identity holds a byte 0, which OpenSSL cannot send"),
        Refusal(text: "file:", message: "the key names no file after 'file:'"),
    ]
    @Test(arguments: refusals) func refuses(_ refusal: Refusal) {
        let error = #expect(throws: CredentialError.self) {
            try PreSharedKeyText(parsing: refusal.text, as: refusal.part)
        }
        #expect(error?.message == refusal.message)
    }

    @Test func refusesAFileThatNamesAFile() {
        let error = #expect(throws: CredentialError.self) {
            try PreSharedKeyText.bytes(ofFile: Array("file:/etc/key\n".utf8), as: .key)
        }
        #expect(error?.message == "the key is where another place is named: only one step is taken")
    }
}
