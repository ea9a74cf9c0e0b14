import Foundation
import TestSupport
import Testing

/// A server of the peers: it takes requests as JSON, and says what happens.
struct ForeignServer {
    let process: LiveProgram
    let port: UInt16

    /// The server of aiocoap, over UDP.
    static func aiocoap() throws -> ForeignServer {
        let port = Peers.freePort()
        let process = try Peers.start("aiocoap_server.py", "\(port)")
        try #require(process.line(from: "{\"port\"") != nil)
        return ForeignServer(process: process, port: port)
    }

    /// The server of Mbed TLS, over DTLS with one cipher.
    static func mbedTLS(
        identity: String, key: String, cipher: String = "TLS-PSK-WITH-AES-128-CCM-8", port: UInt16 = Peers.freePort()
    ) throws -> ForeignServer {
        let process = try Peers.start("mbedtls_server.py", "\(port)", identity, key, cipher)
        try #require(process.line(from: "{\"port\"") != nil)
        return ForeignServer(process: process, port: port)
    }

    /// Sends a request to the client; answers what came back.
    func ask(_ request: [String: Any]) throws -> [String: Any] {
        var line = try JSONSerialization.data(withJSONObject: request)
        line.append(0x0A)
        try process.send(String(decoding: line, as: UTF8.self))
        return try event("answer")
    }

    /// The next event of a kind.
    func event(_ kind: String, seconds: Double = 60) throws -> [String: Any] {
        let line = try #require(
            process.line(from: "{\"event\": \"\(kind)\"", keepsEarlier: true, seconds: seconds), "no \(kind)")
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    /// Ends the server, and waits for its end.
    func stop() {
        process.kill()
        _ = process.exitCode()
    }
}
