import CommandLine
import FileSystem
import Terminal
import Threads
import Wording

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Looks at what the program needs of its machine.
enum Examination {
    /// Everything, in the order of the report.
    static var findings: [Finding] {
        libraries + serialPorts() + [clock, pseudoterminal] + sockets + limits + folders + [project]
    }

    // MARK: Project file

    static var project: Finding {
        do {
            guard let file = try ProjectFile.nearest() else {
                return Finding("project", "there is no \(ProjectFile.name) here or above")
            }
            try file.check()
            return Finding("project", "\(file.path) is used here")
        } catch let failure as CommandFailure {
            return Finding("project", .error, failure.message, mend: "edit it, or say --no-config")
        } catch {
            return Finding("project", .error, "\(error)", mend: "edit it, or say --no-config")
        }
    }

    // MARK: Libraries

    static var libraries: [Finding] {
        LoadedLibrary.all.map { library in
            guard let version = library.version else {
                let mend = "sudo apt-get install \(library.package)"
                return library.isOptional
                    ? Finding("library", .note, "\(library.name) is missing: fleet --metrics needs it", mend: mend)
                    : Finding("library", .error, "\(library.name) is missing, or does not say its version", mend: mend)
            }
            return Finding("library", "\(library.name) \(version)" + (library.path.map { ", \($0)" } ?? ""))
        }
    }

    // MARK: Serial ports

    /// The serial ports of the machine and whether they can be used.
    ///
    /// - Parameter root: where the devices are, `/dev`.
    static func serialPorts(in root: String = "/dev") -> [Finding] {
        #if os(Linux)
            let beginnings = ["ttyUSB", "ttyACM", "ttyAMA"]
        #else
            let beginnings = ["cu.usb"]
        #endif
        let names = ((try? Files.list(root)) ?? []).filter { name in beginnings.contains { name.hasPrefix($0) } }
        guard !names.isEmpty else {
            return [Finding("port", "there is no serial port of a module; AT ports of the emulator need none")]
        }
        return names.sorted().map { name in
            let path = Paths.join(root, name)
            if access(path, R_OK | W_OK) == 0 { return Finding("port", "\(path) can be used") }
            let reason = String(cString: strerror(errno))
            let group = groupOfFile(path)
            return Finding(
                "port", .error, "\(path) cannot be used: \(reason)",
                mend: group.map { "sudo usermod -aG \($0) \"$USER\"   and log in again" } ?? "sudo chmod a+rw \(path)")
        }
    }

    /// The name of the group to which a file belongs, if its members may use the file.
    private static func groupOfFile(_ path: String) -> String? {
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & 0o060 == 0o060, info.st_gid != 0,
            let group = getgrgid(info.st_gid)
        else { return nil }
        return String(cString: group.pointee.gr_name)
    }

    // MARK: Clock

    static var clock: Finding {
        let now = time(nil)
        var parts = tm()
        var moment = now
        gmtime_r(&moment, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        let shown = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return isPlausible(Int(now))
            ? Finding("clock", shown)
            : Finding(
                "clock", .error, "it is \(shown) here: certificates, logs and the time of the module go wrong",
                mend: "sudo timedatectl set-ntp true")
    }

    /// Whether seconds since 1970 are between the making of this program and a time that it will not see.
    static func isPlausible(_ now: Int) -> Bool { (1_735_689_600..<4_102_444_800).contains(now) }

    // MARK: Terminals and sockets

    static var pseudoterminal: Finding {
        guard access("/dev/ptmx", R_OK | W_OK) == 0 else {
            return Finding(
                "pty", .error, "no pseudoterminal, as run --at pty makes it: \(String(cString: strerror(errno)))",
                mend: "sudo mount -t devpts devpts /dev/pts")
        }
        return Finding("pty", "pseudoterminals for AT ports")
    }

    static var sockets: [Finding] {
        [
            loopback("127.0.0.1", AF_INET),
            loopback("::1", AF_INET6),
        ]
    }

    /// Whether a datagram of this machine to itself arrives.
    private static func loopback(_ name: String, _ family: Int32) -> Finding {
        #if os(Linux)
            let datagrams = Int32(SOCK_DGRAM.rawValue)
        #else
            let datagrams = SOCK_DGRAM
        #endif
        let socket = socket(family, datagrams, 0)
        defer { if socket >= 0 { close(socket) } }
        guard socket >= 0, bindLoopback(socket, family) else {
            let reason = String(cString: strerror(errno))
            // Many machines have no IPv6, and nothing needs it.
            return family == AF_INET6
                ? Finding(
                    "socket", .note, "no UDP at \(name): \(reason)", mend: "sudo sysctl net.ipv6.conf.lo.disable_ipv6=0"
                )
                : Finding("socket", .error, "no UDP at \(name): \(reason)", mend: "sudo ip link set lo up")
        }
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let arrived = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getsockname(socket, address, &length) == 0, sendto(socket, "?", 1, 0, address, length) == 1 else {
                    return false
                }
                var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
                return poll(&wait, 1, 1000) == 1
            }
        }
        return arrived
            ? Finding("socket", "UDP at \(name)")
            : Finding(
                "socket", .error, "a datagram to \(name) does not arrive: a firewall?",
                mend: "sudo iptables -I INPUT -i lo -j ACCEPT")
    }

    private static func bindLoopback(_ socket: Int32, _ family: Int32) -> Bool {
        if family == AF_INET {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }

    // MARK: Limits

    static var limits: [Finding] {
        var findings: [Finding] = []
        if let limit = ProcessLimits.limit(of: .descriptors) {
            let count = limit.current > 1 << 40 ? "any number of" : "\(limit.current)"
            findings.append(
                limit.current < 256
                    ? Finding("limit", .error, "only \(count) files may be open", mend: "ulimit -n 1024")
                    : limit.current < 4096
                        ? Finding(
                            "limit", .note,
                            "\(count) files may be open: enough for a module, and for a fleet of "
                                + "\(limit.current - 64)", mend: "ulimit -n \(min(limit.most, 65536))")
                        : Finding("limit", "\(count) files may be open"))
        }
        // The scripts of a module have address space of their own, most of which is never touched.
        if let limit = ProcessLimits.limit(of: .addressSpace) {
            findings.append(
                limit.current < 1 << 30
                    ? Finding(
                        "limit", .error, "\(limit.current >> 20) MiB of address space are too little for the scripts",
                        mend: "ulimit -v unlimited")
                    : Finding("limit", "address space for scripts"))
        }
        return findings
    }

    // MARK: Folders

    static var folders: [Finding] {
        let home = Environment.value(of: "HOME") ?? "/tmp"
        let data = Environment.value(of: "XDG_DATA_HOME") ?? home + "/.local/share"
        let temporary = Environment.value(of: "TMPDIR") ?? "/tmp"
        return [("flash", data, true), ("temporary files", temporary, false)].map { use, path, isMade in
            // What is not there yet is made in the first folder above it that is.
            var folder = path
            while isMade, Files.status(folder) == nil, folder != "/", folder != "." {
                folder = Paths.directory(of: folder)
            }
            let variable = isMade ? "XDG_DATA_HOME" : "TMPDIR"
            guard Files.status(folder)?.kind == .directory else {
                return Finding(
                    "folder", .error, "\(folder) is not a folder, and \(folder == path ? "" : "\(path) ")is for \(use)",
                    mend: "export \(variable)=/tmp   or another folder that is there")
            }
            guard access(folder, W_OK | X_OK) == 0 else {
                return Finding(
                    "folder", .error,
                    "\(path) cannot be written to, and is for \(use): \(String(cString: strerror(errno)))",
                    mend: isUsersOwn(folder, of: path, home: home)
                        ? "sudo chown \"$USER\" \(Shell.word(folder))"
                        : "export \(variable)=/tmp   or another folder that you may write to")
            }
            return Finding("folder", "\(path) for \(use)")
        }
    }

    /// Whether a folder may be given to the user: one below their home, or the very one that is named for a use and not
    /// a part of the system.
    private static func isUsersOwn(_ folder: String, of path: String, home: String) -> Bool {
        if home != "/", folder != home, Paths.isInside(folder, home) { return true }
        return folder == path && Paths.directory(of: folder) != "/"
    }
}
