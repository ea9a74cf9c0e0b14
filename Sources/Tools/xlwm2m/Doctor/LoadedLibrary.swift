import CLibXML2
import CMicroHTTPD
import COpenSSL
import CSQLite
import FileSystem
import JSON
import Lua

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A C library as it is in this process: what a system has may be newer than what the program was built with.
struct LoadedLibrary {
    /// `Lua`, `OpenSSL`.
    var name: String
    /// As the library itself says it, `5.3.6`; nil if it is not there.
    var version: String?
    /// Where it is; nil if it is not there.
    var path: String?
    /// The package of Debian that has it.
    var package: String
    /// Whether the program starts without it.
    var isOptional = false

    /// All that the program stands on.
    static var all: [LoadedLibrary] {
        [
            lua,
            LoadedLibrary("libxml2", package: "libxml2", symbol: "xmlParserVersion", in: clibxml2_open) { symbol in
                let text = symbol.assumingMemoryBound(to: UnsafePointer<CChar>?.self).pointee
                return text.flatMap { Int(String(cString: $0).prefix { $0.isNumber }) }.map {
                    "\($0 / 10000).\($0 / 100 % 100).\($0 % 100)"
                }
            },
            LoadedLibrary("SQLite", package: "libsqlite3-0", symbol: "sqlite3_libversion", in: csqlite_open) { symbol in
                typealias Function = @convention(c) () -> UnsafePointer<CChar>?
                return unsafeBitCast(symbol, to: Function.self)().map { String(cString: $0) }
            },
            LoadedLibrary("OpenSSL", package: "libssl3", symbol: "OpenSSL_version", in: copenssl_open) { symbol in
                typealias Function = @convention(c) (Int32) -> UnsafePointer<CChar>?
                return unsafeBitCast(symbol, to: Function.self)(0).flatMap { number(in: String(cString: $0)) }
            },
            microHTTPD,
        ]
    }

    /// Part of the program itself in a release.
    private static var lua: LoadedLibrary {
        LoadedLibrary(
            name: "Lua", version: number(in: String(cString: LuaState.libraryIdentity)),
            path: file(at: UnsafeRawPointer(LuaState.libraryIdentity)), package: "liblua5.3-0")
    }

    /// Pages and numbers alone need it.
    private static var microHTTPD: LoadedLibrary {
        var library = LoadedLibrary(
            "libmicrohttpd", package: "libmicrohttpd12", symbol: "MHD_get_version", in: cmicrohttpd_open
        ) { symbol in
            typealias Function = @convention(c) () -> UnsafePointer<CChar>?
            return unsafeBitCast(symbol, to: Function.self)().map { String(cString: $0) }
        }
        library.isOptional = true
        return library
    }

    /// The file whose mapping holds an address; nil where the system does not say.
    private static func file(at address: UnsafeRawPointer) -> String? {
        #if os(Linux)
            guard let maps = try? Files.read("/proc/self/maps") else { return nil }
            let address = UInt(bitPattern: address)
            for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
                let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
                guard ends.count == 2, (ends[0]..<ends[1]).contains(address) else { continue }
                return line.firstIndex(of: "/").map { String(line[$0...]) }
            }
            return nil
        #else
            var info = Dl_info()
            return dladdr(address, &info) != 0 ? info.dli_fname.map { String(cString: $0) } : nil
        #endif
    }

    /// The first word of a text that begins with a digit, `5.3.6`.
    private static func number(in text: String) -> String? {
        text.split(separator: " ").first { $0.first?.isNumber == true }.map(String.init)
    }

    /// One object; `version` is null for what is not there.
    var json: JSONValue {
        .members([
            "name": .string(name), "version": version.map(JSONValue.string) ?? .null,
            "path": path.map(JSONValue.string) ?? .null,
        ])
    }
}

// In an extension, so that the fields keep their own initializer.
extension LoadedLibrary {
    /// - Parameters:
    ///   - symbol: something in the library that says its version.
    ///   - open: loads it; nil if it is not there.
    fileprivate init(
        _ name: String, package: String, symbol: String, in open: () -> UnsafeMutableRawPointer?,
        version: (UnsafeMutableRawPointer) -> String?
    ) {
        let found = open().flatMap { dlsym($0, symbol) }
        self.init(
            name: name, version: found.flatMap(version), path: found.flatMap { Self.file(at: $0) }, package: package)
    }
}
