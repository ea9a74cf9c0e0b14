import CLuaBridge

/// What script functions cost, by the calls that led to them.
package struct LuaProfile: Sendable {
    /// A function.
    package struct Function: Hashable, Sendable {
        /// As the source defines it, `object_x.write`; for a library function, or one without a name, as it was called.
        package var name: String
        /// The name under which its file was loaded; `[C]` for a function that is not written in Lua.
        package var file: String
        /// The line where it begins; 0 for the main function of a file, -1 for a function that is not written in Lua.
        package var line: Int

        /// `object_x.write object_x.lua:41`.
        package var text: String {
            if line < 0 { return name.isEmpty ? file : "\(name) \(file)" }
            return line == 0 ? file : (name.isEmpty ? "" : name + " ") + "\(file):\(line)"
        }
    }

    /// What was spent.
    package struct Cost: Hashable, Sendable {
        package var calls = 0
        package var instructions = 0
        /// Measured on the machine's clock, including the overhead of the profiler.
        package var nanoseconds = 0

        static func += (left: inout Cost, right: Cost) {
            left.calls += right.calls
            left.instructions += right.instructions
            left.nanoseconds += right.nanoseconds
        }
    }

    /// What was spent in the last function of each chain of calls, outermost function first.
    package private(set) var stacks: [[Function]: Cost] = [:]

    /// An empty profile.
    package init() {}

    /// Adds what was spent in the last function of a chain.
    package mutating func add(_ stack: [Function], _ cost: Cost) {
        guard !stack.isEmpty else { return }
        stacks[stack, default: Cost()] += cost
    }

    /// Adds another profile.
    package mutating func merge(_ other: LuaProfile) { for (stack, cost) in other.stacks { add(stack, cost) } }

    /// What was spent in each function itself, and including everything it called, most instructions first.
    package var functions: [(function: Function, own: Cost, total: Cost)] {
        var own: [Function: Cost] = [:]
        var total: [Function: Cost] = [:]
        for (stack, cost) in stacks {
            if let last = stack.last { own[last, default: Cost()] += cost }
            for function in Set(stack) { total[function, default: Cost()] += cost }
        }
        return total.map { ($0.key, own[$0.key] ?? Cost(), $0.value) }.sorted { one, other in
            (other.1.instructions, one.0.text) < (one.1.instructions, other.0.text)
        }
    }

    /// One line per chain of calls with its instructions, `a;b;c 120`: the input of flame graph tools.
    package var folded: String {
        stacks.filter { $0.value.instructions > 0 }.map { stack, cost in
            stack.map { $0.text.split(separator: ";").joined(separator: ":") }.joined(separator: ";")
                + " \(cost.instructions)\n"
        }.sorted().joined()
    }
}

extension LuaState {
    /// Starts counting what functions cost; scripts then take many times as long.
    ///
    /// - throws: `.memory` if the machine has too little memory for it.
    package func startProfile() throws(LuaError) {
        guard lb_start_profile(vm) else { throw LuaError(.memory, "no room for a profile of the scripts") }
    }

    /// What script functions have cost since `startProfile`, without those of the program's own Lua.
    package var profile: LuaProfile {
        var profile = LuaProfile()
        var names: [String: [Int: String]] = [:]
        var stacks: [[LuaProfile.Function]] = []
        var entry = lb_profile_entry()
        while lb_profile_entry_at(vm, Int32(stacks.count), &entry) {
            guard entry.parent >= 0 else {
                stacks.append([])
                continue
            }
            let file = String(cString: entry.source)
            var stack = stacks[Int(entry.parent)]
            let isOwn = file.hasPrefix("xlwm2m/")
            if !isOwn {
                var function = LuaProfile.Function(
                    name: String(cString: entry.name), file: file, line: Int(entry.line))
                if entry.line > 0 {
                    let known = names[file] ?? compiled[file].map { LuaToken.functionNames(in: $0.text) } ?? [:]
                    names[file] = known
                    function.name = known[Int(entry.line)] ?? function.name
                }
                stack.append(function)
            }
            stacks.append(stack)
            guard !isOwn else { continue }
            profile.add(
                stack,
                LuaProfile.Cost(
                    calls: Int(entry.calls), instructions: Int(entry.instructions),
                    nanoseconds: Int(entry.nanoseconds)))
        }
        return profile
    }
}

extension LuaToken {
    /// The names of the functions in a text by the line on which each begins: `function a.b(`, `local function a(`,
    /// `a.b = function(`, `a = function(`. If several begin on one line, the first.
    static func functionNames(in text: [UInt8]) -> [Int: String] {
        let tokens = all(in: text)
        var names: [Int: String] = [:]
        for (index, token) in tokens.enumerated() where token.is("function") && names[token.line] == nil {
            let after = tokens[(index + 1)...].prefix { $0.kind == .name || $0.is(".") || $0.is(":") }
            var name = after.map(\.text).joined()
            if name.isEmpty, index > 1, tokens[index - 1].is("=") {
                let before = tokens[..<(index - 1)].reversed().prefix { $0.kind == .name || $0.is(".") || $0.is(":") }
                // `local a = function` has two names in a row.
                var parts: [String] = []
                for part in before {
                    if let last = parts.last, part.kind == .name, last != ".", last != ":" { break }
                    parts.append(part.text)
                }
                name = parts.reversed().joined()
            }
            if !name.isEmpty { names[token.line] = name }
        }
        return names
    }
}
