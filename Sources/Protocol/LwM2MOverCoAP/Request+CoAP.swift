package import CoAP
package import LwM2M

extension DeviceManagement {
    /// The request in a message from a server.
    ///
    /// - throws: 4.04 if the path names nothing that can exist, 4.01 for Object 0, 4.05 if the method cannot be used at
    ///   this level, 4.00 for an empty PUT and for the path `/`.
    /// - Source: LwM2M 1.0.1 §8.2.5, §8.2.6.
    package func request(in message: CoAPRequest, from server: ShortServerID) throws(LwM2MError) -> Request {
        let path = try path(of: message)
        do throws(LwM2MError) {
            return Request(
                try ManagementOperation(message, at: path), path, accept: message.acceptedFormat,
                contentFormat: message.payloadFormat, payload: message.payload, attributes: message.queries)
        } catch {
            // An inaccessible or unknown Object takes precedence over a method that does not exist at the level.
            try Requester.server(server).checkReach(of: path.object)
            if let object = path.object { _ = try definition(of: object) }
            throw error
        }
    }

    /// The path that a message names, without the alternate path, which servers may leave out.
    ///
    /// - throws: 4.04 if it names nothing that can exist.
    package func path(of message: CoAPRequest) throws(LwM2MError) -> Path {
        if alternatePath.isEmpty, let path = Path(ids: message.options) { return path }
        let segments = message.path
        guard !alternatePath.isEmpty, segments.starts(with: alternatePath) else { return try Path(segments: segments) }
        return try Path(segments: segments.dropFirst(alternatePath.count))
    }
}

extension Path {
    /// The path in Uri-Path options if they are up to three ids; nil otherwise.
    fileprivate init?(ids options: Options) {
        var path = Path.root
        let areIDs = options.forEach(.uriPath) { segment in
            guard path.depth < 3, let id = UInt16(segment: segment) else { return false }
            path = path.appending(id)
            return true
        }
        guard areIDs else { return nil }
        self = path
    }
}

extension ManagementOperation {
    /// - throws: 4.05 if the method cannot be used at this level, 4.00 for an empty PUT and for `/`.
    fileprivate init(_ message: CoAPRequest, at path: Path) throws(LwM2MError) {
        switch (message.method, path.depth) {
        case (.delete, 0): throw LwM2MError(.methodNotAllowed, "/ is deleted over the bootstrap interface only")
        case (_, 0): throw LwM2MError(.badRequest, "the path / names no Object")
        case (.get, _):
            if message.acceptedFormat == .linkFormat {
                self = .discover
            } else {
                self = message.observe.map { $0 == 0 ? .observe : .cancelObserve } ?? .read
            }
        case (.put, let depth):
            if !message.payload.isEmpty || message.contentFormat != nil {
                guard depth > 1 else { throw LwM2MError(.methodNotAllowed, "\(path): an Object is not written") }
                self = .write(.replace)
            } else {
                guard !message.queries.isEmpty else {
                    throw LwM2MError(.badRequest, "\(path): the PUT brings neither a value nor an attribute")
                }
                self = .writeAttributes
            }
        case (.post, 1): self = .create
        case (.post, 2): self = .write(.partialUpdate)
        case (.post, _): self = .execute
        case (.delete, 2): self = .delete
        case (.delete, _): throw LwM2MError(.methodNotAllowed, "\(path): only an Object Instance is deleted")
        default: throw LwM2MError(.methodNotAllowed, "\(path): LwM2M has no \(message.method)")
        }
    }
}

extension BootstrapManagement {
    /// Carries out the command in a message from the bootstrap server, and answers it.
    ///
    /// - Source: LwM2M 1.0.1 §8.2.3.
    package mutating func answer(_ message: CoAPRequest) -> Response {
        do throws(LwM2MError) { return answer(try BootstrapCommand(message)) } catch { return Response(error) }
    }
}

extension BootstrapCommand {
    /// - throws: 4.00 for an invalid path, 4.05 for an operation that the bootstrap interface does not have.
    fileprivate init(_ message: CoAPRequest) throws(LwM2MError) {
        if message.method == .post {
            guard message.path == ["bs"] else {
                let path = "/" + message.path.joined(separator: "/")
                throw LwM2MError(
                    (try? Path(segments: message.path)) == nil ? .badRequest : .methodNotAllowed,
                    "\(path): on the bootstrap interface POST goes to /bs")
            }
            self = .finish
            return
        }
        let path: Path
        do throws(LwM2MError) { path = try Path(segments: message.path) } catch {
            throw LwM2MError(.badRequest, error.message)
        }
        switch message.method {
        case .get where message.acceptedFormat == .linkFormat && message.observe == nil: self = .discover(path)
        case .get:
            throw LwM2MError(.methodNotAllowed, "\(path): the bootstrap interface has no Read; Discover accepts 40")
        case .put: self = .write(path, message.payload, as: message.payloadFormat)
        case .delete: self = .delete(path)
        default: throw LwM2MError(.methodNotAllowed, "\(path): LwM2M has no \(message.method)")
        }
    }
}

extension CoAPRequest {
    /// The message for a request from a server.
    ///
    /// - Parameter alternatePath: the segments in front of the client's paths; empty if there is none.
    /// - Source: LwM2M 1.0.1 §8.2.5, §8.2.6.
    package init(_ request: Request, below alternatePath: [String] = []) {
        let (method, observe): (Code, UInt32?) =
            switch request.operation {
            case .read, .discover: (.get, nil)
            case .observe: (.get, 0)
            case .cancelObserve: (.get, 1)
            case .write(.replace), .writeAttributes: (.put, nil)
            case .write(.partialUpdate), .execute, .create: (.post, nil)
            case .delete: (.delete, nil)
            }
        let accept = request.operation == .discover ? .linkFormat : request.accept
        self.init(
            method, path: alternatePath + request.path.segments, queries: request.attributes,
            accept: accept?.rawValue, contentFormat: request.contentFormat?.rawValue, observe: observe,
            payload: request.payload)
    }

    /// The message for a command from the bootstrap server.
    ///
    /// - Source: LwM2M 1.0.1 §8.2.3.
    package init(_ command: BootstrapCommand) {
        switch command {
        case .discover(let path): self.init(.get, path: path.segments, accept: ContentFormat.linkFormat.rawValue)
        case .write(let path, let payload, let format):
            self.init(.put, path: path.segments, contentFormat: format?.rawValue, payload: payload)
        case .delete(let path): self.init(.delete, path: path.segments)
        case .finish: self.init(.post, path: ["bs"])
        }
    }

    /// The format that the answer must have; nil if the option is absent, which is not the same as text.
    package var acceptedFormat: ContentFormat? { accept.map(ContentFormat.init(rawValue:)) }

    /// The format of the payload; nil if the option is absent, which is not the same as text.
    package var payloadFormat: ContentFormat? { contentFormat.map(ContentFormat.init(rawValue:)) }
}
