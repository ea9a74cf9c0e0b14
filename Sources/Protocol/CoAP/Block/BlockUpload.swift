/// A payload that arrives in blocks.
///
/// - Source: RFC 7959 §2.5.
struct BlockUpload {
    private(set) var payload: [UInt8] = []
    private let contentFormat: UInt32?
    /// When the upload is forgotten.
    var expiry: Double
    /// Where the last block began, to recognize a repetition of it.
    private var lastOffset = 0

    init(contentFormat: UInt32?, expiry: Double) {
        self.contentFormat = contentFormat
        self.expiry = expiry
    }

    /// Appends a block.
    ///
    /// - Returns: the refusal; nil if it was taken.
    mutating func append(_ block: BlockOption, of request: CoAPRequest, limit: Int) -> CoAPResponse? {
        guard request.options.uint(.contentFormat) == contentFormat else {
            return CoAPResponse(.requestEntityIncomplete, diagnostic: "the Content-Format changed between blocks")
        }
        if block.isMoreToCome, request.payload.count != block.size {
            return CoAPResponse(
                .badRequest, diagnostic: "block \(block) with \(request.payload.count) bytes, more to come")
        }
        if block.offset == lastOffset, block.offset < payload.count, block.isMoreToCome,
            block.offset + block.size == payload.count
        {
            // The block has come before: its answer was lost.
            return nil
        }
        guard block.offset == payload.count else {
            return CoAPResponse(
                .requestEntityIncomplete, diagnostic: "block \(block) where byte \(payload.count) is awaited")
        }
        guard payload.count + request.payload.count <= limit else { return Self.tooLarge(limit) }
        lastOffset = block.offset
        payload += request.payload
        return nil
    }

    /// The refusal of a payload that is too long, with the most bytes accepted.
    static func tooLarge(_ limit: Int) -> CoAPResponse {
        var response = CoAPResponse(.requestEntityTooLarge, diagnostic: "more than \(limit) bytes")
        response.options.add(.size1, uint: UInt32(clamping: limit))
        return response
    }
}

/// What the block options of a request ask of its response.
///
/// - Source: RFC 7959 §2.7.
struct BlockContext {
    /// The last block of the request's payload; the response repeats it.
    var block1: BlockOption?
    /// The block of the response that is requested.
    var block2: BlockOption?
    /// The whole request.
    var request: CoAPRequest
}

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
