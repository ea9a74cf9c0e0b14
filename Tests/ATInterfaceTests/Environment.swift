import Foundation

/// What the environment sets for tests, and says of them.
enum Environment {
    /// Bytes of this process that are in memory; 0 where the system does not tell.
    static var residentMemory: Int {
        let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return words.count > 1 ? (Int(words[1]) ?? 0) * 4096 : 0
    }

    static func integer(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }
}
