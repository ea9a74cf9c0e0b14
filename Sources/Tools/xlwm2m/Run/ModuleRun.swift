import ATInterface
import Clocks
import Emulator
import FileSystem
import Network
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A module whose time goes on with the machine's, and all who have to know when it did.
final class ModuleRun {
    let at: ATModule
    /// Called whenever time has passed: what the module has to say now can be sent.
    var afterTime: [() -> Void] = []
    private var pace: ModulePace

    var module: Module { at.device }

    /// - Parameter speed: of the module's time.
    init(_ module: Module, speed: Double = 1) {
        at = ATModule(module)
        pace = ModulePace(speed: speed, real: MonotonicClock.now, module: module.now)
    }

    /// When something happens in the module by itself, on the machine's monotonic clock; nil for never.
    var nextDeadline: Double? { at.nextDeadline.map { pace.realTime(of: $0) } }

    /// The moment of a time of the module's, on the machine's monotonic clock.
    func realTime(of time: Double) -> Double { pace.realTime(of: time) }

    /// Does what came due in the meantime.
    func catchUp() {
        at.advance(to: pace.moduleTime(at: MonotonicClock.now))
        for body in afterTime { body() }
    }

    /// Lets a boot be over at once.
    func skipBoot() {
        pace.skipBoot(of: module, at: MonotonicClock.now)
        catchUp()
    }
}

/// A folder that goes with the program, for what a module keeps in a run that keeps nothing.
///
/// It is locked as long as the program lives. One without a lock was left by a run that was killed, and goes when the
/// next one makes its own.
struct TemporaryFolder {
    let path: String
    private let descriptor: Int32
    private static let prefix = "xlwm2m-"

    /// - throws: a failure where none can be made.
    init() throws {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        Self.clear(place)
        var made: (path: String, descriptor: Int32)?
        while made == nil {
            var template = Array("\(place)/\(Self.prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else {
                throw CommandFailure.couldNotRun("\(place) takes no folder: \(String(cString: strerror(errno)))")
            }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            // Another run may have taken it for abandoned in between.
            if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK,
                Files.status(path) != nil
            {
                made = (path, descriptor)
            } else if descriptor >= 0 {
                close(descriptor)
            }
        }
        (path, descriptor) = made ?? ("", -1)
    }

    /// The folder in it that a flash may take and lock for itself.
    var flash: String { path + "/flash" }

    /// Takes it away with all that is in it.
    func remove() {
        Self.remove(path)
        close(descriptor)
    }

    private static func clear(_ place: String) {
        for name in (try? Files.list(place)) ?? []
        where name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 6 {
            let path = "\(place)/\(name)"
            let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard folder >= 0 else { continue }
            defer { close(folder) }
            var info = stat()
            guard fstat(folder, &info) == 0, info.st_uid == geteuid() else { continue }
            if flock(folder, LOCK_EX | LOCK_NB) == 0, isOurs(path) { remove(path) }
        }
    }

    /// Whether nothing else lies there than what a run puts into it: somebody may like the name.
    private static func isOurs(_ path: String) -> Bool {
        let names = (try? Files.list(path)) ?? ["?"]
        return names.allSatisfy { $0 == "flash" || FlashTag($0) != nil || $0 == ".writing" }
    }

    private static func remove(_ path: String) {
        for name in (try? Files.list(path)) ?? [] {
            let entry = "\(path)/\(name)"
            // A link is taken away itself, whatever it leads to.
            if unlink(entry) != 0 { remove(entry) }
        }
        rmdir(path)
    }
}

/// The AT port of the console: lines that begin with `AT`, and data that one of them announced.
final class ConsoleLine {
    private let session: ATSession
    private let run: ModuleRun

    init(_ run: ModuleRun) {
        self.run = run
        session = ATSession(run.at)
        session.takesEcho = false
        // The console shows events by itself.
        session.takesURCs = false
    }

    /// Receives the reasons of refusals.
    var onNote: ((String) -> Void)? {
        get { session.onLog }
        set { session.onLog = newValue }
    }

    /// Whether the next line is data that a command announced, whatever it looks like.
    var takesData: Bool { session.isUploading }

    /// Whether an answer is still to come, time allowing.
    var isWaiting: Bool { session.isWorking && !session.isUploading }

    /// Sends a line.
    func send(_ line: String) { session.receive(Array(line.utf8) + [13], at: run.module.now) }

    /// The lines that came since the last call.
    func takeLines() -> [String] {
        session.takeOutput().split { $0 == 13 || $0 == 10 }.map { String(decoding: $0, as: UTF8.self) }
    }
}
