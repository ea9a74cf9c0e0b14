import CommandLine
import FileSystem
import JSON
import ObjectCheck
import Products
import RealModule
import Terminal

/// `xlwm2m module push`: puts Objects on a module.
struct ModulePushCommand: Command {
    var port = ModulePortOptions()

    @Option("--product", "PRODUCT", .productWithLua, help: "what the module is, if its answers do not tell the version")
    var product: Product?

    @Flag("--reset", help: "reset the module at the end: its client has to start with the files") var resets: Bool

    @Flag("--dry-run", help: "only check, and say what would be done") var isDry: Bool

    @Flag("--recover", help: "finish or take back a push that did not end; without a FILE") var recovers: Bool

    @Flag("--json", help: "print JSON: the module, its product, and what became of each file") var json: Bool

    @Operands("[FILE...]") var paths: [String]

    static let name = "module push"

    static var description: CommandDescription {
        CommandDescription(
            summary: "put Objects on a module, safely",
            discussion: """
                Each FILE is checked for that product together with the files on the module, uploaded, read back, compared and
                added. If anything is refused, the module gets back what it had. Whatever is cut off, killed or loses its power
                on the way: the client of the module starts at its next boot, and --recover makes the rest whole.
                docs/real-module.md says how.
                """,
            exits: ExitMeanings(
                ok: "the module serves the Objects; with --recover: it is whole again",
                findings: "a file was refused, by the check or by the module, which is as before",
                couldNotRun: "no module answers, or the line was cut: --recover is next"),
            examples: [
                CommandExample(
                    line: "xlwm2m module push --port /dev/ttyUSB0 objects/examples/object_relay.lua --dry-run",
                    explanation: "would it work?", end: .withModule),
                CommandExample(
                    line: "xlwm2m module push --port /dev/ttyUSB0 objects/examples/object_relay.lua",
                    explanation: "put it there", end: .withModule),
                CommandExample(
                    line: "xlwm2m module push --port /dev/ttyUSB0 --recover",
                    explanation: "after the cable was pulled", end: .withModule),
            ])
    }

    func run() throws -> ExitCode {
        guard recovers != !paths.isEmpty else {
            throw CommandFailure.usage(
                recovers ? "--recover knows its files: leave them out" : "name the files to push, or give --recover")
        }
        return try port.withModule { session in
            // A step that has begun is ended; then everything is taken back.
            session.line.port.isInterrupted = { false }
            let imei = try session.imei()
            let unfinished = try PushJournal.unfinished(of: imei)
            let account = try TestAccount.unfinished(of: imei)
            if recovers {
                if let account { try remove(account, from: session) }
                if let unfinished { return try recover(session, unfinished) }
                if account == nil { say("there is nothing to recover: no push to this module was left unfinished") }
                if json { report(imei, try product ?? RecognizedProduct(session)?.product, []) }
                return .ok
            }
            guard unfinished == nil, account == nil else {
                throw CommandFailure.couldNotRun("an earlier push to this module did not end: --recover comes first")
            }
            return try push(session, imei)
        }
    }

    // MARK: - Push

    private func push(_ session: ModuleSession, _ imei: String) throws -> ExitCode {
        guard let product = try product ?? RecognizedProduct(session)?.product else {
            throw CommandFailure.couldNotRun("unknown module: name a similar product with --product")
        }
        let check: PushCheck
        do {
            check = try PushCheck(try PushCheck.read(paths), on: session, product: product)
        } catch let error as PushError { throw refusal(error, imei, product) }
        for finding in check.findings { Output.errorLine(finding.text) }
        guard check.errors.isEmpty else {
            if json { report(imei, product, check.files.map { ($0, "not pushed") }, findings: check.findings) }
            return .findings
        }
        let journal: PushJournal
        do {
            journal = try PushJournal(
                of: check.files, to: session, imei: imei, product: product, resets: resets, isDry: isDry)
        } catch let error as PushError {
            throw refusal(error, imei, product)
        }
        let unchanged = check.files.filter { file in !journal.entries.contains { $0.file == file } }
        for file in unchanged { say("\(file.name): the module has it already") }
        if isDry {
            for entry in journal.entries {
                say(
                    "\(entry.file.name): would be written, \(entry.file.bytes.count) bytes"
                        + (entry.older.map { ", in place of \($0.count)" } ?? "") + ", as Object \(entry.file.object)")
            }
        } else if !journal.entries.isEmpty {
            let push = Push(session, journal, product: product)
            watch(push, session.line)
            do { try push.run(resets: resets) } catch let error as PushError {
                throw refusal(error, imei, product, files: journal.entries.map(\.file))
            } catch {
                throw CommandFailure.couldNotRun("\(error); next: xlwm2m module push --port ... --recover")
            }
        }
        if json {
            let result = isDry ? "would be pushed" : "pushed"
            report(imei, product, journal.entries.map { ($0.file, result) } + unchanged.map { ($0, "unchanged") })
        }
        return .ok
    }

    /// The end of a push that was refused or taken back, in JSON too.
    private func refusal(
        _ error: PushError, _ imei: String, _ product: Product, files: [PushFile] = []
    ) -> CommandFailure {
        if json { report(imei, product, files.map { ($0, "not pushed") }, error: error.description) }
        return .findings(error.description)
    }

    // MARK: - Recovery

    /// Takes the account of tests that did not end from the module.
    private func remove(_ account: TestAccount, from session: ModuleSession) throws {
        do {
            try account.remove(
                from: session, reset: Product.named(account.product)?.commands.resets.first ?? 16)
        } catch { throw CommandFailure.couldNotRun("\(error); the note of it is kept: try --recover again") }
        say("the account of the tests, server \(account.shortServerID), is gone from the module")
    }

    private func recover(_ session: ModuleSession, _ journal: PushJournal) throws -> ExitCode {
        guard let product = Product.named(journal.product) else {
            throw CommandFailure.couldNotRun("the journal names a product that is not known: \(journal.product)")
        }
        let push = Push(session, journal, product: product)
        watch(push, session.line)
        do {
            let isPushed = try push.recover()
            say(isPushed ? "the push is complete" : "the push is taken back: the module is as it was before")
            if json {
                let result = isPushed ? "pushed" : "taken back"
                report(journal.imei, product, journal.entries.map { ($0.file, result) })
            }
            return .ok
        } catch {
            throw CommandFailure.couldNotRun("\(error); the journal is kept: try --recover again")
        }
    }

    // MARK: - Output

    /// Says something to people; JSON has it in its own way.
    private func say(_ text: String) { if !json { Output.line(text) } }

    private func watch(_ push: Push, _ line: ModuleLine) {
        let progress = TransferProgress()
        line.onProgress = { progress.show($0) }
        push.onStep = { text in
            progress.clear()
            say(text)
        }
        push.isUnwanted = { Interruption.isDue }
    }

    private func report(
        _ imei: String, _ product: Product?, _ files: [(file: PushFile, result: String)],
        findings: [ObjectCheck.Finding] = [],
        error: String? = nil
    ) {
        Output.line(
            JSONValue.members([
                "imei": .string(imei), "product": (product?.name).map(JSONValue.string),
                "files": .array(
                    files.map { file, result in
                        .members([
                            "name": .string(file.name),
                            // What does not load has none.
                            "object": file.object < 0 ? nil : .integer(Int64(file.object)),
                            "size": .integer(Int64(file.bytes.count)), "result": .string(result),
                        ])
                    }),
                "findings": findings.isEmpty ? nil : .array(findings.map(\.json)),
                "error": error.map(JSONValue.string),
            ]).prettyText)
    }
}
