import Storage
import StoreLoad

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Commits one state after the other into the flash that its argument names, until it is killed.
///
/// The number of a state goes to standard output, in eight bytes, as soon as its commit has returned.
@main
enum Main {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { exit(2) }
        let flash = try Flash(CommandLine.arguments[1])
        let store = try Store(flash)
        var number = try store.state().settings["number"].flatMap { Int64($0) } ?? 0
        while true {
            number += 1
            try store.commit(Load.state(number))
            report(number)
            try flash.write([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 5000), to: "load")
        }
    }

    private static func report(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { bytes in
            if write(STDOUT_FILENO, bytes.baseAddress, bytes.count) != bytes.count { exit(3) }
        }
    }
}
