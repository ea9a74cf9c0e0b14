import FileSystem
import Lua
import LwM2M
import ObjectGenerator
import ObjectHost
import Products
import Wording

/// Examines one Lua file: its text, its compiled form, and what it does when it is loaded.
struct LuaFileCheck {
    let checker: ObjectChecker
    let file: CheckedFile
    /// The name of the file without its folder.
    let name: String
    private let compiled: Result<CompiledChunk, LuaError>
    private let probe: ObjectProbe?
    /// How the file uses globals.
    let uses: [GlobalUse]
    /// Where the file uses nil as if it were a value.
    private let nilUses: [NilUse]
    let tokens: [LuaToken]
    let tables: ScriptTables
    /// The custom regions that contain code, with their lines.
    let regions: [(region: CustomRegion, lines: Range<Int>)]
    /// Where each line begins.
    private let lineStarts: [Int]
    /// The line that registers the Object, as far as the text shows it.
    let registrationLine: Int

    init(checker: ObjectChecker, file: CheckedFile) {
        self.checker = checker
        self.file = file
        name = Paths.name(of: file.path)
        compiled = Self.compile(file.content, name: name)
        probe = (try? compiled.get()) == nil ? nil : ObjectProbe(file.content, name: name, checker: checker)
        (uses, nilUses) = (try? compiled.get())?.uses ?? ([], [])
        registrationLine = uses.first { $0.kind == .call && $0.path == ["lwm2m_object_tbl_add"] }?.line ?? 0
        lineStarts = [0] + file.content.indices.filter { file.content[$0] == 0x0A }.map { $0 + 1 }
        tokens = LuaToken.all(in: file.content)
        tables = ScriptTables(tokens)
        let generated = GeneratedFile(reading: file.content)
        regions = generated.regions.compactMap { region, code in
            generated.regionLines[region].map { line in (region, line..<line + code.count { $0 == 0x0A }) }
        }
    }

    /// The custom region that contains a line; nil if there is none.
    func region(at line: Int) -> CustomRegion? { regions.first { $0.lines.contains(line) }?.region }

    /// The id that the file registered; nil if it registered none, or not an integer.
    var registeredID: Int64? { probe?.registrations.last?.id.integer }

    /// The globals that the file assigns.
    var globalsWritten: Set<String> {
        Set(uses.lazy.filter { $0.kind == .write && $0.path.count == 1 }.map { $0.path[0] })
    }

    /// The globals that the file reads.
    var globalsRead: Set<String> { Set(uses.lazy.filter { $0.kind != .write }.compactMap(\.path.first)) }

    /// The globals of the file that have a value once it has been loaded.
    var globalsOfFile: Set<String> {
        guard let lua = probe?.host.lua else { return [] }
        return globalsWritten.filter { ((try? lua.global($0)) ?? .nil) != .nil }
    }

    func findings(
        globalsOfOthers: Set<String>, globalsOfFiles: Set<String>, readByOthers: Set<String>
    ) -> [Finding] {
        var findings = FileRules(check: self).findings()
        let code = CodeRules(
            check: self, uses: uses.filter(isReached), functions: ObjectFunctions(tokens), chunk: try? compiled.get(),
            globalsOfFiles: globalsOfFiles, readByOthers: readByOthers)
        findings += code.findings() + RegionRules(check: self, functions: code.functions).findings()
        findings += TableRules(check: self, tables: tables).findings()
        switch compiled {
        case .failure(let error):
            findings.append(finding(for: error))
        case .success(let chunk):
            let uses = uses.filter(isReached)
            findings += BindingRules(check: self, uses: uses).findings()
            findings += NilRules(check: self, uses: nilUses).findings() + HiddenNameRules(check: self).findings()
            findings += GlobalRules(check: self, uses: uses, globalsOfOthers: globalsOfOthers).findings()
            if let probe { findings += loadFindings(probe, chunk) }
        }
        return findings
    }

    /// The line with other names, for a message: `, so the line is: local n = resource_table[res]`; empty if it is long.
    func instead(of names: [String: String], in line: Int) -> String {
        changed(line: line) { index, words in
            guard words[index].kind == .name, index == 0 || !words[index - 1].is(".") else { return nil }
            return names[words[index].text]
        }.map { ", so the line is: \($0)" } ?? ""
    }

    /// A line with some words replaced, without superfluous spaces; nil if the line is long or nothing changes.
    ///
    /// - Parameter change: the replacement for a word, by its index among the words of the line; nil keeps the word.
    func changed(line: Int, _ change: (Int, [LuaToken]) -> String?) -> String? {
        guard lineStarts.indices.contains(line - 1) else { return nil }
        let bytes = Array(file.content[lineStarts[line - 1]...].prefix(100).prefix { $0 != 0x0A })
        guard bytes.count < 100 else { return nil }
        let words = LuaToken.all(in: bytes)
        var text = ""
        var place = 0
        for (index, word) in words.enumerated() {
            guard let other = change(index, words) else { continue }
            text += String(decoding: bytes[place..<word.range.lowerBound], as: UTF8.self) + other
            place = word.range.upperBound
        }
        guard place > 0 else { return nil }
        text += String(decoding: bytes[place...], as: UTF8.self)
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The finding for a Lua error, at the line that its message names.
    func finding(for error: LuaError, among others: String = "") -> Finding {
        let place = ErrorPlace(error.message, file: name)
        let at = ErrorPlace(error.place, file: name)
        let limits = checker.limits
        switch error.code {
        case .bytecode:
            return finding(
                .bytecode, "the file is compiled Lua, which the module refuses: store the text it was made from")
        case .syntax:
            return finding(.syntax, line: place.line, "\(place.message): correct the text")
        case .memory where error.message == LuaError.noSystemMemory:
            return finding(.loadMemory, "it was not loaded: \(error.message): end other programs, and check it again")
        case .memory:
            return finding(
                .loadMemory, line: place.line,
                "loading it\(others) needs more than \(limits.memory) bytes: make smaller tables, or fewer of them")
        case .instructions:
            return finding(
                .loadTime, line: at.line,
                "loading it\(others) does not end within \(limits.instructions) instructions: look for a loop without "
                    + "an end")
        case .timeout:
            return finding(
                .loadTime, line: at.line,
                "loading it\(others) does not end within \(Digits.brief(limits.seconds)) seconds: look for a loop or a pattern "
                    + "without an end")
        case .runtime, .missing, .tooLarge:
            return finding(.loadError, line: place.line, "loading it\(others) fails: \(place.message)")
        }
    }

    /// A finding of one of our rules in this file.
    func finding(_ rule: Rule, line: Int = 0, _ message: String) -> Finding {
        Finding(rule, file: file.path, line: line, message)
    }

    /// Whether a use is reached on the product: scripts tell products apart with `if lua_send_pulse then`.
    private func isReached(_ use: GlobalUse) -> Bool {
        let missing = checker.product.hasPulse ? [] : ["lua_send_pulse"]
        let there = KnownNames.bindings.filter { !missing.contains($0) }
        return use.present.isDisjoint(with: missing) && use.absent.isDisjoint(with: there)
    }

    private func loadFindings(_ probe: ObjectProbe, _ chunk: CompiledChunk) -> [Finding] {
        if let error = probe.error { return [finding(for: error)] }
        return ContractRules(check: self, probe: probe).findings()
            + ResourceRules(check: self, probe: probe, words: WordLines(chunk)).findings()
            + ProductNameRules(check: self, probe: probe).findings()
    }

    private static func compile(_ text: [UInt8], name: String) -> Result<CompiledChunk, LuaError> {
        do throws(LuaError) {
            // The compiler needs memory that the module's own may not need; only the load is measured.
            let lua = try LuaState(limits: LuaLimits(memory: 256 << 20))
            let code = try lua.compile(text, named: name)
            do throws(CompiledChunkError) {
                return .success(try CompiledChunk(code))
            } catch {
                return .failure(LuaError(.syntax, "the compiled chunk cannot be read: \(error)"))
            }
        } catch {
            return .failure(error)
        }
    }
}

/// A Lua message split into its line and its text.
struct ErrorPlace {
    /// 0 if the message names no line of the file.
    var line = 0
    var message: String

    /// - Parameter text: `object_x.lua:41: attempt to index a nil value`.
    init(_ text: String, file: String) {
        message = text
        guard text.hasPrefix(file + ":") else { return }
        let rest = text.dropFirst(file.count + 1)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let line = Int(digits) else { return }
        self.line = line
        var words = rest.dropFirst(digits.count)
        if words.hasPrefix(":") { words = words.dropFirst() }
        message = words.hasPrefix(" ") ? String(words.dropFirst()) : String(words)
    }
}

/// The names that the contract and Lua itself define.
enum KnownNames {
    /// What `require` finds on the module.
    static let modules = ["lwm2m_object_table", "lwm2m_defs", "utils"]

    /// The functions that the client registers on at least one product (UBX-18068860 R09 chapter 6).
    static let bindings = [
        "lua_send_urc", "lua_send_pulse", "lua_modem_get_imei", "lua_modem_get_msisdn", "lua_modem_get_carrier_id",
        "lua_system_reboot", "lua_system_factory_reset",
    ]

    /// The tables of constants.
    static let constantTables: Set = ["coap", "lwm2m_interface_type", "lwm2m_carrier_id"]

    /// Globals of the standard libraries of Lua 5.1 to 5.4.
    static let standard: Set = [
        "_G", "_VERSION", "assert", "bit32", "collectgarbage", "coroutine", "debug", "dofile", "error", "getfenv",
        "getmetatable", "io", "ipairs", "load", "loadfile", "loadstring", "math", "module", "newproxy", "next", "os",
        "package", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select", "setfenv",
        "setmetatable", "string", "table", "tonumber", "tostring", "type", "unpack", "utf8", "warn", "xpcall",
    ]

    /// The functions that every Object has; `execute` only with an executable Resource.
    static let contractFunctions = [
        "load", "get_resource_table", "get_resource_type", "get_object_table", "create", "delete", "read", "write",
        "discover",
    ]
}
