#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lets days of a module pass: `xlwm2m-soak DAYS SEED FOLDER`.
///
/// What happens goes to standard output, a line each with the time of the module in front; after each day a line of JSON
/// with counts and the memory of the process goes to standard error.
@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let days = Int(arguments[1]), let seed = UInt64(arguments[2]) else {
            tell("usage: xlwm2m-soak DAYS SEED FOLDER")
            exit(2)
        }
        let soak = try Soak(seed: seed, flash: arguments[3]) { print($0) }
        for day in 1...max(1, days) {
            soak.day()
            fflush(nil)
            let counts = soak.counts
            tell(
                "{\"day\":\(day),\"kibibytes\":\(residentMemory),\"requests\":\(counts.requests),"
                    + "\"answered\":\(counts.answered),\"notifications\":\(counts.notifications),"
                    + "\"registrations\":\(counts.registrations),\"updates\":\(counts.updates),"
                    + "\"lines\":\(counts.lines),\"resets\":\(counts.resets)}")
        }
    }

    private static func tell(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        guard write(STDERR_FILENO, bytes, bytes.count) == bytes.count else { exit(3) }
    }

    /// Kibibytes of this process in memory; 0 where the system does not say.
    private static var residentMemory: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 128)
        guard fgets(&text, Int32(text.count), file) != nil else { return 0 }
        let words = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
            separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) / 1024 : 0
    }
}
