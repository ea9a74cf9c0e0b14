// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order in which they may depend on each other: each one names only what stands above it.
// `scripts/check` turns an import that is not named here into an error. ARCHITECTURE.md draws the same picture.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "xlwm2m",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "xlwm2m", targets: ["xlwm2m"])
    ],
    targets: [
        // 0  C libraries of the system, and the C that stands between them and Swift; numbers from a seed, threads, time
        .systemLibrary(
            name: "CLua", pkgConfig: "lua5.3",
            providers: [.apt(["liblua5.3-dev"]), .brew(["lua@5.3"])]),
        .systemLibrary(
            name: "CLibXML2", path: "generator/CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libssl", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
        .target(name: "CLuaBridge", dependencies: ["CLua"]),
        .target(name: "CEmbeddedFiles"),
        .target(name: "CLineEditor"),
        .target(name: "Randomness", swiftSettings: strict),
        .target(name: "Threads", swiftSettings: strict),
        .target(name: "Moments", swiftSettings: strict),

        // 1  know nothing of each other
        .target(name: "Lua", dependencies: ["CLuaBridge"], swiftSettings: strict),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: strict),
        .target(name: "LwM2M", swiftSettings: strict),
        .target(name: "CoAP", dependencies: ["Randomness"], swiftSettings: strict),
        .target(name: "JSON", swiftSettings: strict),
        .target(name: "FileSystem", dependencies: ["Threads"], swiftSettings: strict),
        .target(name: "Wording", swiftSettings: strict),

        // 2  a script becomes an Object; a definition becomes a script; an operation becomes a message
        .target(name: "EmbeddedFiles", dependencies: ["CEmbeddedFiles"], swiftSettings: strict),
        .target(
            name: "ObjectHost", dependencies: ["Lua", "LwM2M", "EmbeddedFiles", "Moments"], exclude: ["Lua"],
            swiftSettings: strict),
        .target(name: "DDF", dependencies: ["LwM2M", "CLibXML2"], path: "generator/DDF", swiftSettings: strict),

        .target(name: "LwM2MOverCoAP", dependencies: ["LwM2M", "CoAP"], swiftSettings: strict),
        .target(
            name: "Network", dependencies: ["CoAP", "COpenSSL", "FileSystem", "Moments", "Threads"],
            swiftSettings: strict),

        // 3  a client and a server of LwM2M, without sockets and without a clock
        .target(
            name: "LwM2MClient", dependencies: ["LwM2MOverCoAP", "LwM2M", "CoAP", "Moments"], swiftSettings: strict),
        .target(
            name: "LwM2MServer", dependencies: ["LwM2MOverCoAP", "LwM2M", "CoAP", "Randomness"], swiftSettings: strict),
        .target(
            name: "Modem", dependencies: ["ObjectHost", "Lua", "LwM2M", "FileSystem", "SQLite"], swiftSettings: strict),
        .target(
            name: "ObjectGenerator", dependencies: ["DDF", "LwM2M"], path: "generator/ObjectGenerator",
            swiftSettings: strict),

        // 4  the whole module, and its line
        .target(
            name: "Emulator",
            dependencies: [
                "Modem", "ObjectHost", "Lua", "LwM2M", "LwM2MClient", "CoAP", "FileSystem", "EmbeddedFiles", "Moments",
            ], swiftSettings: strict),
        .target(
            name: "ATInterface",
            dependencies: [
                "Emulator", "LwM2MClient", "Modem", "ObjectHost", "LwM2M", "FileSystem", "JSON", "Moments",
                "Randomness",
            ],
            swiftSettings: strict),

        // 5  a test, a judge, a person
        .target(
            name: "ObjectTesting",
            dependencies: [
                "Emulator", "ATInterface", "LwM2MClient", "LwM2MServer", "LwM2MOverCoAP", "CoAP", "Modem", "ObjectHost",
                "Lua", "LwM2M", "JSON", "FileSystem", "Wording", "EmbeddedFiles", "Moments", "Randomness", "Threads",
            ],
            exclude: ["Lua"], swiftSettings: strict),
        .target(
            name: "ObjectCheck",
            dependencies: [
                "Modem", "ObjectHost", "ObjectGenerator", "Lua", "LwM2M", "DDF", "JSON", "FileSystem", "Wording",
            ],
            swiftSettings: strict),
        .target(
            name: "Console",
            dependencies: [
                "Emulator", "LwM2MClient", "ObjectHost", "Modem", "Lua", "LwM2M", "JSON", "FileSystem", "EmbeddedFiles",
                "Moments", "Wording",
            ],
            swiftSettings: strict),

        // 6  wiring; the only place that knows everything
        .executableTarget(
            name: "xlwm2m",
            dependencies: [
                "ObjectTesting", "ObjectCheck", "ObjectGenerator", "DDF", "Modem", "ObjectHost", "Lua", "LwM2M", "JSON",
                "FileSystem", "Wording", "EmbeddedFiles", "Console", "CLineEditor", "Emulator", "ATInterface",
                "Network", "LwM2MClient", "LwM2MServer", "CoAP", "Moments", "Threads",
            ],
            exclude: ["Templates"], swiftSettings: strict),

        // measurements: scripts/bench
        .target(name: "CLuaBaseline", dependencies: ["CLua"]),
        .executableTarget(
            name: "xlwm2m-bench",
            dependencies: [
                "ATInterface", "Emulator", "Modem", "ObjectHost", "LwM2M", "EmbeddedFiles", "JSON", "FileSystem",
                "CLuaBaseline", "Network", "CoAP", "LwM2MClient", "Threads",
            ],
            path: "Sources/Benchmarks",
            swiftSettings: strict),
        .executableTarget(name: "baseline-line", path: "Sources/BaselineLine", swiftSettings: strict),

        // tests
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "RandomnessTests", dependencies: ["Randomness"]),
        .testTarget(name: "MomentsTests", dependencies: ["Moments"]),
        .testTarget(name: "LwM2MTests", dependencies: ["LwM2M", "Randomness", "TestSupport"]),
        .target(name: "PlainLua", dependencies: ["CLua"], path: "Tests/PlainLua"),
        .testTarget(
            name: "LuaTests", dependencies: ["Lua", "Randomness", "TestSupport", "PlainLua"],
            exclude: ["Differential"]),
        .testTarget(
            name: "ObjectHostTests", dependencies: ["ObjectHost", "Lua", "LwM2M", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(name: "CoAPTests", dependencies: ["CoAP", "JSON", "Randomness", "TestSupport"]),
        .testTarget(
            name: "NetworkTests", dependencies: ["Network", "CoAP", "FileSystem", "Randomness", "TestSupport"]),
        .testTarget(
            name: "LwM2MClientTests",
            dependencies: ["LwM2MClient", "LwM2MServer", "LwM2MOverCoAP", "LwM2M", "CoAP", "Randomness", "TestSupport"]),
        .testTarget(name: "LwM2MServerTests", dependencies: ["LwM2MServer", "LwM2M", "CoAP", "TestSupport"]),
        .testTarget(
            name: "EmulatorTests",
            dependencies: [
                "Emulator", "Modem", "ObjectHost", "LwM2M", "LwM2MClient", "CoAP", "FileSystem", "SQLite", "Randomness",
                "TestSupport",
            ]),
        .testTarget(
            name: "ATInterfaceTests",
            dependencies: [
                "ATInterface", "Emulator", "Modem", "LwM2MServer", "LwM2MClient", "LwM2M", "CoAP", "FileSystem",
                "SQLite", "Randomness", "TestSupport",
            ],
            exclude: ["Transcripts"]),
        .testTarget(
            name: "VectorTests",
            dependencies: [
                "LwM2M", "CoAP", "LwM2MOverCoAP", "LwM2MClient", "ObjectHost", "Lua", "ObjectGenerator", "DDF",
                "ATInterface",
                "Randomness", "TestSupport",
            ],
            exclude: ["Vectors"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "Network", "LwM2MClient", "LwM2MServer", "Emulator", "ATInterface", "Modem", "ObjectHost", "LwM2M",
                "CoAP", "TestSupport", "xlwm2m",
            ], exclude: ["Peers"]),
        .testTarget(name: "FileSystemTests", dependencies: ["FileSystem", "TestSupport"]),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
        .target(
            name: "StoreLoad", dependencies: ["Modem", "ObjectHost", "Lua", "LwM2M"], path: "Tests/StoreLoad",
            swiftSettings: strict),
        .executableTarget(
            name: "store-writer", dependencies: ["StoreLoad", "Modem"], path: "Tests/StoreWriter",
            swiftSettings: strict),
        .testTarget(
            name: "ModemTests",
            dependencies: [
                "Modem", "ObjectHost", "Lua", "LwM2M", "FileSystem", "SQLite", "Randomness", "TestSupport", "StoreLoad",
                "store-writer",
            ]),
        .testTarget(
            name: "ObjectCheckTests", dependencies: ["ObjectCheck", "Modem", "JSON", "Randomness", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(name: "DDFTests", dependencies: ["DDF", "LwM2M", "TestSupport"]),
        .testTarget(
            name: "ObjectGeneratorTests",
            dependencies: ["ObjectGenerator", "DDF", "ObjectHost", "LwM2M", "TestSupport"],
            exclude: ["contract.lua"]),
        .testTarget(
            name: "ConsoleTests", dependencies: ["Console", "ObjectHost", "Modem", "LwM2M", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "ObjectTestingTests",
            dependencies: ["ObjectTesting", "ObjectHost", "LwM2M", "FileSystem", "JSON", "TestSupport"],
            exclude: ["Goldens"]),
        .testTarget(
            name: "CommandTests", dependencies: ["Randomness", "TestSupport", "xlwm2m"],
            exclude: ["Fixtures", "Goldens"]),
    ],
    swiftLanguageModes: [.v6]
)
