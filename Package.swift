// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order in which they may depend on each other: each one names only what stands above it.
// `scripts/check` turns an import that is not named here into an error. ARCHITECTURE.md draws the same picture.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of Swift, in a folder of its name.
func module(
    _ name: String, in folder: String, uses modules: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .target(
        name: name, dependencies: modules, path: "\(folder)/\(name)", exclude: exclude, swiftSettings: strict)
}

/// A module of C, in a folder of its name.
func cModule(_ name: String, in folder: String, uses modules: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: modules, path: "\(folder)/\(name)")
}

// Libraries that Linux loads when they are needed: functions of the same names find those of the library, and its headers
// are where the compiler looks; those of libxml2 are by a link in its folder. Elsewhere the program is linked with them.
func late(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
    #if os(Linux)
        .target(name: name, dependencies: ["CLateLibrary"], path: "Sources/System/\(name)")
    #else
        .systemLibrary(
            name: name, path: "Sources/System/\(name)/include", pkgConfig: pkgConfig,
            providers: [.apt([apt]), .brew([brew])])
    #endif
}

// The program of scripts/fuzz stands on the sanitizers' run time, so that no other build has it.
let fuzzing: [Target] =
    Context.environment["XLWM2M_FUZZING"] == nil
    ? []
    : [
        .target(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
        .executableTarget(
            name: "xlwm2m-fuzz",
            dependencies: ["CFuzzer", "FuzzTargets"], path: "Tests/Fuzzing/Program", swiftSettings: strict),
    ]

let package = Package(
    name: "xlwm2m",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "xlwm2m", targets: ["XLwM2MTool"]),
        .library(name: "XLwM2M", targets: ["XLwM2M"]),
    ],
    targets: [
        // System: what a program needs of its machine, and nothing about modules
        cModule("CLateLibrary", in: "Sources/System"),
        late("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
        late("CLibXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev", brew: "libxml2"),
        late("COpenSSL", pkgConfig: "libssl", apt: "libssl-dev", brew: "openssl@3"),
        late("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev", brew: "libmicrohttpd"),
        cModule("CHTTPServer", in: "Sources/System", uses: ["CMicroHTTPD"]),
        cModule("CEmbeddedFiles", in: "Sources/System"),
        cModule("CLineEditor", in: "Sources/System"),
        cModule("CDatagrams", in: "Sources/System"),
        cModule("CPseudoTerminal", in: "Sources/System"),
        cModule("CSerialPort", in: "Sources/System"),
        cModule("CSignalFlag", in: "Sources/System"),
        cModule("CDescriptorPoll", in: "Sources/System"),
        module("Randomness", in: "Sources/System"),
        module("Threads", in: "Sources/System"),
        module("Moments", in: "Sources/System"),
        module("Clocks", in: "Sources/System"),
        module("JSON", in: "Sources/System"),
        module("Wording", in: "Sources/System"),
        module("HTTP", in: "Sources/System", uses: ["CHTTPServer"]),
        module("XML", in: "Sources/System", uses: ["Wording", "CLibXML2"]),
        module("FileSystem", in: "Sources/System", uses: ["Threads"]),
        module("SQLite", in: "Sources/System", uses: ["CSQLite"]),
        module("EmbeddedFiles", in: "Sources/System", uses: ["CEmbeddedFiles"]),

        // Lua: the C bridge, and its Swift side
        .systemLibrary(
            name: "CLua", path: "Sources/Lua/CLua", pkgConfig: "lua5.3",
            providers: [.apt(["liblua5.3-dev"]), .brew(["lua@5.3"])]),
        cModule("CLuaBridge", in: "Sources/Lua", uses: ["CLua"]),
        module("Lua", in: "Sources/Lua", uses: ["CLuaBridge"]),

        // Protocol: LwM2M 1.0 as values; CoAP; a client and a server without sockets and without a clock; sockets
        module("LwM2M", in: "Sources/Protocol", uses: ["JSON", "Wording"]),
        module("CoAP", in: "Sources/Protocol", uses: ["Randomness", "Wording"]),
        module("LwM2MOverCoAP", in: "Sources/Protocol", uses: ["LwM2M", "CoAP"]),
        module("LwM2MClient", in: "Sources/Protocol", uses: ["LwM2MOverCoAP", "LwM2M", "CoAP", "Moments", "Wording"]),
        module(
            "LwM2MServer", in: "Sources/Protocol", uses: ["LwM2MOverCoAP", "LwM2M", "CoAP", "Moments", "Randomness"]),
        module(
            "Network", in: "Sources/Protocol",
            uses: [
                "CoAP", "COpenSSL", "CDatagrams", "CPseudoTerminal", "CDescriptorPoll", "CSignalFlag", "Clocks",
                "FileSystem", "Moments", "Randomness", "Threads", "Wording",
            ]),

        // Generator: a definition becomes a script
        module("DDF", in: "generator", uses: ["LwM2M", "CLibXML2"]),
        module("ObjectGenerator", in: "generator", uses: ["LwM2M", "Randomness"]),

        // Module: a script becomes an Object; products and profiles as values; flash and database; the whole; its line
        module(
            "ObjectHost", in: "Sources/Module",
            uses: ["Lua", "LwM2M", "Clocks", "EmbeddedFiles", "Moments", "Wording"], exclude: ["Lua"]),
        module("Products", in: "Sources/Module", uses: ["ObjectHost", "LwM2MClient", "LwM2M"]),
        module(
            "Storage", in: "Sources/Module", uses: ["Products", "ObjectHost", "Lua", "LwM2M", "FileSystem", "SQLite"]),
        module(
            "Emulator", in: "Sources/Module",
            uses: [
                "Storage", "Products", "ObjectHost", "Lua", "LwM2M", "LwM2MClient", "CoAP", "FileSystem",
                "EmbeddedFiles", "Moments",
            ]),
        module(
            "ATInterface", in: "Sources/Module",
            uses: [
                "Emulator", "LwM2MClient", "Storage", "Products", "ObjectHost", "LwM2M", "Moments", "Randomness",
                "Wording",
            ]),

        module("ValueSources", in: "Sources/Module", uses: ["LwM2M", "Randomness", "FileSystem", "Wording"]),
        module(
            "LiveModule", in: "Sources/Module",
            uses: ["ValueSources", "ATInterface", "Emulator", "Storage", "Network", "CoAP", "FileSystem", "Clocks"]),
        module("ProductPages", in: "Sources/Module", uses: ["Products", "ObjectHost", "JSON", "Wording"]),

        // The generator at work: files that stand there already, and a folder to start from
        module(
            "ObjectWriter", in: "generator",
            uses: [
                "ObjectGenerator", "DDF", "ObjectHost", "Lua", "LwM2M", "FileSystem", "EmbeddedFiles", "Threads",
                "Wording", "XML",
            ], exclude: ["Templates"]),

        // Tools: a terminal and a command line; a test, a judge, a person; the executable wires them
        module(
            "Terminal", in: "Sources/Tools", uses: ["CLineEditor", "CSignalFlag", "FileSystem", "Clocks", "Threads"]),
        module("CommandLine", in: "Sources/Tools", uses: ["Terminal", "Wording"]),
        module("ProjectText", in: "Sources/Tools", uses: ["CommandLine", "LwM2M", "Wording"]),
        module(
            "ObjectTesting", in: "Sources/Tools",
            uses: [
                "ValueSources", "Emulator", "ATInterface", "LwM2MClient", "LwM2MOverCoAP", "CoAP", "Products",
                "ObjectHost", "ObjectGenerator", "DDF", "Lua", "LwM2M", "Terminal", "JSON", "XML", "FileSystem",
                "Wording", "EmbeddedFiles", "Clocks", "Randomness", "Threads",
            ], exclude: ["Lua"]),
        module(
            "ObjectCheck", in: "Sources/Tools",
            uses: [
                "Storage", "Products", "ObjectHost", "ObjectGenerator", "Lua", "LwM2M", "DDF", "JSON", "FileSystem",
                "Wording",
            ]),
        module(
            "RealModule", in: "Sources/Tools",
            uses: ["ObjectCheck", "Products", "ObjectHost", "LwM2M", "JSON", "FileSystem", "Clocks", "CSerialPort"]),
        module(
            "TargetTesting", in: "Sources/Tools",
            uses: ["RealModule", "ObjectTesting", "LwM2MServer", "Network", "Products", "LwM2M", "FileSystem"]),
        module("ObjectPages", in: "Sources/Tools", uses: ["LwM2M", "JSON", "XML", "Wording"]),
        module(
            "Console", in: "Sources/Tools",
            uses: [
                "LiveModule", "ATInterface", "Emulator", "Network", "LwM2MClient", "ObjectHost", "Storage", "Products",
                "LwM2M", "Terminal", "JSON", "FileSystem", "Moments", "Wording",
            ]),
        module(
            "ServerConsole", in: "Sources/Tools",
            uses: [
                "Console", "LwM2MServer", "LwM2MOverCoAP", "Network", "CoAP", "ObjectHost", "Products", "LwM2M",
                "Terminal", "JSON", "FileSystem", "EmbeddedFiles", "Clocks", "Wording",
            ]),
        module(
            "ATLines", in: "Sources/Tools",
            uses: [
                "ServerConsole", "Console", "ATInterface", "Emulator", "Products", "LwM2M", "JSON", "FileSystem",
                "Wording",
            ]),
        module(
            "ModuleRecording", in: "Sources/Tools",
            uses: [
                "RealModule", "LiveModule", "ATInterface", "Emulator", "Network", "Products", "LwM2M", "JSON",
                "FileSystem", "Wording",
            ]),
        module(
            "ModuleShell", in: "Sources/Tools",
            uses: [
                "RealModule", "ATLines", "ServerConsole", "Console", "ATInterface", "Network", "Terminal", "FileSystem",
                "Wording",
            ]),
        module(
            "LivePage", in: "Sources/Tools",
            uses: [
                "ObjectCheck", "ObjectWriter", "ServerConsole", "Console", "LiveModule", "ATInterface", "Emulator",
                "Network", "LwM2MClient", "LwM2MServer", "CoAP", "Products", "ObjectHost", "LwM2M", "HTTP", "JSON",
                "FileSystem", "EmbeddedFiles", "Wording",
            ], exclude: ["Web"]),
        module(
            "Fleet", in: "Sources/Tools",
            uses: [
                "ATInterface", "Emulator", "ObjectHost", "ValueSources", "Network", "LwM2MClient", "CoAP", "LwM2M",
                "Lua", "JSON", "EmbeddedFiles", "FileSystem", "Moments", "Randomness", "Wording",
            ], exclude: ["Lua"]),
        module("Dissection", in: "Sources/Tools", uses: ["Console", "CoAP", "LwM2M", "JSON", "Wording"]),
        // Its name differs from that of the library by more than its case, which some file systems do not see.
        .executableTarget(
            name: "XLwM2MTool",
            dependencies: [
                "ProjectText", "CommandLine", "Terminal", "Console", "ServerConsole", "LivePage", "ATLines",
                "Dissection", "Fleet", "ModuleShell", "ModuleRecording", "TargetTesting", "RealModule", "ObjectTesting",
                "ObjectCheck", "ObjectPages", "HTTP", "ObjectWriter", "ObjectGenerator", "ProductPages", "LiveModule",
                "ValueSources", "ATInterface", "Emulator", "Storage", "Products", "ObjectHost", "Lua", "LwM2MServer",
                "LwM2MClient", "Network", "CoAP", "LwM2M", "JSON", "FileSystem", "Threads", "Wording", "CSQLite",
                "CLibXML2", "COpenSSL", "CMicroHTTPD",
            ], path: "Sources/Tools/xlwm2m", swiftSettings: strict),

        // Library: the module for programs of others; nothing else is public
        module(
            "XLwM2M", in: "Sources/Library",
            uses: [
                "LiveModule", "ATInterface", "Emulator", "Network", "LwM2MClient", "Storage", "Products", "ObjectHost",
                "Lua", "LwM2M", "FileSystem",
            ]),

        // measurements: scripts/bench
        .target(
            name: "CWire", dependencies: ["COpenSSL"], path: "Tests/Benchmarks/CWire",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        cModule("CLuaBaseline", in: "Tests/Benchmarks", uses: ["CLua"]),
        .executableTarget(
            name: "xlwm2m-bench",
            dependencies: [
                "ATInterface", "Emulator", "Products", "ObjectHost", "LwM2M", "EmbeddedFiles", "JSON", "FileSystem",
                "CLuaBaseline", "CWire",
            ], path: "Tests/Benchmarks/Program", swiftSettings: strict),
        .executableTarget(
            name: "wire-limit", dependencies: ["CWire", "CLuaBaseline"], path: "Tests/Benchmarks/WireLimit"),
        .executableTarget(name: "baseline-line", path: "Tests/Benchmarks/BaselineLine", swiftSettings: strict),

        // a module for a month of its own time: scripts/soak
        .executableTarget(
            name: "xlwm2m-soak",
            dependencies: [
                "ATInterface", "Emulator", "Storage", "Products", "LwM2MServer", "LwM2M", "Lua", "CoAP", "Randomness",
            ], path: "Tests/Soak", swiftSettings: strict),

        // what takes bytes from outside, as functions of bytes: scripts/fuzz and FuzzingTests
        .target(
            name: "FuzzTargets",
            dependencies: [
                "ProjectText", "LivePage", "ModuleRecording", "Dissection", "Console", "ObjectWriter",
                "ObjectGenerator", "DDF", "LiveModule", "ATInterface", "Emulator", "Storage", "Products", "LwM2MServer",
                "Network", "CoAP", "LwM2M", "Lua", "SQLite", "JSON", "FileSystem", "Wires",
            ], path: "Tests/Fuzzing/Targets", swiftSettings: strict),

        // tests
        cModule("TestSupport", in: "Tests"),
        module("Wires", in: "Tests", uses: ["CoAP"]),
        .testTarget(name: "FuzzingTests", dependencies: ["FuzzTargets", "TestSupport"]),
        .testTarget(name: "RandomnessTests", dependencies: ["Randomness"]),
        .testTarget(name: "MomentsTests", dependencies: ["Moments", "Randomness"]),
        .testTarget(name: "EmbeddedFilesTests", dependencies: ["EmbeddedFiles", "TestSupport"]),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP", "TestSupport"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "XMLTests", dependencies: ["XML"]),
        .testTarget(name: "LwM2MTests", dependencies: ["LwM2M", "Randomness", "TestSupport"]),
        cModule("PlainLua", in: "Tests", uses: ["CLua"]),
        .testTarget(
            name: "LuaTests",
            dependencies: ["Lua", "Randomness", "TestSupport", "PlainLua"], exclude: ["Differential"]),
        .testTarget(
            name: "ObjectHostTests",
            dependencies: ["ObjectHost", "Lua", "LwM2M", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "CoAPTests", dependencies: ["CoAP", "Randomness", "TestSupport"]),
        .testTarget(
            name: "NetworkTests",
            dependencies: ["Network", "CoAP", "FileSystem", "Randomness", "TestSupport", "Wires"]),
        .testTarget(
            name: "LwM2MClientTests",
            dependencies: ["LwM2MClient", "LwM2MOverCoAP", "LwM2M", "CoAP", "Randomness", "TestSupport"]),
        .testTarget(name: "RealModuleTests", dependencies: ["RealModule"]),
        .testTarget(name: "LwM2MServerTests", dependencies: ["LwM2MServer", "LwM2M", "CoAP", "Wires"]),
        .testTarget(
            name: "EmulatorTests",
            dependencies: [
                "Emulator", "Storage", "Products", "ObjectHost", "Lua", "LwM2M", "LwM2MClient", "LwM2MOverCoAP", "CoAP",
                "SQLite", "Moments", "Randomness", "TestSupport", "Wires",
            ]),
        .testTarget(
            name: "ATInterfaceTests",
            dependencies: [
                "ATInterface", "Emulator", "Storage", "Products", "LwM2MServer", "LwM2MClient", "LwM2M", "CoAP",
                "FileSystem", "SQLite", "Randomness", "TestSupport", "Wires",
            ], exclude: ["Transcripts"]),
        .testTarget(
            name: "VectorTests",
            dependencies: [
                "LwM2M", "CoAP", "LwM2MOverCoAP", "ObjectHost", "Lua", "ObjectGenerator", "Randomness", "TestSupport",
            ], exclude: ["Vectors"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "Network", "CoAP", "Clocks", "TestSupport", "XLwM2MTool", "xlwm2m-soak",
            ], exclude: ["Peers"]),
        .testTarget(name: "FileSystemTests", dependencies: ["FileSystem", "TestSupport"]),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
        module("StoreLoad", in: "Tests", uses: ["Storage", "ObjectHost", "Lua", "LwM2M"]),
        .executableTarget(
            name: "store-writer",
            dependencies: ["StoreLoad", "Storage"], path: "Tests/StoreWriter", swiftSettings: strict),
        .testTarget(
            name: "ProductsTests", dependencies: ["Products", "ObjectHost", "LwM2MClient", "LwM2M", "TestSupport"]),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "Products", "ObjectHost", "Lua", "LwM2M", "FileSystem", "SQLite", "Randomness",
                "TestSupport", "StoreLoad", "store-writer", "CSQLite", "CFaultyDisk",
            ]),
        .target(name: "CFaultyDisk", dependencies: ["CSQLite"], path: "Tests/FaultyDisk"),
        .testTarget(
            name: "ObjectCheckTests",
            dependencies: [
                "ObjectCheck", "Storage", "Products", "JSON", "Randomness", "TestSupport",
            ], exclude: ["Fixtures"]),
        .testTarget(name: "ObjectPagesTests", dependencies: ["ObjectPages", "LwM2M"]),
        .testTarget(name: "ValueSourcesTests", dependencies: ["ValueSources", "LwM2M", "Randomness", "TestSupport"]),
        .testTarget(name: "DDFTests", dependencies: ["DDF", "LwM2M", "Randomness", "TestSupport"]),
        .testTarget(
            name: "ObjectGeneratorTests",
            dependencies: ["ObjectGenerator", "DDF", "ObjectHost", "LwM2M", "TestSupport"], exclude: ["contract.lua"]),
        .testTarget(
            name: "ConsoleTests", dependencies: ["Console", "Storage", "Products", "LwM2M", "Randomness"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "ObjectTestingTests",
            dependencies: [
                "ObjectTesting", "ObjectHost", "ObjectGenerator", "LwM2M", "FileSystem", "TestSupport",
            ], exclude: ["Goldens"]),
        .testTarget(name: "XLwM2MTests", dependencies: ["XLwM2M", "TestSupport", "XLwM2MTool"]),
        .testTarget(name: "WordingTests", dependencies: ["Wording"]),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "TestSupport"]),
        .testTarget(name: "CommandLineTests", dependencies: ["CommandLine"]),
        .testTarget(name: "ServerConsoleTests", dependencies: ["ServerConsole", "Console", "LwM2M"]),
        .testTarget(name: "DissectionTests", dependencies: ["Dissection", "LwM2M", "Randomness"]),
        .testTarget(name: "ModuleRecordingTests", dependencies: ["ModuleRecording", "JSON"]),
        .testTarget(name: "ModuleShellTests", dependencies: ["ModuleShell", "RealModule", "ATInterface"]),
        .testTarget(name: "BrowserTests", dependencies: ["TestSupport", "XLwM2MTool"], exclude: ["Browser"]),
        .testTarget(name: "LivePageTests", dependencies: ["LivePage", "LwM2M", "CoAP", "JSON", "TestSupport"]),
        .testTarget(name: "FleetTests", dependencies: ["Fleet", "TestSupport"]),
        .testTarget(
            name: "CommandTests",
            dependencies: ["Randomness", "TestSupport", "XLwM2MTool"], exclude: ["Fixtures", "Goldens"]),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)
