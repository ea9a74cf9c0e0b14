import CLuaBridge

/// What the bridge holds of a state: the way from a C callback back to Swift, without keeping the state alive.
final class HostBox {
    unowned(unsafe) var state: LuaState!

    /// The callbacks for this box; the bridge must not outlive it.
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
