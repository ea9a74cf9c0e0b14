import Foundation

/// Runs the built `xlwm2m` as a user would.
package struct Program {
    package var standardOutput: String
    package var standardError: String
    package var exitCode: Int32

    /// The program next to the test bundle, from the same build.
    package static let path: String = {
        #if os(macOS)
            let folder = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!.bundleURL
                .deletingLastPathComponent()
        #else
            let folder = Bundle.main.bundleURL
        #endif
        return folder.appendingPathComponent("xlwm2m").path
    }()

    private static let longestRun = 240.0  // seconds

    /// Runs `xlwm2m` and waits for it to end.
    ///
    /// - Parameters:
    ///   - arguments: without the program name.
    ///   - input: its standard input.
    ///   - directory: where it runs; by default the checkout.
    ///   - environment: added to the environment of the tests.
    @discardableResult
    package static func run(
        _ arguments: [String], input: String = "", in directory: URL = Corpus.checkout,
        environment: [String: String] = [:]
    ) throws -> Program {
        try run(path, arguments, input: input, in: directory, environment: environment)
    }

    /// Runs any program and waits for it to end; one that runs for minutes is ended, so that only its own test fails.
    @discardableResult
    package static func run(
        _ program: String, _ arguments: [String], input: String = "", in directory: URL = Corpus.checkout,
        environment: [String: String] = [:]
    ) throws -> Program {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        // Files instead of pipes: nothing blocks, however much is written.
        let names = ["in", "out", "err"].map { folder.url.appendingPathComponent($0) }
        try Data(input.utf8).write(to: names[0])
        for name in names[1...] { try Data().write(to: name) }
        let input = try FileHandle(forReadingFrom: names[0])
        let outputs = try names[1...].map(FileHandle.init(forWritingTo:))
        (process.standardInput, process.standardOutput, process.standardError) = (input, outputs[0], outputs[1])
        defer { for handle in [input] + outputs { try? handle.close() } }
        try process.run()
        let end = DispatchWorkItem { [weak process] in process?.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + longestRun, execute: end)
        process.waitUntilExit()
        end.cancel()
        return Program(
            standardOutput: String(decoding: try Data(contentsOf: names[1]), as: UTF8.self),
            standardError: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self),
            exitCode: process.terminationStatus)
    }
}
