import Foundation

/// Where the tests find the checkout and the collections of files that they run over.
public enum Corpus {
    /// The top of the checkout.
    public static let checkout = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().standardizedFileURL

    /// The folder of OMA definitions, `XLWM2M_REGISTRY` or `../shared/oma-registry`; nil where there is none.
    public static let registry: URL? = folder(variable: "XLWM2M_REGISTRY", default: "../shared/oma-registry")

    /// All definitions of the registry, historic ones too, sorted by path.
    public static let definitions: [URL] = {
        guard let registry, let walk = FileManager.default.enumerator(at: registry, includingPropertiesForKeys: nil)
        else { return [] }
        return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "xml" }.sorted { $0.path < $1.path }
    }()

    private static func folder(variable: String, default path: String) -> URL? {
        let url =
            ProcessInfo.processInfo.environment[variable].map { URL(fileURLWithPath: $0) }
            ?? checkout.appendingPathComponent(path).standardizedFileURL
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}
