import FileSystem
import LwM2M
package import ObjectTesting
package import Products
package import RealModule

/// A module at a port, on which tests of Objects run.
///
/// The Objects of the tests are pushed as `xlwm2m module push` does it, with a journal that says that they are there for
/// tests: `end`, or `push --recover` after a cut line, puts back what the module had. For each test they are taken out of the
/// client's memory and loaded again, which is the only way over AT to a fresh Object.
package final class ModuleTarget: ModuleUnderTest {
    package let description: TargetDescription
    package private(set) var isOver = false
    /// Receives what happens to the module, for people.
    package var onStep: (String) -> Void = { _ in }
    /// Why nothing more can be done; nil while it can.
    package private(set) var failure: (any Error)?

    let session: ModuleSession
    let product: Product
    let imei: String
    /// The owner of instances that a test creates: a server that the module knows.
    private let owner: Int
    /// The server of the tests; nil without one.
    var server: TargetServer?
    /// What the module knows of it.
    var account: TestAccount?
    private var journal: PushJournal?
    /// The Objects that the client has loaded for a test, by the names of their files.
    private var loaded: Set<String> = []
    /// Why Objects cannot be tested here, by the names of their files.
    private var unable: [String: String] = [:]
    /// Whether the module has to be found again, because it gave no answer.
    private var isLost = false
    private var hasHostErrors = false
    private var urcs: [String] = []

    /// - Throws: `LineError` or `PortError` if the module does not answer.
    package init(_ session: ModuleSession, product: Product) throws {
        (self.session, self.product) = (session, product)
        imei = try session.imei()
        description = TargetDescription(
            port: session.line.port.address.description, imei: imei, product: product.name,
            firmware: try session.text("ATI9") ?? session.text("AT+CGMR"))
        owner = try session.serverIDs().first ?? 0
        session.line.onURC = { [unowned self] text, _ in
            if text.hasPrefix(Self.scriptURC) { urcs.append(String(text.dropFirst(Self.scriptURC.count))) }
        }
    }

    private static let scriptURC = "+ULWM2MNOTIFY: "
    package var longestLine: Int { product.limits.commandLineLength }

    // MARK: - Objects

    package func prepare(_ objects: [ObjectFile]) throws(TargetError) {
        try reach { () throws in
            unable = [:]
            var wanted: [ObjectFile] = []
            for object in objects where !wanted.contains(object) {
                let name = Paths.name(of: object.path)
                if let why = whyUntouched(name) { unable[name] = why } else { wanted.append(object) }
            }
            if let journal, journal.entries.map(\.file.name) == wanted.map({ Paths.name(of: $0.path) }),
                journal.entries.map(\.file.bytes) == wanted.map(\.bytes)
            {
                return
            }
            try takeBack()
            if !wanted.isEmpty { try push(wanted) }
        }
    }

    /// Why the Object of a file is left as it is; nil for one that may be replaced.
    private func whyUntouched(_ name: String) -> String? {
        guard let builtIn = BuiltInObject.all.first(where: { $0.fileName == name }) else { return nil }
        if product.needs(file: name) {
            return "the client of \(product.name) cannot do without \(name) for a moment, so that no test gets a fresh "
                + "one"
        }
        guard !product.objectsAreFiles, product.objects.contains(where: { $0.id == builtIn.id }) else { return nil }
        return "\(product.name) has Object \(builtIn.id) in its firmware, which no test can make anew over AT"
    }

    private func push(_ objects: [ObjectFile]) throws {
        let check = try PushCheck(objects.map { ($0.path, $0.bytes) }, on: session, product: product)
        guard check.errors.isEmpty else { throw PushError(check.errorText) }
        let journal = try PushJournal(of: check.files, to: session, imei: imei, product: product, isTrial: true)
        for entry in journal.entries where entry.wasListed {
            onStep(
                "\(entry.file.name): the module has Object \(entry.file.object), whose instances are lost: tests load it "
                    + "anew")
        }
        let push = Push(session, journal, product: product)
        push.onStep = { [unowned self] in onStep($0) }
        self.journal = journal
        do { try push.run(resets: false) } catch {
            // Taken back already, but for a line that was cut.
            if error is PushError { self.journal = nil }
            throw error
        }
        loaded = Set(journal.entries.map(\.file.name))
    }

    private func takeBack() throws {
        guard let journal else { return }
        try Push(session, journal, product: product).takeBack()
        let names = journal.entries.map(\.file.name).joined(separator: ", ")
        self.journal = nil
        loaded = []
        onStep("\(names): the module has again what it had")
    }

    /// Puts everything back as it was.
    ///
    /// - throws: if that could not be done; `xlwm2m module push --recover` does it then.
    package func end() throws {
        pump()
        if isLost { try session.line.greet() }
        try takeBack()
        try removeAccount()
    }

    /// Whether the module has files or the account of tests that were not taken back.
    package var isChanged: Bool { journal != nil || account != nil }

    // MARK: - Tests

    package func refresh() throws(TargetError) {
        try reach { () throws in
            if isLost {
                try session.line.greet()
                guard try session.waitForClient() else {
                    throw LineError("the client of the module does not run any more: try AT+ULWM2M? and a reset")
                }
                isLost = false
                // What restarted has loaded all files.
                loaded = Set(journal?.entries.map(\.file.name) ?? [])
            }
            if hasHostErrors { _ = try session.line.ask("AT+CMEE=2") }
            hasHostErrors = false
            for entry in journal?.entries.reversed() ?? [] where loaded.contains(entry.file.name) {
                let answer = try session.line.ask("AT+ULWM2MREMOVE=\"/\(entry.file.object)\"", timeout: ATTimes.object)
                if !answer.isOK, try session.isListed(entry.file.object) {
                    throw LineError(
                        "the module does not let go of Object \(entry.file.object): \(answer.resultText)")
                }
            }
            loaded = []
            try session.line.listenUntilQuiet(for: Self.quiet, most: Self.longestURCs)
            urcs = []
            server?.forget()
        }
    }

    package func load(_ file: String) throws(TargetError) {
        if let why = unable[file] { throw TargetError(.unable, why) }
        guard let entry = journal?.entries.first(where: { $0.file.name == file }) else {
            throw TargetError(
                .unable, "\(file) was not loaded in this file's tests on the emulator, so that it is not on the module")
        }
        guard !loaded.contains(file) else { return }
        try reach { () throws in
            loaded.insert(file)
            let answer = try session.line.ask("AT+ULWM2MADD=\"\(file)\"", timeout: ATTimes.object)
            guard answer.isOK else {
                throw PushError("\(file): the module answers \(answer.resultText) to AT+ULWM2MADD")
            }
            guard try session.isListed(entry.file.object) else {
                throw PushError(
                    "\(file): the module says OK and does not list Object \(entry.file.object): its memory may not do "
                        + "for it")
            }
        }
    }

    package func create(_ payload: String) throws(TargetError) -> TargetAnswer {
        let owner = server?.shortServerID ?? owner
        return try ask("AT+ULWM2MCREATE=\(ATText.quoted(payload)),\(owner)", asHost: false)
    }

    package func ask(_ line: String, asHost: Bool) throws(TargetError) -> TargetAnswer {
        try reach { () throws in
            if asHost, !hasHostErrors {
                hasHostErrors = true
                _ = try session.line.ask("AT+CMEE=\(session.oldErrors ?? "0")")
            }
            let answer = try session.line.ask(line, timeout: Self.patience)
            switch answer.result {
            case .ok: return TargetAnswer(lines: answer.lines, final: "OK")
            case .error(""): return TargetAnswer(lines: answer.lines, final: "ERROR")
            case .error(let text):
                let isPlain = ["ABORTED", "BUSY", "NO CARRIER", "NO ANSWER", "NO DIALTONE"].contains(text)
                return TargetAnswer(lines: answer.lines, final: isPlain ? text : "+CME ERROR: \(text)")
            case .timedOut:
                isLost = true
                throw PushError("the module gave no answer to \(line) within \(Int(Self.patience)) seconds")
            }
        }
    }

    package func scriptURCs(atLeast count: Int) throws(TargetError) -> [String] {
        try reach { () throws in
            try awaitURCs(count)
            return urcs
        }
    }

    package func forgetURCs(atLeast count: Int) throws(TargetError) {
        try reach { () throws in
            try awaitURCs(count)
            urcs = []
        }
    }

    private func awaitURCs(_ count: Int) throws {
        try session.line.listen(seconds: Self.longestURCs, until: { urcs.count >= count })
        try session.line.listenUntilQuiet(for: Self.quiet, most: Self.longestURCs)
    }

    /// Seconds in which the answer to a test's request has to come.
    private static let patience = 60.0
    /// Seconds until a URC has come, at the most.
    private static let longestURCs = 5.0
    /// No URC comes after so many seconds without one.
    private static let quiet = 0.1

    // MARK: - Failures

    /// Does something on the module; what ends the run is told from what ends a test.
    func reach<Result>(_ body: () throws -> Result) throws(TargetError) -> Result {
        guard !isOver else { throw TargetError(.over, "the module is out of reach") }
        do { return try body() } catch {
            switch error {
            case let error as TargetError: throw error
            case let error as PushError: throw TargetError(.failed, error.description)
            case let error as ModuleRefusal: throw TargetError(.failed, error.description)
            default:
                isOver = true
                failure = error
                throw TargetError(.over, "\(error)")
            }
        }
    }
}

extension ModuleSession {
    /// The Short Server IDs of the module's servers.
    func serverIDs() throws -> [Int] {
        try line.ask("AT+ULWM2MREG?").lines.compactMap { line in
            guard line.hasPrefix("+ULWM2MREG:") else { return nil }
            return line.dropFirst(11).split(separator: ",").first.flatMap { Int($0.filter { $0 != " " }) }
        }
    }
}
