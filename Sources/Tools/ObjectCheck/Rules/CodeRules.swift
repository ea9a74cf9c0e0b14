import Lua
import LwM2M
import ObjectGenerator
import ObjectHost

/// Whether the code of an Object returns only what its operations may return, and contains no remains of code pasted
/// from elsewhere.
struct CodeRules {
    let check: LuaFileCheck
    let uses: [GlobalUse]
    let functions: ObjectFunctions
    let chunk: CompiledChunk?
    /// The globals that the files of the set assign when they are loaded.
    let globalsOfFiles: Set<String>
    /// The globals that other files of the set read.
    let readByOthers: Set<String>

    func findings() -> [Finding] { answers() + strayGlobals() + vendorNames() }

    /// The names in the vendor's form of an Object and their replacements in ours.
    ///
    /// - Source: object contract §8.
    static let vendorNames = [
        "resource_tbl": "resource_table", "object_tbl": "object_table", "t": "object_table", "vtype": "resource.Type",
    ]

    // MARK: - Answers

    private func answers() -> [Finding] {
        let codes = Self.codes(of: check.checker)
        return functions.returns.compactMap { found in
            let operation = found.operation
            let code: UInt8
            let shown: String
            switch found.answer {
            case .other: return nil
            case .nothing:
                return check.finding(
                    .returnNoCode, line: found.line,
                    "'return' of '\(operation.rawValue)' answers no code, which the client takes for a fault, 5.00: return "
                        + "coap.\(Self.name(of: operation.success, in: codes))")
            case .number(let number):
                guard let byte = UInt8(exactly: number) else { return nil }
                (code, shown) = (byte, "the code \(number)")
            case .constant(let name):
                guard let number = codes[name], let byte = UInt8(exactly: number) else { return nil }
                (code, shown) = (byte, "coap." + name)
            }
            let answer = ResponseCode(rawValue: code)
            guard answer != operation.success, !operation.mayRefuse(with: answer) else { return nil }
            let allowed = Set(
                codes.filter {
                    UInt8(exactly: $0.value).map { code in
                        ResponseCode(rawValue: code) == operation.success
                            || operation.mayRefuse(with: ResponseCode(rawValue: code))
                    } ?? false
                }.keys
            ).sorted().joined(separator: ", ")
            return check.finding(
                .codeNotAllowed, line: found.line,
                "'\(operation.rawValue)' may not answer \(shown), which becomes 5.00: take one of \(allowed)")
        }
    }

    /// The constants of the table `coap`.
    private static func codes(of checker: ObjectChecker) -> [String: Int64] {
        guard let host = try? ObjectProbe.host(for: checker), case .table(let fields)? = try? host.lua.global("coap")
        else { return [:] }
        return Dictionary(
            fields.compactMap { field in field.key.text.flatMap { name in field.value.integer.map { (name, $0) } } },
            uniquingKeysWith: { first, _ in first })
    }

    private static func name(of code: ResponseCode, in codes: [String: Int64]) -> String {
        codes.first { $0.value == Int64(code.rawValue) }?.key ?? "\(code)"
    }

    // MARK: - Pasted code

    private func strayGlobals() -> [Finding] {
        guard let chunk else { return [] }
        let lines = FunctionLines(chunk)
        var writers: [String: Set<Int>] = [:]
        var readers: [String: Set<Int>] = [:]
        for use in uses {
            guard let name = use.path.first, let function = lines.function(at: use.line) else { continue }
            if use.kind == .write, use.path.count == 1 {
                writers[name, default: []].insert(function)
            } else {
                readers[name, default: []].insert(function)
            }
        }
        var seen = Set<String>()
        return uses.compactMap { use in
            guard use.kind == .write, use.path.count == 1, let name = use.path.first, let functions = writers[name],
                lines.function(at: use.line) != nil, !globalsOfFiles.contains(name), !readByOthers.contains(name),
                Self.vendorNames[name] == nil, name != "value",
                // One function sets it for another.
                readers[name, default: []].isSubset(of: functions), seen.insert(name).inserted
            else { return nil }
            return check.finding(
                .strayGlobal, line: use.line,
                "'\(name)' is given a value in a function and is a global of all Objects: write 'local \(name) = ...'")
        }
    }

    private func vendorNames() -> [Finding] {
        let written = Set(uses.lazy.filter { $0.kind == .write }.map(\.path[0]))
        var seen = Set<String>()
        return uses.compactMap { use in
            guard let name = use.path.first, let other = Self.vendorNames[name], !globalsOfFiles.contains(name) else {
                return nil
            }
            // Elsewhere a script may have a variable of its own with this name.
            let region = check.region(at: use.line)
            guard region != nil || !written.contains(name), !use.isGuarded, seen.insert(name).inserted else {
                return nil
            }
            return check.finding(
                .vendorName, line: use.line,
                "'\(name)' is a name of the vendor's form of an Object, and nothing here: write \(other)"
                    + check.instead(of: Self.vendorNames, in: use.line))
        }
    }
}

/// The innermost function that encloses each line of a file.
private struct FunctionLines {
    private var owners: [Int] = []

    init(_ chunk: CompiledChunk) {
        for (number, function) in chunk.functions.enumerated() where function.firstLine > 0 {
            guard function.lastLine >= function.firstLine else { continue }
            if owners.count <= function.lastLine {
                owners += Array(repeating: 0, count: function.lastLine + 1 - owners.count)
            }
            // Outer functions come before the functions inside them.
            for line in function.firstLine...function.lastLine { owners[line] = number + 1 }
        }
    }

    /// A number for the function; nil for the main chunk.
    func function(at line: Int) -> Int? {
        owners.indices.contains(line) && owners[line] > 0 ? owners[line] : nil
    }
}
