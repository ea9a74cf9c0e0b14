/// What makes two blocks parts of one transfer with a peer.
///
/// - Source: RFC 7959 §2.4, §2.5.
struct BlockKey: Hashable {
    private let method: Code
    private let options: [Option]

    /// The key of an upload: method, path and queries.
    init(upload request: CoAPRequest) {
        self.init(request) { $0 == .uriPath || $0 == .uriQuery }
    }

    /// The key of a representation: the format asked for counts too.
    init(download request: CoAPRequest) {
        self.init(request) { $0 == .uriPath || $0 == .uriQuery || $0 == .accept }
    }

    private init(_ request: CoAPRequest, keeping isPart: (OptionNumber) -> Bool) {
        method = request.method
        options = request.options.all.filter { isPart($0.number) }
    }
}
