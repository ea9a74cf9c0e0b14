extension DeviceManagement {
    /// The content that an Observe begins with; the owner makes the observation of it.
    ///
    /// - throws: the refusal to answer with; there is no observation then.
    /// - Source: LwM2M 1.0.1 §5.5.1.
    public func observe(_ request: Request, from server: ShortServerID) throws(LwM2MError) -> Reading {
        let path = try path(of: request)
        if path.object == 0 { throw LwM2MError(.unauthorized, "no server may reach Object 0") }
        let operation = try ManagementOperation(request, at: path)
        do throws(LwM2MError) { return try read(request, at: path, from: server) } catch {
            if error.code.isClientError { try check(operation, at: path, from: server) }
            throw error
        }
    }

    /// The content of an observed path as it is now, in the format of the Observe.
    ///
    /// - throws: 4.01 where the server may not read it any more, when nothing is sent; 4.04 where it is gone; 4.06 where
    ///   the format cannot carry it.
    /// - Source: LwM2M 1.0.1 §5.5.2, §7.3.2.5.
    public func notification(
        of path: Path, as format: ContentFormat, for server: ShortServerID
    ) throws(LwM2MError) -> Reading {
        let node = try content(of: path, from: server)
        try Representation.check(node, as: format)
        return Reading(path: path, node: node, response: response(node, at: path, as: format))
    }

    func read(_ request: Request, at path: Path, from server: ShortServerID) throws(LwM2MError) -> Reading {
        let node = try content(of: path, from: server)
        let format = try Representation.format(
            for: node, accept: request.accept, contentFormat: request.contentFormat)
        return Reading(path: path, node: node, response: response(node, at: path, as: format))
    }

    private func content(of path: Path, from server: ShortServerID) throws(LwM2MError) -> Node {
        let node = try model.read(path, from: .server(server))
        if case .resource(let resource) = node, resource.content == .single(nil) {
            throw LwM2MError(.notFound, "\(path) is not instantiated")
        }
        return node
    }

    private func response(_ node: Node, at path: Path, as format: ContentFormat) -> Response {
        Response(
            .content, contentFormat: format, payload: Representation.payload(of: node, at: path, as: format))
    }

    func discover(_ path: Path, from server: ShortServerID) throws(LwM2MError) -> Response {
        let found = try model.discover(path, from: .server(server))
        let links = DiscoverLinks.links(of: found, at: path, attributes: attributes, for: server)
        return Response(
            .content, contentFormat: .linkFormat,
            payload: Array(LinkFormat.text(of: links, below: alternatePath).utf8))
    }
}
