package import ATInterface
import ATLines
import Console
import FileSystem
package import Network
package import RealModule
package import ServerConsole
package import Terminal
import Wording

/// A prompt at the port of a module: what is typed goes to it, what it says is shown with times and what it means.
package final class ModuleShell {
    private let port: ModulePort
    private let loop: EventLoop
    private let input: any InputSource
    private let isInteractive: Bool
    private let showsKeys: Bool
    private let usesColor: Bool
    private let module: ATModule
    private let definitions: ServerDefinitions
    private let builder: LineBuilder
    private let start: Double

    private var lines = ShellLines()
    private var waiting: [UInt8] = []
    /// How many bytes of a file are still to be sent at the prompt.
    private var uploadRest = 0
    /// When the running command, or a pause, is over.
    private var deadline: Double?
    private var isAtEnd = false
    /// How often the module was asked whether it listens; nil once it does.
    private var attempts: Int?
    /// Whether the running command resets the module.
    private var resets = false
    /// Why it cannot go on; nil while it can.
    package private(set) var failure: String?
    /// Whether a command was refused or not answered.
    package private(set) var hasFailed = false

    /// The longest wait for an answer, in seconds; what searches for networks and resets takes longer.
    private static let patience = 30.0
    private static let longPatience = 200.0
    private static let longestUpload = 1 << 24

    /// - Parameters:
    ///   - module: gives lines their meaning on its product; it is not on.
    ///   - isInteractive: whether a person types.
    package init(
        _ port: ModulePort, like module: ATModule, _ definitions: ServerDefinitions, input: any InputSource,
        isInteractive: Bool, showsKeys: Bool, usesColor: Bool, on loop: EventLoop
    ) {
        (self.port, self.module, self.definitions, self.input) = (port, module, definitions, input)
        (self.isInteractive, self.showsKeys, self.usesColor, self.loop) = (isInteractive, showsKeys, usesColor, loop)
        builder = LineBuilder(for: module, definitions, owner: nil)
        start = loop.now
        input.isKept = { [unowned self] line in !holdsKeys(line) }
        input.completer = { [unowned self] line, start, end in candidates(line, start, end) }
    }

    /// Runs until the input ends, at a terminal, or the last command was answered.
    package func run() {
        loop.watch(port.descriptor) { [unowned self] ready in
            if ready.contains(.writing) { flush() }
            if ready.contains(.reading) { read() }
        }
        for descriptor in input.descriptors { loop.watch(descriptor) { [unowned self] _ in takeInput() } }
        loop.addDeadlines(
            next: { [unowned self] in deadline },
            advance: { [unowned self] time in if let deadline, deadline <= time { timeIsOver() } })
        greet()
        if !isOver { loop.run() }
        loop.unwatch(port.descriptor)
    }

    // MARK: - A module that boots

    /// Finds out whether the module listens: while it boots, what is sent to it is lost.
    private func greet() {
        attempts = (attempts ?? 0) + 1
        lines.begin("AT")
        deadline = loop.now + ATTimes.attention
        write(Array("AT\r".utf8))
    }

    /// The module did not answer in time.
    private func askAgain(after attempts: Int) {
        lines.giveUp()
        guard attempts < ATTimes.bootAttempts else { return fail(port.whySilent) }
        if attempts == 2 { show("\(stamp) the module does not answer yet: it may be booting") }
        greet()
    }

    /// Whether a command line resets the module, so that it boots afterwards.
    private static func resets(_ line: String) -> Bool {
        let line = line.uppercased().filter { $0 != " " }
        return ["+CFUN=15", "+CFUN=16", "+CFUN=1,1"].contains(where: line.contains)
    }

    private var isBusy: Bool { lines.running != nil || deadline != nil }
    private var isOver: Bool { failure != nil || (isAtEnd && (isInteractive || !isBusy)) }

    // MARK: - What is typed

    private func takeInput() {
        taking: while !isAtEnd, !isBusy || uploadRest > 0 {
            switch input.next(within: 0) {
            case .line(let line): obey(line)
            case .end:
                isAtEnd = true
                for descriptor in input.descriptors { loop.unwatch(descriptor) }
            case .nothing: break taking
            }
        }
        // What is typed ahead stays where it is until the answer has come.
        for descriptor in input.descriptors where !isAtEnd {
            loop.setInterest(isBusy && uploadRest == 0 ? [] : .reading, of: descriptor)
        }
        if isOver { loop.stop() }
    }

    private func obey(_ line: String) {
        if uploadRest > 0 { return upload(line) }
        let words: [Word]
        do throws(ConsoleError) { words = try Lexer.commands(in: line).first ?? [] } catch {
            // An AT line has quotes of its own.
            return line.uppercased().hasPrefix("AT") ? send(line) : refuse(error.description)
        }
        guard let first = words.first?.raw.lowercased() else { return }
        switch first {
        case "quit", "exit": isAtEnd = true
        case "help": show(Self.help)
        case "wait":
            guard words.count == 2, let seconds = Double(words[1].raw), (0...86_400).contains(seconds) else {
                return refuse("wait takes seconds, as in wait 2.5")
            }
            deadline = loop.now + seconds
        case "decode":
            show(meaning(of: String(line.drop { $0 == " " }.dropFirst(6).drop { $0 == " " })).text)
        case "at" where words.count > 1 && LineBuilder.Verb(rawValue: words[1].text) != nil:
            do throws(ConsoleError) {
                let built = try builder.line(Array(words.dropFirst()))
                for note in built.notes { show("note: \(note)") }
                show("> " + (showsKeys ? built.line : LineRecord.withoutKeys(built.line)))
                send(built.line)
            } catch {
                refuse(error.description)
            }
        default:
            guard first.hasPrefix("at") || first == "a/" else {
                return refuse("'\(line)' is no AT line; help says what there is")
            }
            send(line)
        }
    }

    private func send(_ line: String) {
        let name = line.uppercased()
        let isSlow = ["+CFUN", "+COPS", "+CPWROFF", "+CGATT", "+CGACT", "+UFACTORY"].contains { name.contains($0) }
        lines.begin(line)
        resets = Self.resets(line)
        deadline = loop.now + (isSlow ? Self.longPatience : Self.patience)
        write(Array(line.utf8) + [13])
    }

    /// A line, or the file that it names with an `@` in front, for the prompt of the module.
    private func upload(_ line: String) {
        var bytes = Array(line.utf8) + [10]
        if line.hasPrefix("@") {
            do throws(FileSystemError) {
                bytes = try Files.read(String(line.dropFirst()), limit: Self.longestUpload)
            } catch { return refuse("\(error)") }
        }
        let sent = Array(bytes.prefix(uploadRest))
        uploadRest -= sent.count
        deadline = loop.now + Self.patience + port.settings.seconds(for: sent.count)
        write(sent)
    }

    private func refuse(_ words: String) {
        hasFailed = true
        show(words)
    }

    /// Whether a line that was typed is better not kept in a history.
    private func holdsKeys(_ line: String) -> Bool {
        if LineRecord.withoutKeys(line) != line { return true }
        guard let words = try? Lexer.commands(in: line).first, words.count > 1, words[0].raw.lowercased() == "at" else {
            return false
        }
        guard let built = try? builder.line(Array(words.dropFirst())) else { return line.contains("=") }
        return LineRecord.withoutKeys(built.line) != built.line
    }

    private func candidates(_ line: String, _ start: Int, _ end: Int) -> [String]? {
        let typed = String(decoding: Array(line.utf8).prefix(end), as: UTF8.self)
        let names = module.table.commands(on: module.product, profile: module.profile).map { "AT" + $0.name }
        let verbs = LineBuilder.Verb.allCases.map { "at " + $0.rawValue } + ["help", "quit", "wait", "decode"]
        let whole =
            verbs.filter { $0.hasPrefix(typed) } + names.filter { !typed.isEmpty && $0.hasPrefix(typed.uppercased()) }
        return Array(Set(whole.map { String(decoding: Array($0.utf8).dropFirst(start), as: UTF8.self) })).sorted()
    }

    package static let help = """
        AT...              a line for the module, as it stands
        at VERB ...        a line that is made: \(LineBuilder.Verb.allCases.map(\.rawValue).joined(separator: ", "))
        decode LINE        what a line means
        wait SECONDS       listens
        help, quit         or the end of the input
        At the prompt > of an upload: a line of the file, or @PATH for all of it.
        """

    // MARK: - What the module says

    private func read() {
        do throws(PortError) {
            for item in lines.take(try port.readAvailable()) { show(item) }
        } catch {
            return fail(error.description)
        }
        takeInput()
    }

    private func show(_ item: ShellLines.Item) {
        switch item {
        case .prompt:
            let size = ReadLine.uploadSize(lines.running ?? "") ?? 0
            uploadRest = size
            show("\(stamp) > \(size) bytes")
        case .result where attempts != nil:
            attempts = nil
            deadline = nil
        case .result(let text, let isOK):
            deadline = nil
            uploadRest = 0
            if !isOK { hasFailed = true }
            show("\(stamp) \(colored(isOK ? "32" : "31", Printable.escaped(text)))")
            if isOK, resets {
                resets = false
                greet()
            }
        case .line(let text, let isAnswer):
            let shown = Printable.escaped(text)
            show("\(stamp) \(isAnswer ? shown : colored("36", shown))")
            guard text.hasPrefix("+ULWM2M") else { return }
            let parts = meaning(of: text).text.split(separator: "\n")
            // A single line says nothing that the line itself does not.
            for part in parts.dropFirst() { show("          " + colored("2", String(part))) }
        }
    }

    private func meaning(of line: String) -> LineMeaning {
        LineMeaning(of: line, on: module, definitions, showsKeys: showsKeys)
    }

    private func timeIsOver() {
        deadline = nil
        if let attempts { return askAgain(after: attempts) }
        if let command = lines.running {
            hasFailed = true
            lines.giveUp()
            show("\(stamp) no answer to \(LineRecord.withoutKeys(command))")
        }
        takeInput()
    }

    private var stamp: String {
        colored("2", Digits.decimal(Int((loop.now - start) * 1000), places: 3).indented(to: 9))
    }

    private func colored(_ code: String, _ text: String) -> String {
        usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private func show(_ text: String) { input.show(text) }

    // MARK: - The port

    private func write(_ bytes: [UInt8]) {
        waiting += bytes
        flush()
    }

    private func flush() {
        do throws(PortError) {
            loop.setInterest(try port.flush(&waiting) ? .reading : [.reading, .writing], of: port.descriptor)
        } catch {
            fail(error.description)
        }
    }

    private func fail(_ words: String) {
        failure = failure ?? words
        loop.unwatch(port.descriptor)
        loop.stop()
    }
}
