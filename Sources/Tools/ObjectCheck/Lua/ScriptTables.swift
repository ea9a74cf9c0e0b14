import Lua

/// The constants and tables in the text of a script: what is defined twice, and on which line each field is.
struct ScriptTables {
    /// Something that was defined a second time, so that the first definition is lost.
    struct Twice: Hashable {
        /// `RES_M_LEVEL`, or the key `[RES_M_LEVEL]`.
        var name: String
        var first: Int
        var second: Int
        /// The first value of a constant, or the id that a key stands for.
        var id: Int64?
        /// The second value of a constant.
        var value: Int64?
    }

    /// Constants of the file that are defined again.
    private(set) var constants: [Twice] = []
    /// Keys that occur again in the same table.
    private(set) var keys: [Twice] = []
    /// The variables used as keys, `RES_M_LEVEL` of `[RES_M_LEVEL] =`.
    private(set) var keyNames = Set<String>()
    /// The lines of the fields in each table with a number as its key, by number and field name; the first counts.
    private(set) var lines: [Int64: [String: Int]] = [:]

    private var values: [String: (value: Int64, line: Int)] = [:]

    /// A table that is still open.
    private struct Frame {
        var keys: [Key: Int] = [:]
        /// The key in the enclosing table.
        var id: Int64?
        /// The blocks of functions and brackets that are open inside it.
        var depth = 0
        /// The name of the table if it is `local NAME = {`; its fields are constants.
        var prefix: String?
    }

    private enum Key: Hashable {
        case number(Int64)
        case name(String)
    }

    init(_ tokens: [LuaToken]) {
        var frames: [Frame] = []
        var depth = 0
        var index = 0
        var lastID: Int64?
        while index < tokens.count {
            let token = tokens[index]
            let before = index > 0 ? tokens[index - 1] : nil
            if let frame = frames.indices.last, frames[frame].depth == 0,
                before?.is("{") == true || before?.is(",") == true || before?.is(";") == true,
                let (key, shown, end) = self.key(tokens, index)
            {
                if token.is("["), tokens[index + 1].kind == .name { keyNames.insert(tokens[index + 1].text) }
                take(key, shown, token.line, &frames[frame], tokens, end)
                lastID = if case .number(let id) = key { id } else { nil }
                index = end + 1
                continue
            }
            switch token.kind == .string ? "" : token.text {
            case "{":
                var frame = Frame()
                if frames.isEmpty, depth == 0, index > 2, before?.is("=") == true, tokens[index - 3].is("local") {
                    frame.prefix = tokens[index - 2].text
                }
                frame.id = before?.is("=") == true ? lastID : nil
                frames.append(frame)
            case "}": _ = frames.popLast()
            case "function", "if", "do", "repeat", "(", "[": change(&frames, &depth, by: 1)
            case "end", "until", ")", "]": change(&frames, &depth, by: -1)
            case "local" where frames.isEmpty && depth == 0: constant(tokens, index)
            default: break
            }
            lastID = nil
            index += 1
        }
    }

    private func change(_ frames: inout [Frame], _ depth: inout Int, by step: Int) {
        if let last = frames.indices.last { frames[last].depth += step } else { depth += step }
    }

    /// The key that starts at a token, `[KEY] =` or `KEY =`, its text for messages, and the position of its `=`.
    private func key(_ tokens: [LuaToken], _ index: Int) -> (Key, String, Int)? {
        func `is`(_ offset: Int, _ word: String) -> Bool {
            index + offset < tokens.count && tokens[index + offset].is(word)
        }
        let first = tokens[index]
        if first.kind == .name, `is`(1, "="), !`is`(2, "=") { return (.name(first.text), first.text, index + 1) }
        guard first.is("["), index + 3 < tokens.count else { return nil }
        let inner = tokens[index + 1]
        if `is`(2, "]"), `is`(3, "=") {
            let shown = inner.kind == .string ? "[\"\(inner.text)\"]" : "[\(inner.text)]"
            if let number = inner.integer { return (.number(number), shown, index + 3) }
            if inner.kind == .string { return (.name(inner.text), shown, index + 3) }
            // A variable whose value is not known may differ each time.
            return inner.kind == .name ? values[inner.text].map { (.number($0.value), shown, index + 3) } : nil
        }
        if inner.kind == .name, `is`(2, "."), `is`(4, "]"), `is`(5, "=") {
            let name = "\(inner.text).\(tokens[index + 3].text)"
            return values[name].map { (.number($0.value), "[\(name)]", index + 5) }
        }
        return nil
    }

    private mutating func take(
        _ key: Key, _ shown: String, _ line: Int, _ frame: inout Frame, _ tokens: [LuaToken], _ end: Int
    ) {
        if let first = frame.keys[key] {
            var id: Int64?
            if case .number(let number) = key { id = number }
            keys.append(Twice(name: shown, first: first, second: line, id: id))
        } else {
            frame.keys[key] = line
        }
        switch key {
        case .number(let id): if lines[id] == nil { lines[id] = ["": line] }
        case .name(let name):
            if let id = frame.id, lines[id]?[name] == nil { lines[id]?[name] = line }
            guard let prefix = frame.prefix, end + 1 < tokens.count, let value = tokens[end + 1].integer else { return }
            values[prefix + "." + name] = (value, line)
        }
    }

    /// `local NAME = 1` at the top level of the file.
    private mutating func constant(_ tokens: [LuaToken], _ index: Int) {
        guard index + 3 < tokens.count, tokens[index + 1].kind == .name, tokens[index + 2].is("="),
            let value = tokens[index + 3].integer
        else { return }
        let (name, line) = (tokens[index + 1].text, tokens[index + 1].line)
        if let first = values[name] {
            constants.append(Twice(name: name, first: first.line, second: line, id: first.value, value: value))
        }
        values[name] = (value, line)
    }
}

/// The first line of a chunk whose code contains each text.
final class WordLines {
    private let chunk: CompiledChunk
    private lazy var lines = Self.lines(of: chunk)

    init(_ chunk: CompiledChunk) { self.chunk = chunk }

    /// 0 if no line contains the text.
    func line(of text: String) -> Int { lines[Array(text.utf8)] ?? 0 }

    private static func lines(of chunk: CompiledChunk) -> [[UInt8]: Int] {
        var lines: [[UInt8]: Int] = [:]
        for function in chunk.functions where !function.lines.isEmpty {
            func note(_ constant: Int, _ pc: Int) {
                guard function.constants.indices.contains(constant),
                    case .string(let text) = function.constants[constant],
                    lines[text] == nil
                else { return }
                lines[text] = function.lines[pc]
            }
            for (pc, instruction) in function.instructions.enumerated() {
                switch instruction.opcode {
                case .loadConstant: note(instruction.bx, pc)
                case .setTable:
                    note(instruction.b - 256, pc)
                    note(instruction.c - 256, pc)
                default: continue
                }
            }
        }
        return lines
    }
}
