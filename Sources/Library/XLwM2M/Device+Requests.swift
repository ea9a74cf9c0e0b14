import Emulator
import LwM2M

/// Requests to the Objects. Without `by`, the requester is the module's own host, to which neither access rights nor
/// the operations of a definition apply; with it, the management server with that Short Server ID.
extension Device {
    /// The value of a Resource or Resource Instance; for an Object or Object Instance, a table of its contents by id.
    ///
    /// - Parameter path: `/3300/0/5700`.
    /// - throws: the code and the reason of the refusal.
    public func read(_ path: String, by server: UInt16? = nil) throws(DeviceError) -> Value {
        try request(path, server) { (path, requester) throws(LwM2MError) in
            Value(try module.dataModel.read(path, from: requester))
        }
    }

    /// Writes a Resource, one of its Resource Instances, or, with a table by Resource, several Resources of an Object
    /// Instance at once, all or nothing.
    ///
    /// - throws: the code and the reason of the refusal.
    public func write(_ path: String, _ value: Value, by server: UInt16? = nil) throws(DeviceError) {
        try request(path, server) { (path, requester) throws(LwM2MError) in
            try module.dataModel.write(
                try value.resources(at: path, of: definition(path)), to: path,
                mode: path.depth == 3 ? .replace : .partialUpdate, from: requester)
        }
    }

    /// Executes a Resource.
    ///
    /// - Parameter arguments: as they appear in the request, `0='on',1`.
    /// - throws: the code and the reason of the refusal.
    public func execute(_ path: String, _ arguments: String = "", by server: UInt16? = nil) throws(DeviceError) {
        try request(path, server) { (path, requester) throws(LwM2MError) in
            try module.dataModel.execute(path, arguments: arguments, from: requester)
        }
    }

    /// Creates an Object Instance: the path of an Object uses the lowest free id, `/3300/7` uses that id.
    ///
    /// - Parameter values: the values of Resources by id.
    /// - Returns: the path of the new instance, `/3300/0`.
    /// - throws: the code and the reason of the refusal.
    @discardableResult
    public func create(
        _ path: String, _ values: [UInt16: Value] = [:], by server: UInt16? = nil
    ) throws(DeviceError) -> String {
        try request(path, server) { (path, requester) throws(LwM2MError) in
            let resources = try Value.resources(values, of: definition(path))
            let id = try module.dataModel.create(path, with: resources, from: requester)
            return Path(path.object ?? 0, id).description
        }
    }

    /// Deletes an Object Instance.
    ///
    /// - throws: the code and the reason of the refusal.
    public func delete(_ path: String, by server: UInt16? = nil) throws(DeviceError) {
        try request(path, server) { (path, requester) throws(LwM2MError) in
            try module.dataModel.delete(path, from: requester)
        }
    }

    private func definition(_ path: Path) -> ObjectDefinition? {
        path.object.flatMap { module.dataModel.definition(of: $0) }
    }

    private func request<Result>(
        _ path: String, _ server: UInt16?, _ body: (Path, Requester) throws(LwM2MError) -> Result
    ) throws(DeviceError) -> Result {
        defer { settle() }
        do throws(LwM2MError) {
            return try body(try Path(parsing: path), server.map { .server($0) } ?? .host)
        } catch {
            throw DeviceError(error.message, code: error.code.description)
        }
    }
}
