import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The programs that share no code with this project; scripts/test installs them.
enum Peers {
    static let folder = Corpus.checkout.appendingPathComponent(".build-peers")
    static let python = folder.appendingPathComponent("bin/python").path

    /// Whether they are there; scripts/test fails where they cannot be installed.
    static let areInstalled = FileManager.default.isExecutableFile(atPath: python)

    /// A script of this folder, running.
    static func start(_ script: String, _ arguments: String...) throws -> LiveProgram {
        let path = Corpus.checkout.appendingPathComponent("Tests/IntegrationTests/Peers/\(script)").path
        return try LiveProgram([path] + arguments, program: python, environment: ["PYTHONUNBUFFERED": "1"])
    }

    /// The path of a program of the system; nil where it is not installed.
    static func path(of program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// A port of UDP on loopback that nobody has at this moment.
    static func freePort(pairs: Bool = false) -> UInt16 {
        for _ in 0..<100 {
            guard let port = boundPort(0) else { continue }
            // Some servers take the next port for DTLS.
            if !pairs || (port < 65535 && boundPort(port + 1) != nil) { return port }
        }
        return 0
    }

    private static func boundPort(_ wanted: UInt16) -> UInt16? {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_DGRAM, 0)
        #endif
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(descriptor, generic, length) == 0, getsockname(descriptor, generic, &length) == 0 else {
                    return nil
                }
                return UInt16(bigEndian: pointer.pointee.sin_port)
            }
        }
    }
}
