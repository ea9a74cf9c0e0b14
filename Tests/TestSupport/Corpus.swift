import Foundation

/// Where the tests find the checkout and the collections of files they run over.
package enum Corpus {
    /// The top of the checkout.
    package static let checkout = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().standardizedFileURL

    /// The project's own definitions and those in the folder named by `XLWM2M_REGISTRY`, historic ones included; sorted
    /// by path.
    package static let definitions: [URL] = {
        let named = ProcessInfo.processInfo.environment["XLWM2M_REGISTRY"].map { [URL(fileURLWithPath: $0)] } ?? []
        return (["generator/definitions", "generator/golden"].map(checkout.appendingPathComponent) + named)
            .flatMap(definitions)
    }()

    /// All definitions in a folder and its subfolders.
    private static func definitions(in folder: URL) -> [URL] {
        guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return [] }
        return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "xml" }.sorted { $0.path < $1.path }
    }
}
