import CLuaBridge

extension LuaState {
    /// Makes a Swift function callable from Lua.
    ///
    /// - Parameters:
    ///   - name: the global, or the field of the table.
    ///   - table: a global table, which is made if it is missing; nil for a global.
    ///   - body: its errors are raised in Lua, preceded by the caller's file and line. It must not keep its arguments.
    /// - throws: `.memory`.
    package func register(
        _ name: String, in table: String? = nil, _ body: @escaping (LuaArguments) throws(LuaError) -> [LuaValue]
    ) throws(LuaError) {
        hostFunctions.append(body)
        try check(lb_register(vm, table, name, Int32(hostFunctions.count - 1)))
    }

    /// Provides the next of the functions that the state found in its image.
    package func provide(_ body: @escaping (LuaArguments) throws(LuaError) -> [LuaValue]) { hostFunctions.append(body) }

    /// Runs a host function; returns the number of results pushed, or LB_RAISE with the message on top.
    func callHost(_ function: Int32, _ arguments: Int32) -> Int32 {
        do {
            let results = try hostFunctions[Int(function)](LuaArguments(state: self, count: Int(arguments)))
            for result in results { try push(result) }
            return Int32(results.count)
        } catch {
            lb_settop(vm, arguments)
            if error.code == .memory { return Int32(LB_RAISE_SHORTAGE) }
            guard (try? push(.text(error.message))) != nil else {
                // There is no memory even for the message: the bridge raises nil.
                lb_settop(vm, arguments)
                _ = lb_push(vm, lb_value())
                return Int32(LB_RAISE)
            }
            return Int32(LB_RAISE)
        }
    }
}

/// The bridge's handle on a state: the way back from a C callback to Swift, without keeping the state alive.
final class HostBox {
    unowned(unsafe) var state: LuaState!

    /// The callbacks for this box, which must outlive the bridge.
    var callbacks: lb_host {
        lb_host(
            context: Unmanaged.passUnretained(self).toOpaque(),
            call: { context, function, arguments in
                HostBox.from(context).state.callHost(function, arguments)
            },
            print: { context, text, length, file, line in
                let bytes = UnsafeRawBufferPointer(start: text, count: length)
                HostBox.from(context).state.world.printed(
                    String(decoding: bytes, as: UTF8.self), file.map { String(cString: $0) } ?? "", Int(line))
            },
            module: { context, name, text, length, file in
                guard let name, let found = HostBox.from(context).state.keepModule(String(cString: name)) else {
                    return false
                }
                text?.pointee = UnsafePointer(found.text.baseAddress)
                length?.pointee = found.text.count
                file?.pointee = UnsafePointer(found.file.baseAddress)
                return true
            },
            unix_time: { context in HostBox.from(context).state.world.unixTime() },
            processor_time: { context in HostBox.from(context).state.world.processorTime() })
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> HostBox {
        guard let context else { preconditionFailure("the bridge passes the context it was given") }
        return Unmanaged<HostBox>.fromOpaque(context).takeUnretainedValue()
    }
}

extension LuaState {
    /// Looks a module up and keeps its bytes for the bridge.
    func keepModule(
        _ name: String
    ) -> (text: UnsafeMutableBufferPointer<CChar>, file: UnsafeMutableBufferPointer<CChar>)? {
        guard let module = world.module(name) else { return nil }
        moduleText?.deallocate()
        moduleFile?.deallocate()
        let text = UnsafeMutableBufferPointer<CChar>.allocate(capacity: module.text.count)
        _ = text.initialize(from: module.text.lazy.map { CChar(bitPattern: $0) })
        let name = module.file.utf8CString
        let file = UnsafeMutableBufferPointer<CChar>.allocate(capacity: name.count)
        _ = file.initialize(from: name)
        (moduleText, moduleFile) = (text, file)
        return (text, file)
    }
}

/// The arguments that Lua passed to a host function; valid until that function returns.
package struct LuaArguments {
    let state: LuaState
    /// The number of arguments.
    package let count: Int

    /// The value at a position counted from 1; nil past the end. Tables are copied with everything in them.
    ///
    /// - throws: `.runtime` for a table that is too deeply nested or too large to copy.
    package func value(_ position: Int) throws(LuaError) -> LuaValue {
        guard position <= count else { return .nil }
        return try state.value(at: Int32(position))
    }

    /// The whole number at a position.
    ///
    /// - throws: for anything else, `.runtime` that names the position.
    package func integer(_ position: Int) throws(LuaError) -> Int64 {
        guard let value = try value(position).integer else { throw try refusal(position, "an integer") }
        return value
    }

    /// The string at a position, with the bytes that it has; nil for anything else.
    ///
    /// - throws: `.tooLarge`.
    package func bytes(_ position: Int) throws(LuaError) -> LuaString? {
        position <= count ? try state.string(at: Int32(position)) : nil
    }

    /// The string at a position, as text.
    ///
    /// - throws: for anything else, `.runtime` that names the position.
    package func text(_ position: Int) throws(LuaError) -> String {
        guard let string = try bytes(position) else { throw try refusal(position, "a string") }
        return string.text
    }

    /// The error for an argument of the wrong type.
    package func refusal(_ position: Int, _ wanted: String) throws(LuaError) -> LuaError {
        let given = position > count ? "no value" : try value(position).typeName
        return LuaError(.runtime, "bad argument #\(position) (\(wanted) expected, got \(given))")
    }
}
