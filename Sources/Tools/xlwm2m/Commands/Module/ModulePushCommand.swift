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
            if recovers { return try recover(session, unfinished) }
            guard unfinished == nil else {
                throw CommandFailure.couldNotRun("an earlier push to this module did not end: --recover comes first")
            }
            return try push(session, imei)
        }
    }

    // MARK: - Push

    private func push(_ session: ModuleSession, _ imei: String) throws -> ExitCode {
        guard let product = try product ?? RecognizedProduct(session)?.product else {
            throw CommandFailure.couldNotRun("this module is none that is known: --product names one like it")
        }
        let profile = try session.text("AT+UMNOPROF?", name: "+UMNOPROF").flatMap { $0.split(separator: ",").first }
            .flatMap { Int($0) }
        let check = try checked(session, product, profile)
        for finding in check.findings { Output.errorLine(finding.text) }
        guard check.errors.isEmpty else { return .findings }
        let journal: PushJournal
        do { journal = try plan(session, imei, product, check.files) } catch let error as PushError {
            throw CommandFailure.findings(error.description)
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
                throw CommandFailure.findings(error.description)
            } catch {
                throw CommandFailure.couldNotRun("\(error); next: xlwm2m module push --port ... --recover")
            }
        }
        if json {
            report(imei, product, journal, unchanged: unchanged, result: isDry ? "would be pushed" : "pushed")
        }
        return .ok
    }

    /// Reads what is on the module besides the files, and checks all of it.
    private func checked(_ session: ModuleSession, _ product: Product, _ profile: Int?) throws -> PushCheck {
        let onModule = ModuleFiles(session)
        let own = Set(BuiltInObject.all.map(\.fileName))
        var others: [CheckedFile] = []
        for name in try onModule.names(ModuleFiles.objects) where name.hasSuffix(".lua") {
            // What came with the module has been loaded by it often enough.
            if product.objectsAreFiles, own.contains(name) { continue }
            if paths.contains(where: { Paths.name(of: $0) == name }) { continue }
            others.append(PushCheck.other(name, try onModule.read(name, ModuleFiles.objects)))
        }
        do { return try PushCheck(paths: paths, product: product, profile: profile, others: others) } catch let error
            as PushError
        { throw CommandFailure.findings(error.description) }
    }

    /// What has to be done, after a look at what the module has.
    private func plan(
        _ session: ModuleSession, _ imei: String, _ product: Product, _ given: [PushFile]
    ) throws -> PushJournal {
        let runs = try session.isClientRunning()
        if !runs, !isDry, try session.text("AT+ULWM2M?", name: "+ULWM2M") == "1" {
            throw PushError("the LwM2M client of the module is off: start it with AT+ULWM2M=0 and a reset, then push")
        }
        guard runs || resets || isDry else {
            throw PushError(
                "the LwM2M client of the module does not run, and cannot add an Object: start it with AT+ULWM2M=0 and a "
                    + "reset, or push with --reset")
        }
        let onModule = ModuleFiles(session)
        let names = try onModule.names(ModuleFiles.objects)
        var entries: [PushJournal.Entry] = []
        for file in given {
            let older = names.contains(file.name) ? try onModule.read(file.name, ModuleFiles.objects) : nil
            let isListed = try runs && session.isListed(file.object)
            if older == file.bytes, isListed || !runs { continue }
            if older == nil, isListed, !product.overridableObjects.contains(where: { $0.fileName == file.name }) {
                throw PushError(
                    "\(file.name): the module has Object \(file.object) from another file: delete that one first, or "
                        + "reset the module if it is gone already")
            }
            entries.append(PushJournal.Entry(file: file, older: older, wasListed: isListed))
        }
        let needed = entries.map(\.file.bytes.count).reduce(0, +) * 2
        if let free = try onModule.freeSpace(), free < needed {
            throw PushError("\(free) bytes are free on the module, and \(needed) are needed: delete files there")
        }
        return PushJournal(
            imei: imei, port: session.line.port.address.description, product: product.name, clientRan: runs,
            entries: entries)
    }

    // MARK: - Recovery

    private func recover(_ session: ModuleSession, _ journal: PushJournal?) throws -> ExitCode {
        guard let journal else {
            say("there is nothing to recover: no push to this module was left unfinished")
            return .ok
        }
        guard let product = Product.named(journal.product) else {
            throw CommandFailure.couldNotRun("the journal names a product that is not known: \(journal.product)")
        }
        let push = Push(session, journal, product: product)
        watch(push, session.line)
        do {
            let isPushed = try push.recover()
            say(isPushed ? "the push is complete" : "the push is taken back: the module is as it was before")
            if json {
                report(journal.imei, product, journal, unchanged: [], result: isPushed ? "pushed" : "taken back")
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
        _ imei: String, _ product: Product, _ journal: PushJournal, unchanged: [PushFile], result: String
    ) {
        let files = journal.entries.map { ($0.file, result) } + unchanged.map { ($0, "unchanged") }
        Output.line(
            JSONValue.members([
                "imei": .string(imei), "product": .string(product.name),
                "files": .array(
                    files.map { file, result in
                        .members([
                            "name": .string(file.name), "object": .integer(Int64(file.object)),
                            "size": .integer(Int64(file.bytes.count)), "result": .string(result),
                        ])
                    }),
            ]).prettyText)
    }
}
