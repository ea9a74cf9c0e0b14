import CommandLine
import JSON
import LwM2M
import Wording

/// One identity and its key, in the form that the program at each end expects.
struct CredentialTexts {
    var identity: [UInt8]
    var key: [UInt8]
    /// The server in the texts, `coaps://127.0.0.1:5684`.
    var uri: String
    /// The Short Server ID in the texts.
    var server: ShortServerID
    /// The Object Instance of Objects 0 and 1 that the AT text creates.
    var instance: ObjectInstanceID

    /// For people: a heading for each program, and the line to copy below it.
    var page: String {
        var sections = [
            "identity  \(Self.visible(identity))  (\(Self.count(identity)))\n"
                + "key       \(Hexadecimal.text(of: key))  (\(Self.count(key)))"
        ]
        if key.count < 16 { sections[0] += "\nA key of 16 bytes or more is recommended." }
        sections.append(
            "Leshan: Security, Add: Pre-Shared Key; identity as text, key in hexadecimal\n  "
                + (leshan ?? "not possible: the identity is not text"))
        sections.append("Anjay's demo: both in hexadecimal\n  \(anjay)")
        sections.append("OpenSSL\n  \(openSSL ?? "not possible: the identity is not text")")
        sections.append("AT: both in base64, then restart the module\n  " + at.joined(separator: "\n  "))
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// For programs.
    var json: JSONValue {
        .members([
            "identity": Self.text(identity).map(JSONValue.string),
            "identityHex": .string(Hexadecimal.text(of: identity)),
            "identityBase64": .string(Base64.text(of: identity)), "keyHex": .string(Hexadecimal.text(of: key)),
            "keyBase64": .string(Base64.text(of: key)), "keyBytes": .integer(Int64(key.count)),
            "leshan": leshan.map(JSONValue.string), "anjay": .string(anjay), "openssl": openSSL.map(JSONValue.string),
            "at": .array(at.map(JSONValue.string)),
        ])
    }

    private var leshan: String? {
        Self.text(identity).map {
            "leshan-client-demo -u \(address) -i \(Self.quoted($0)) -p \(Hexadecimal.text(of: key))"
        }
    }

    private var anjay: String {
        "demo --endpoint-name NAME --server-uri \(uri) --security-mode psk --identity \(Hexadecimal.text(of: identity)) "
            + "--key \(Hexadecimal.text(of: key))"
    }

    private var openSSL: String? {
        Self.text(identity).map {
            "openssl s_client -dtls1_2 -connect \(address) -cipher PSK-AES128-CCM8:PSK-AES128-CBC-SHA256 "
                + "-psk_identity \(Self.quoted($0)) -psk \(Hexadecimal.text(of: key))"
        }
    }

    /// The two commands that create a Server Account.
    ///
    /// - Source: UBX-18068860 R09 §5.3.3, §3.4; +ULWM2MCREATE.
    private var at: [String] {
        let security = [
            Resource(id: SecurityResource.serverURI, value: .string(uri)),
            Resource(id: SecurityResource.isBootstrapServer, value: .boolean(false)),
            Resource(id: SecurityResource.securityMode, value: .integer(0)),
            Resource(id: SecurityResource.identity, value: .opaque(identity)),
            Resource(id: SecurityResource.secretKey, value: .opaque(key)),
            Resource(id: SecurityResource.shortServerID, value: .integer(Int64(server))),
        ]
        let account = [
            Resource(id: ServerResource.shortServerID, value: .integer(Int64(server))),
            Resource(id: ServerResource.lifetime, value: .integer(86400)),
            Resource(id: ServerResource.notificationStoring, value: .boolean(true)),
            Resource(id: ServerResource.binding, value: .string("U")),
        ]
        return [(ObjectID.security, security), (.server, account)].map { object, resources in
            let payload = ATWritePayload.text(of: resources, at: Path(object, instance))
            return "AT+ULWM2MCREATE=\(ATText.quoted(payload)),\(server)"
        }
    }

    /// Host and port of the URI.
    private var address: String {
        let rest = uri.hasPrefix("coaps://") ? uri.dropFirst(8) : uri[...]
        let address = rest.prefix { $0 != "/" }
        let name = address.split(separator: "]").last ?? address
        return name.contains(":") ? String(address) : "\(address):5684"
    }

    /// The identity as text; nil if it cannot appear on a command line.
    private static func text(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return nil
        }
        return text
    }

    private static func visible(_ bytes: [UInt8]) -> String { text(bytes) ?? "hex:" + Hexadecimal.text(of: bytes) }

    private static func count(_ bytes: [UInt8]) -> String { bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes" }

    /// Quoted for a shell.
    private static func quoted(_ text: String) -> String {
        let plain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789:._-@/+=".unicodeScalars.contains($0))
        }
        return plain ? text : Shell.quoted(text)
    }
}
