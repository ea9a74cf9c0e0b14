import CLuaBridge

extension LuaState {
    /// Compiles a Lua text. A byte order mark and a first line that starts with `#` are skipped, as Lua's own file
    /// loader does.
    ///
    /// A text that is loaded repeatedly under one name is compiled only twice.
    ///
    /// - Parameters:
    ///   - source: plain text only.
    ///   - name: the file name that messages show.
    /// - throws: `.syntax` with file and line, `.bytecode` for compiled Lua, `.memory`.
    /// - Source: Lua 5.3 manual, `luaL_loadfilex`; UBX-18068860 R09 §2.2 for the refusal of compiled Lua.
    package func load(_ source: [UInt8], named name: String) throws(LuaError) -> LuaFunction {
        var handle: OpaquePointer?
        if let sharedCode {
            return try loadCompiled(try sharedCode.code(of: source, named: name, in: self), named: name)
        }
        guard let known = compiled[name], known.text == source else {
            let status = source.withUnsafeBytes { bytes in
                lb_load(vm, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, name, &handle)
            }
            try check(status)
            compiled[name] = CompiledSource(text: source, code: nil)
            return LuaFunction(reference: reference(handle))
        }
        let code: [UInt8]
        if let ready = known.code {
            code = ready
        } else {
            code = try compile(source, named: name)
            compiled[name]?.code = code
        }
        return try loadCompiled(code, named: name)
    }

    private func loadCompiled(_ code: [UInt8], named name: String) throws(LuaError) -> LuaFunction {
        var handle: OpaquePointer?
        let status = code.withUnsafeBytes { bytes in
            lb_load_compiled(vm, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, name, &handle)
        }
        try check(status)
        return LuaFunction(reference: reference(handle))
    }

    /// The bytecode of a Lua text, for `CompiledChunk`; it cannot be loaded from outside.
    ///
    /// - throws: as `load`.
    package func compile(_ source: [UInt8], named name: String) throws(LuaError) -> [UInt8] {
        var code: UnsafePointer<CChar>?
        var size = 0
        let status = source.withUnsafeBytes { bytes in
            lb_compile(vm, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, name, &code, &size)
        }
        try check(status)
        return Array(UnsafeRawBufferPointer(start: code, count: size))
    }

    /// Turns a status of the bridge into an error with its message.
    func check(_ status: lb_status) throws(LuaError) {
        guard status != LB_OK else { return }
        throw failure(status)
    }

    /// The error for a status other than LB_OK.
    func failure(_ status: lb_status) -> LuaError {
        let code: LuaError.Code =
            switch status {
            case LB_SYNTAX: .syntax
            case LB_BYTECODE: .bytecode
            case LB_MEMORY: .memory
            case LB_INSTRUCTIONS: .instructions
            case LB_TIMEOUT: .timeout
            case LB_TOO_LARGE: .tooLarge
            case LB_MISSING: .missing
            default: .runtime
            }
        var length = 0
        let message = lb_error_message(vm, &length).map {
            String(decoding: UnsafeRawBufferPointer(start: $0, count: length), as: UTF8.self)
        }
        let traceback = lb_error_traceback(vm, &length).map {
            String(decoding: UnsafeRawBufferPointer(start: $0, count: length), as: UTF8.self)
        }
        return LuaError(
            code, message ?? "", traceback: traceback ?? "",
            place: code == .timeout || code == .instructions
                ? lb_error_place(vm).map { String(cString: $0) } ?? "" : "")
    }
}

/// A text that was loaded and, from the second time on, its bytecode.
struct CompiledSource {
    var text: [UInt8]
    var code: [UInt8]?
}

/// What texts were compiled to, for many states of one owner that load the same ones: each is compiled once.
///
/// It has one owner, as its states have.
package final class SharedCode {
    private var known: [String: CompiledSource] = [:]

    package init() {}

    /// The code of a text; a text that is not the one known by that name is compiled, and known then.
    fileprivate func code(
        of source: [UInt8], named name: String, in state: LuaState
    ) throws(LuaError) -> [UInt8] {
        if let found = known[name], found.text == source, let code = found.code { return code }
        let code = try state.compile(source, named: name)
        known[name] = CompiledSource(text: source, code: code)
        return code
    }
}
