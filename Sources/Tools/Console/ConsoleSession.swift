import ATInterface
package import Emulator
package import LwM2M
package import Network
import ObjectHost
import Products

/// Runs commands on a module, and keeps track of the requester and of what happened.
package final class ConsoleSession {
    /// A command and its result.
    package struct Answer {
        /// As typed, with blanks collapsed.
        package var command: String
        package var outcome: ConsoleOutcome
    }

    package let module: Module
    /// The current requester.
    package var requester: Requester = .host
    /// The last events that the console shows, oldest first.
    package var events: [ModuleEvent] { kept.suffix(Self.eventLimit) }
    private var kept: [ModuleEvent] = []
    /// Receives events as they happen.
    package var onEvent: ((ModuleEvent) -> Void)?

    /// The client on the wire; nil if the module has none.
    package var network: WireClient?

    /// Whether the flash outlives the program.
    package var keepsFlash = false

    /// Whether the keys of Object 0 are shown as they are.
    package var showsKeys = false

    /// Called when a command may have started a boot: lets it complete, or not.
    package var whileBooting: () -> Void = {}

    /// Opens the page that shows the module, at an address or at the usual one, and returns where it is; nil if there
    /// can be none.
    package var openPage: ((ListeningPlace?) throws(LwM2MError) -> String)?

    /// Lets the module's time pass until a condition holds, and returns a description; nil if time passes on its own.
    package var wait: ((WaitCondition) throws(LwM2MError) -> String)?

    /// Whether the program has been told to end, so that the rest of a line is left undone.
    package var isToldToEnd: () -> Bool = { false }

    private static let eventLimit = 1000

    /// - Parameter keepsEvents: whether it listens to the module, for `events` and `onEvent`.
    package init(_ module: Module, keepsEvents: Bool = true) {
        self.module = module
        if keepsEvents { module.addListener { [unowned self] event in report(event) } }
    }

    /// Stores an event in `events` and passes it on, if the console shows it.
    package func report(_ event: ModuleEvent) {
        guard event.isShown(on: module.product) else { return }
        // Only from time to time, so that an event does not bear the cost of moving all the others.
        if kept.count >= 2 * Self.eventLimit { kept.removeFirst(kept.count - Self.eventLimit) }
        kept.append(event)
        onEvent?(event)
    }

    /// Runs the commands of a line, one after another.
    ///
    /// - Parameter answer: receives each answer as soon as it is available.
    package func run(_ line: String, answer: (Answer) -> Void) -> LineEnd {
        for (index, parsed) in Verb.parse(line).enumerated() {
            if index > 0, isToldToEnd() { return .cutShort }
            let outcome: ConsoleOutcome
            do {
                outcome = try run(parsed.command.get())
            } catch let error as LwM2MError {
                outcome = .refused(error)
            } catch let error as ConsoleError {
                outcome = .malformed(error)
            } catch {
                outcome = .refused(LwM2MError(.internalServerError, "\(error)"))
            }
            answer(Answer(command: showsKeys ? parsed.text : parsed.textWithoutKeys, outcome: outcome))
            module.advance(to: module.now)
            whileBooting()
            if case .quit = outcome { return .quit }
        }
        return .done
    }

    /// How the commands of a line ended.
    package enum LineEnd: Hashable, Sendable {
        case done
        /// The commands after a `quit` are not run.
        case quit
        /// The program was told to end before all of them were run.
        case cutShort
    }

    /// Whether a line writes keys, so that it should not be stored in a file.
    package static func holdsKeys(_ line: String) -> Bool { Verb.parse(line).contains { $0.holdsKeys } }

    private func run(_ command: ConsoleCommand) throws -> ConsoleOutcome {
        switch command {
        case .list(let path): return try list(path)
        case .object(let command): return try request(command)
        case .load(let file): return .loads([try running { $0.objects.load(file: file) }])
        case .reload: return .loads(try running { $0.objects.reload() })
        case .become(let who):
            requester = who
            return .requester(who, accounts: accounts(nextTo: who))
        case .account(let command): return try account(command)
        case .products: return .products(Product.all, current: module.product)
        case .profile(let profile):
            if let profile { change(to: profile) }
            guard let profile = MNOProfile.numbered(module.profileOrdered) else { return .refused(unknownProfile) }
            return .profile(profile, module.product)
        case .set(let setting):
            try set(setting)
            return .set(setting)
        case .sim(let change): return sim(change)
        case .boot:
            module.powerOn()
            whileBooting()
            return .module(standing)
        case .reset(let kind):
            reset(kind)
            whileBooting()
            return .module(standing)
        case .off:
            module.switchOff()
            return .module(standing)
        case .save:
            return .module(try save())
        case .files(let tag): return try files(tag)
        case .events: return .events(events, of: module.product)
        case .wait(let condition):
            guard let wait else {
                throw LwM2MError(.methodNotAllowed, "wait is for scripts; at the prompt time passes by itself")
            }
            return .module(try wait(condition))
        case .page(let place):
            guard let openPage else {
                throw LwM2MError(.methodNotAllowed, "a page is opened at the prompt, or with --page")
            }
            return .module(try openPage(place))
        case .help(let verb): return .help(try help(verb))
        case .quit: return .quit
        }
    }

    private func request(_ command: ObjectCommand) throws -> ConsoleOutcome {
        let model = module.dataModel
        switch command {
        case .read(let path):
            return .content(path, try model.read(path, from: requester), definition(path), showsKeys: showsKeys)
        case .discover(let path): return .discovered(try model.discover(path, from: requester))
        case .write(let path, let word):
            let resource = try content(word, at: path)
            // Writing one Resource Instance leaves the others alone.
            let mode: WriteMode = path.depth == 4 ? .partialUpdate : .replace
            try model.write([resource], to: path, mode: mode, from: requester)
            return .done(.changed, path)
        case .writeInstance(let path, let assignments):
            try model.write(try resources(assignments, of: path), to: path, mode: .partialUpdate, from: requester)
            return .done(.changed, path)
        case .execute(let path, let arguments):
            try model.execute(path, arguments: arguments, from: requester)
            return .done(.changed, path)
        case .create(let path, let assignments):
            let id = try model.create(path, with: try resources(assignments, of: path), from: requester)
            return .done(.created, Path(path.object ?? 0, id))
        case .delete(let path):
            try model.delete(path, from: requester)
            return .done(.deleted, path)
        }
    }

    private func running<Result>(_ body: (Module) -> Result) throws(LwM2MError) -> Result {
        guard module.isRunning else { throw LwM2MError(.serviceUnavailable, module.whyNotRunning) }
        return body(module)
    }

    private var unknownProfile: LwM2MError {
        LwM2MError(.notFound, "operator profile \(module.profileOrdered) is not known")
    }

    private func help(_ name: String?) throws(ConsoleError) -> [Verb] {
        guard let name else { return Verb.allCases }
        guard let verb = Verb.named(name) else {
            throw ConsoleError("unknown command '\(name)'; help lists all", column: 6)
        }
        return [verb]
    }

    // MARK: - Listing

    /// What exists, as the device's owner sees it, whoever the requester is; sorted.
    private func list(_ path: Path) throws(LwM2MError) -> ConsoleOutcome {
        guard module.isRunning else { throw LwM2MError(.serviceUnavailable, module.whyNotRunning) }
        guard let id = path.object else { return .objects(module.summaries) }
        guard let object = module.summaries.first(where: { $0.definition.id == id }) else {
            throw LwM2MError(.notFound, "Object \(id) is not loaded")
        }
        guard path.depth > 1 else { return .object(object) }
        var paths: [Path] = []
        if path.depth < 4 {
            paths = try module.dataModel.discover(path, from: .host).map(\.path).filter { $0.depth == 3 }
        }
        if path.depth >= 3 {
            let node = try module.dataModel.read(path, from: .host)
            if case .resource(let resource) = node, case .multiple(let instances) = resource.content {
                paths += instances.map { path.appending($0.id) }
            }
            if path.depth == 4 { paths = [path] }
        }
        return .paths(paths.sorted(by: Self.isBefore), object.definition)
    }

    /// The natural order for people: by id. A resource comes before its instances.
    private static func isBefore(_ a: Path, _ b: Path) -> Bool {
        (a.resource ?? 0, a.depth, a.resourceInstance ?? 0) < (b.resource ?? 0, b.depth, b.resourceInstance ?? 0)
    }

    // MARK: - Values

    private func definition(_ path: Path) -> ObjectDefinition? {
        path.object.flatMap { module.dataModel.definition(of: $0) }
    }

    /// The Resource given by a path and a typed value.
    private func content(_ word: Word, at path: Path) throws(ConsoleError) -> Resource {
        let id = path.resource ?? 0
        return Resource(
            id: id, content: try content(word, definition(path)?[id], path.resourceInstance, place: "\(path)"))
    }

    private func resources(_ assignments: [Assignment], of path: Path) throws(ConsoleError) -> [Resource] {
        let definition = definition(path)
        var resources: [Resource] = []
        for assignment in assignments {
            let id = assignment.resource
            let content = try self.content(
                assignment.value, definition?[id], assignment.resourceInstance, place: "\(path)/\(id)")
            guard let index = resources.firstIndex(where: { $0.id == id }) else {
                resources.append(Resource(id: id, content: content))
                continue
            }
            guard case .multiple(let older) = resources[index].content, case .multiple(let newer) = content else {
                throw ConsoleError("resource \(id) is given twice", column: assignment.value.column)
            }
            resources[index].content = .multiple(older + newer)
        }
        return resources
    }

    /// A typed value for a Resource or one of its instances; if the Object does not know the Resource, the host reports
    /// that later.
    private func content(
        _ word: Word, _ known: ResourceDefinition?, _ instance: ResourceInstanceID?, place: String
    ) throws(ConsoleError) -> ResourceContent {
        let type = known?.type ?? .string
        if let instance {
            return .multiple([ResourceInstance(id: instance, value: try ValueText.value(word, as: type))])
        }
        if known?.isMultiple == true {
            guard ValueText.isList(word) else {
                throw ConsoleError(
                    "\(place) is multiple: write {0=VALUE,1=VALUE}, or one value to \(place)/0", column: word.column)
            }
            return .multiple(try ValueText.instances(word, as: type))
        }
        if known != nil, ValueText.isList(word), !word.isQuoted {
            throw ConsoleError("\(place) is single; a text with braces goes in quotes", column: word.column)
        }
        return .single(try ValueText.value(word, as: type))
    }
}

extension ConsoleSession {
    /// The candidates for a word of a line that is being typed; nil if file names are expected.
    package func candidates(_ line: String, _ start: Int, _ end: Int) -> [String]? {
        Completion.candidates(line, start, end, commands: { [module] in Self.atCommands(of: module) }) {
            [module] path in module.children(of: path)
        }
    }

    /// The AT commands of a module in each form with which they are typed, without AT.
    private static func atCommands(of module: Module) -> [String] {
        ATCommandTable.all.commands(on: module.product, profile: module.profile).flatMap { command in
            command.forms.map { form in
                switch form {
                case .action: command.name
                case .set: command.name + "="
                case .read: command.name + "?"
                case .test: command.name + "=?"
                }
            }
        }
    }
}

extension Module {
    /// The Objects, sorted by id.
    var summaries: [ObjectSummary] {
        host.objects.values.sorted { $0.id < $1.id }.map { object in
            ObjectSummary(
                definition: object.shownDefinition, fileName: object.fileName,
                instances: host.instances(of: object.id).sorted())
        }
    }

    /// The ids below a path, sorted; scripts are asked only for their instances.
    func children(of path: Path) -> [UInt16] {
        guard let id = path.object else { return host.objects.keys.sorted() }
        guard let object = host.objects[id] else { return [] }
        let instances = host.instances(of: id).sorted()
        guard let instance = path.instance else { return instances }
        guard instances.contains(instance), path.depth == 2 else { return [] }
        return object.definition.resources.map(\.id).sorted()
    }
}
