#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps the name of a link for this program as long as it runs, however it ends.
///
/// A link says nothing of who made it, and the number of a pseudoterminal is given again. So whoever serves a link also
/// holds a socket without a file whose name says where the link stands (unix(7), "Abstract sockets"). A link that nobody
/// holds is left from a program that was killed.
final class LinkClaim {
    private let descriptor: Int32

    /// - throws: where another program holds the link.
    init(_ link: String) throws(NetworkError) {
        #if os(Linux)
            descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0, let name = Self.name(of: link) else { return }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            // A name that begins with 0 is abstract.
            withUnsafeMutableBytes(of: &address.sun_path) { $0[1...].copyBytes(from: name.utf8) }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, length) }
            }
            if result != 0, errno == EADDRINUSE {
                systemClose(descriptor)
                throw NetworkError(
                    .system,
                    "cannot make the link \(link): another program serves it; end that one, or take another name")
            }
        #else
            descriptor = -1
        #endif
    }

    deinit { if descriptor >= 0 { systemClose(descriptor) } }

    /// A name for the place of a link: its folder by device and inode, whatever path leads there; nil where there is no
    /// such folder.
    private static func name(of link: String) -> String? {
        let slash = link.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == link.startIndex ? "/" : String(link[..<$0]) } ?? "."
        let file = slash.map { link[link.utf8.index(after: $0)...] } ?? link[...]
        var status = stat()
        guard stat(folder, &status) == 0 else { return nil }
        // FNV-1a; the name of a file may be longer than that of a socket.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in file.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "xlwm2m link \(status.st_dev) \(status.st_ino) \(String(hash, radix: 16))"
    }
}
