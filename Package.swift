// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order in which they may depend on each other: each one names only what stands above it.
// `scripts/check` turns an import that is not named here into an error. ARCHITECTURE.md draws the same picture.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

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
            name: "xlwm2m-fuzz", dependencies: ["CFuzzer", "FuzzTargets"], path: "Tests/Fuzzing/Program",
            swiftSettings: strict),
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
        .target(name: "CLateLibrary", path: "Sources/System/CLateLibrary"),
        late("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
        late("CLibXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev", brew: "libxml2"),
        late("COpenSSL", pkgConfig: "libssl", apt: "libssl-dev", brew: "openssl@3"),
        late("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev", brew: "libmicrohttpd"),
        .target(name: "CHTTPServer", dependencies: ["CMicroHTTPD"], path: "Sources/System/CHTTPServer"),
        .target(name: "CEmbeddedFiles", path: "Sources/System/CEmbeddedFiles"),
        .target(name: "CLineEditor", path: "Sources/System/CLineEditor"),
        .target(name: "CDatagrams", path: "Sources/System/CDatagrams"),
        .target(name: "CPseudoTerminal", path: "Sources/System/CPseudoTerminal"),
        .target(name: "CSerialPort", path: "Sources/System/CSerialPort"),
        .target(name: "CSignalFlag", path: "Sources/System/CSignalFlag"),
        .target(name: "CDescriptorPoll", path: "Sources/System/CDescriptorPoll"),
        .target(name: "Randomness", path: "Sources/System/Randomness", swiftSettings: strict),
        .target(name: "Threads", path: "Sources/System/Threads", swiftSettings: strict),
        .target(name: "Moments", path: "Sources/System/Moments", swiftSettings: strict),
        .target(name: "Clocks", path: "Sources/System/Clocks", swiftSettings: strict),
        .target(name: "JSON", path: "Sources/System/JSON", swiftSettings: strict),
        .target(name: "Wording", path: "Sources/System/Wording", swiftSettings: strict),
        .target(name: "HTTP", dependencies: ["CHTTPServer"], path: "Sources/System/HTTP", swiftSettings: strict),
        .target(
            name: "XML", dependencies: ["Wording", "CLibXML2"], path: "Sources/System/XML", swiftSettings: strict),
        .target(
            name: "FileSystem", dependencies: ["Threads"], path: "Sources/System/FileSystem", swiftSettings: strict),
        .target(
            name: "SQLite", dependencies: ["CSQLite"], path: "Sources/System/SQLite", swiftSettings: strict),
        .target(
            name: "EmbeddedFiles", dependencies: ["CEmbeddedFiles"], path: "Sources/System/EmbeddedFiles",
            swiftSettings: strict),

        // Lua: the C bridge, and its Swift side
        .systemLibrary(
            name: "CLua", path: "Sources/Lua/CLua", pkgConfig: "lua5.3",
            providers: [.apt(["liblua5.3-dev"]), .brew(["lua@5.3"])]),
        .target(name: "CLuaBridge", dependencies: ["CLua"], path: "Sources/Lua/CLuaBridge"),
        .target(name: "Lua", dependencies: ["CLuaBridge"], path: "Sources/Lua/Lua", swiftSettings: strict),

        // Protocol: LwM2M 1.0 as values; CoAP; a client and a server without sockets and without a clock; sockets
        .target(
            name: "LwM2M", dependencies: ["JSON", "Wording"], path: "Sources/Protocol/LwM2M", swiftSettings: strict),
        .target(
            name: "CoAP", dependencies: ["Randomness", "Wording"], path: "Sources/Protocol/CoAP", swiftSettings: strict),
        .target(
            name: "LwM2MOverCoAP", dependencies: ["LwM2M", "CoAP"], path: "Sources/Protocol/LwM2MOverCoAP",
            swiftSettings: strict),
        .target(
            name: "LwM2MClient", dependencies: ["LwM2MOverCoAP", "LwM2M", "CoAP", "Moments", "Wording"],
            path: "Sources/Protocol/LwM2MClient", swiftSettings: strict),
        .target(
            name: "LwM2MServer", dependencies: ["LwM2MOverCoAP", "LwM2M", "CoAP", "Moments", "Randomness"],
            path: "Sources/Protocol/LwM2MServer", swiftSettings: strict),
        .target(
            name: "Network",
            dependencies: [
                "CoAP", "COpenSSL", "CDatagrams", "CPseudoTerminal", "CDescriptorPoll", "CSignalFlag", "Clocks",
                "FileSystem", "Moments", "Threads", "Wording",
            ],
            path: "Sources/Protocol/Network", swiftSettings: strict),

        // Generator: a definition becomes a script
        .target(name: "DDF", dependencies: ["LwM2M", "CLibXML2"], path: "generator/DDF", swiftSettings: strict),
        .target(
            name: "ObjectGenerator", dependencies: ["LwM2M"], path: "generator/ObjectGenerator",
            swiftSettings: strict),

        // Module: a script becomes an Object; products and profiles as values; flash and database; the whole; its line
        .target(
            name: "ObjectHost", dependencies: ["Lua", "LwM2M", "Clocks", "EmbeddedFiles", "Moments", "Wording"],
            path: "Sources/Module/ObjectHost", exclude: ["Lua"], swiftSettings: strict),
        .target(
            name: "Products", dependencies: ["ObjectHost", "LwM2MClient", "LwM2M"], path: "Sources/Module/Products",
            swiftSettings: strict),
        .target(
            name: "Storage", dependencies: ["Products", "ObjectHost", "Lua", "LwM2M", "FileSystem", "SQLite"],
            path: "Sources/Module/Storage", swiftSettings: strict),
        .target(
            name: "Emulator",
            dependencies: [
                "Storage", "Products", "ObjectHost", "Lua", "LwM2M", "LwM2MClient", "CoAP", "FileSystem",
                "EmbeddedFiles", "Moments",
            ], path: "Sources/Module/Emulator", swiftSettings: strict),
        .target(
            name: "ATInterface",
            dependencies: [
                "Emulator", "LwM2MClient", "Storage", "Products", "ObjectHost", "LwM2M", "Moments", "Randomness",
            ], path: "Sources/Module/ATInterface", swiftSettings: strict),

        .target(
            name: "ValueSources", dependencies: ["LwM2M", "Randomness", "FileSystem", "Wording"],
            path: "Sources/Module/ValueSources", swiftSettings: strict),
        .target(
            name: "LiveModule",
            dependencies: [
                "ValueSources",
                "ATInterface", "Emulator", "Storage", "Network", "CoAP", "FileSystem", "Clocks",
            ], path: "Sources/Module/LiveModule", swiftSettings: strict),
        .target(
            name: "ProductPages", dependencies: ["Products", "ObjectHost", "JSON", "Wording"],
            path: "Sources/Module/ProductPages", swiftSettings: strict),

        // The generator at work: files that stand there already, and a folder to start from
        .target(
            name: "ObjectWriter",
            dependencies: [
                "ObjectGenerator", "DDF", "ObjectHost", "Lua", "LwM2M", "FileSystem", "EmbeddedFiles", "Threads",
                "Wording", "XML",
            ], path: "generator/ObjectWriter", exclude: ["Templates"], swiftSettings: strict),

        // Tools: a terminal and a command line; a test, a judge, a person; the executable wires them
        .target(
            name: "Terminal", dependencies: ["CLineEditor", "CSignalFlag", "FileSystem", "Clocks", "Threads"],
            path: "Sources/Tools/Terminal", swiftSettings: strict),
        .target(
            name: "CommandLine", dependencies: ["Terminal", "Wording"], path: "Sources/Tools/CommandLine",
            swiftSettings: strict),
        .target(
            name: "ProjectText", dependencies: ["CommandLine", "LwM2M", "Wording"], path: "Sources/Tools/ProjectText",
            swiftSettings: strict),
        .target(
            name: "ObjectTesting",
            dependencies: [
                "ValueSources",
                "Emulator", "ATInterface", "LwM2MClient", "LwM2MOverCoAP", "CoAP", "Products",
                "ObjectHost", "ObjectGenerator", "DDF", "Lua", "LwM2M", "Terminal", "JSON", "XML", "FileSystem",
                "Wording",
                "EmbeddedFiles", "Clocks", "Randomness", "Threads",
            ], path: "Sources/Tools/ObjectTesting", exclude: ["Lua"], swiftSettings: strict),
        .target(
            name: "ObjectCheck",
            dependencies: [
                "Storage", "Products", "ObjectHost", "ObjectGenerator", "Lua", "LwM2M", "DDF", "JSON", "FileSystem",
                "Wording",
            ], path: "Sources/Tools/ObjectCheck", swiftSettings: strict),
        .target(
            name: "RealModule",
            dependencies: [
                "ObjectCheck", "Products", "ObjectHost", "LwM2M", "JSON", "FileSystem", "Clocks", "CSerialPort",
            ],
            path: "Sources/Tools/RealModule",
            swiftSettings: strict),
        .target(
            name: "TargetTesting",
            dependencies: [
                "RealModule", "ObjectTesting", "LwM2MServer", "Network", "Products", "LwM2M", "FileSystem",
            ], path: "Sources/Tools/TargetTesting", swiftSettings: strict),
        .target(
            name: "ObjectPages", dependencies: ["LwM2M", "JSON", "XML", "Wording"], path: "Sources/Tools/ObjectPages",
            swiftSettings: strict),
        .target(
            name: "Console",
            dependencies: [
                "LiveModule", "ATInterface", "Emulator", "Network", "LwM2MClient", "ObjectHost", "Storage", "Products",
                "LwM2M", "Terminal", "JSON", "FileSystem", "Moments", "Wording",
            ], path: "Sources/Tools/Console", swiftSettings: strict),
        .target(
            name: "ServerConsole",
            dependencies: [
                "Console", "LwM2MServer", "LwM2MOverCoAP", "Network", "CoAP", "ObjectHost", "Products", "LwM2M",
                "Terminal", "JSON",
                "FileSystem", "EmbeddedFiles", "Clocks", "Wording",
            ], path: "Sources/Tools/ServerConsole", swiftSettings: strict),
        .target(
            name: "ATLines",
            dependencies: [
                "ServerConsole", "Console", "ATInterface", "Emulator", "Products", "LwM2M", "JSON", "FileSystem",
                "Wording",
            ], path: "Sources/Tools/ATLines", swiftSettings: strict),
        .target(
            name: "ModuleRecording",
            dependencies: [
                "RealModule", "LiveModule", "ATInterface", "Emulator", "Network", "Products", "LwM2M", "JSON",
                "FileSystem",
                "Wording",
            ], path: "Sources/Tools/ModuleRecording", swiftSettings: strict),
        .target(
            name: "ModuleShell",
            dependencies: [
                "RealModule", "ATLines", "ServerConsole", "Console", "ATInterface", "Network", "Terminal", "FileSystem",
                "Wording",
            ], path: "Sources/Tools/ModuleShell", swiftSettings: strict),
        .target(
            name: "LivePage",
            dependencies: [
                "ObjectCheck", "ObjectWriter", "ServerConsole", "Console", "LiveModule", "ATInterface", "Emulator",
                "Network",
                "LwM2MClient", "LwM2MServer", "CoAP", "Products", "ObjectHost", "LwM2M", "HTTP", "JSON", "FileSystem",
                "EmbeddedFiles",
            ], path: "Sources/Tools/LivePage", exclude: ["Web"], swiftSettings: strict),
        .target(
            name: "Fleet",
            dependencies: [
                "ATInterface", "Emulator", "ObjectHost", "ValueSources", "Network", "LwM2MClient", "CoAP", "LwM2M",
                "Lua", "JSON", "EmbeddedFiles", "FileSystem", "Moments", "Randomness", "Wording",
            ], path: "Sources/Tools/Fleet", exclude: ["Lua"], swiftSettings: strict),
        .target(
            name: "Dissection", dependencies: ["Console", "CoAP", "LwM2M", "JSON", "Wording"],
            path: "Sources/Tools/Dissection", swiftSettings: strict),
        // Its name differs from that of the library by more than its case, which some file systems do not see.
        .executableTarget(
            name: "XLwM2MTool",
            dependencies: [
                "ProjectText", "CommandLine", "Terminal", "Console", "ServerConsole", "LivePage", "ATLines",
                "Dissection", "Fleet", "ModuleShell", "ModuleRecording", "TargetTesting", "RealModule", "ObjectTesting",
                "ObjectCheck", "ObjectPages", "HTTP", "ObjectWriter", "ObjectGenerator", "ProductPages", "LiveModule",
                "ValueSources", "ATInterface", "Emulator", "Storage", "Products",
                "ObjectHost", "Lua", "LwM2MServer", "LwM2MClient", "Network", "CoAP", "LwM2M", "JSON", "FileSystem",
                "Threads", "Wording", "CSQLite", "CLibXML2", "COpenSSL", "CMicroHTTPD",
            ], path: "Sources/Tools/xlwm2m", swiftSettings: strict),

        // Library: the module for programs of others; nothing else is public
        .target(
            name: "XLwM2M",
            dependencies: [
                "LiveModule", "ATInterface", "Emulator", "Network", "LwM2MClient", "Storage", "Products", "ObjectHost",
                "Lua", "LwM2M", "FileSystem",
            ], path: "Sources/Library/XLwM2M", swiftSettings: strict),

        // measurements: scripts/bench
        .target(
            name: "CWire", dependencies: ["COpenSSL"], path: "Tests/Benchmarks/CWire",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "CLuaBaseline", dependencies: ["CLua"], path: "Tests/Benchmarks/CLuaBaseline"),
        .executableTarget(
            name: "xlwm2m-bench",
            dependencies: [
                "ATInterface", "Emulator", "Products", "ObjectHost", "LwM2M", "EmbeddedFiles", "JSON", "FileSystem",
                "CLuaBaseline", "CWire",
            ], path: "Tests/Benchmarks/Program", swiftSettings: strict),
        .executableTarget(
            name: "wire-limit", dependencies: ["CWire", "CLuaBaseline"], path: "Tests/Benchmarks/WireLimit"),
        .executableTarget(
            name: "baseline-line", path: "Tests/Benchmarks/BaselineLine", swiftSettings: strict),

        // a module for a month of its own time: scripts/soak
        .executableTarget(
            name: "xlwm2m-soak",
            dependencies: [
                "ATInterface", "Emulator", "Storage", "Products", "LwM2MServer", "LwM2M", "Lua", "CoAP",
                "Randomness",
            ], path: "Tests/Soak", swiftSettings: strict),

        // what takes bytes from outside, as functions of bytes: scripts/fuzz and FuzzingTests
        .target(
            name: "FuzzTargets",
            dependencies: [
                "ProjectText", "LivePage", "ModuleRecording", "Dissection", "Console", "ObjectWriter",
                "ObjectGenerator", "DDF",
                "LiveModule", "ATInterface", "Emulator", "Storage", "Products", "LwM2MServer", "Network", "CoAP",
                "LwM2M",
                "Lua", "SQLite", "JSON", "FileSystem", "Wires",
            ], path: "Tests/Fuzzing/Targets", swiftSettings: strict),

        // tests
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .target(name: "Wires", dependencies: ["CoAP"], path: "Tests/Wires", swiftSettings: strict),
        .testTarget(name: "FuzzingTests", dependencies: ["FuzzTargets", "TestSupport"]),
        .testTarget(name: "RandomnessTests", dependencies: ["Randomness"]),
        .testTarget(name: "MomentsTests", dependencies: ["Moments"]),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP", "TestSupport"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "XMLTests", dependencies: ["XML"]),
        .testTarget(name: "LwM2MTests", dependencies: ["LwM2M", "Randomness", "TestSupport"]),
        .target(name: "PlainLua", dependencies: ["CLua"], path: "Tests/PlainLua"),
        .testTarget(
            name: "LuaTests", dependencies: ["Lua", "Randomness", "TestSupport", "PlainLua"],
            exclude: ["Differential"]),
        .testTarget(
            name: "ObjectHostTests", dependencies: ["ObjectHost", "Lua", "LwM2M", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(name: "CoAPTests", dependencies: ["CoAP", "Randomness", "TestSupport"]),
        .testTarget(
            name: "NetworkTests", dependencies: ["Network", "CoAP", "FileSystem", "Randomness", "TestSupport", "Wires"]),
        .testTarget(
            name: "LwM2MClientTests",
            dependencies: ["LwM2MClient", "LwM2MOverCoAP", "LwM2M", "CoAP", "Randomness", "TestSupport"]),
        .testTarget(name: "RealModuleTests", dependencies: ["RealModule"]),
        .testTarget(name: "LwM2MServerTests", dependencies: ["LwM2MServer", "LwM2M", "CoAP", "Wires"]),
        .testTarget(
            name: "EmulatorTests",
            dependencies: [
                "Emulator", "Storage", "Products", "ObjectHost", "Lua", "LwM2M", "LwM2MClient", "LwM2MOverCoAP", "CoAP",
                "SQLite",
                "Moments", "Randomness", "TestSupport", "Wires",
            ]),
        .testTarget(
            name: "ATInterfaceTests",
            dependencies: [
                "ATInterface", "Emulator", "Storage", "Products", "LwM2MServer", "LwM2MClient", "LwM2M", "CoAP",
                "FileSystem",
                "SQLite", "Randomness", "TestSupport", "Wires",
            ],
            exclude: ["Transcripts"]),
        .testTarget(
            name: "VectorTests",
            dependencies: [
                "LwM2M", "CoAP", "LwM2MOverCoAP", "ObjectHost", "Lua", "ObjectGenerator", "Randomness",
                "TestSupport",
            ],
            exclude: ["Vectors"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["Network", "CoAP", "Clocks", "TestSupport", "XLwM2MTool", "xlwm2m-soak"],
            exclude: ["Peers"]),
        .testTarget(name: "FileSystemTests", dependencies: ["FileSystem", "TestSupport"]),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
        .target(
            name: "StoreLoad", dependencies: ["Storage", "ObjectHost", "Lua", "LwM2M"],
            path: "Tests/StoreLoad",
            swiftSettings: strict),
        .executableTarget(
            name: "store-writer", dependencies: ["StoreLoad", "Storage"], path: "Tests/StoreWriter",
            swiftSettings: strict),
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
            dependencies: ["ObjectCheck", "Storage", "Products", "JSON", "Randomness", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(name: "ObjectPagesTests", dependencies: ["ObjectPages", "LwM2M"]),
        .testTarget(name: "ValueSourcesTests", dependencies: ["ValueSources", "LwM2M", "Randomness", "TestSupport"]),
        .testTarget(name: "DDFTests", dependencies: ["DDF", "LwM2M", "TestSupport"]),
        .testTarget(
            name: "ObjectGeneratorTests",
            dependencies: ["ObjectGenerator", "DDF", "ObjectHost", "LwM2M", "TestSupport"],
            exclude: ["contract.lua"]),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["Console", "Storage", "Products", "LwM2M"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "ObjectTestingTests",
            dependencies: ["ObjectTesting", "ObjectHost", "ObjectGenerator", "LwM2M", "FileSystem", "TestSupport"],
            exclude: ["Goldens"]),
        .testTarget(name: "XLwM2MTests", dependencies: ["XLwM2M", "TestSupport", "XLwM2MTool"]),
        .testTarget(name: "WordingTests", dependencies: ["Wording"]),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "TestSupport"]),
        .testTarget(name: "CommandLineTests", dependencies: ["CommandLine"]),
        .testTarget(name: "ServerConsoleTests", dependencies: ["ServerConsole", "Console", "LwM2M"]),
        .testTarget(
            name: "DissectionTests", dependencies: ["Dissection", "LwM2M", "Randomness"]),
        .testTarget(
            name: "ModuleRecordingTests", dependencies: ["ModuleRecording", "JSON"]),
        .testTarget(
            name: "BrowserTests", dependencies: ["TestSupport", "XLwM2MTool"], exclude: ["Browser"]),
        .testTarget(name: "LivePageTests", dependencies: ["LivePage", "LwM2M", "CoAP", "JSON", "TestSupport"]),
        .testTarget(name: "FleetTests", dependencies: ["Fleet", "TestSupport"]),
        .testTarget(
            name: "CommandTests", dependencies: ["Randomness", "TestSupport", "XLwM2MTool"],
            exclude: ["Fixtures", "Goldens"]),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)
