/// One of our requests, sent in as many blocks as needed; its response is received in the same way.
///
/// - Source: RFC 7959 §2.4 to §2.7 and §3.
struct BlockwiseRequest {
    /// What follows from a response.
    enum Step: Equatable {
        /// Send `message` next.
        case send
        case done(CoAPResponse)
        /// The transfer failed, for this reason.
        case failed(String)
    }

    /// The request as the owner passed it.
    let whole: CoAPRequest
    /// The next request to send, as one message.
    private(set) var message: CoAPRequest

    private let settings: BlockSettings
    /// The block being sent; nil if the payload needs no blocks, or has been sent.
    private var block1: BlockOption?
    /// The payload received so far, and the response that brought the first part.
    private var received: [UInt8] = []
    private var first: CoAPResponse?
    private var restarts = 0

    /// How often a representation may change while it is being fetched.
    private static let mostRestarts = 3

    init(_ request: CoAPRequest, _ settings: BlockSettings) {
        whole = request
        message = request
        self.settings = settings
        let exponent = BlockOption.exponent(ofSize: settings.size)
        if request.payload.count > settings.size {
            setUpload(offset: 0, exponent: exponent)
        } else if exponent < 6, request.method == .get {
            message.options.set(.block2, uint: UInt32(exponent))
        }
    }

    /// Continues after a response.
    mutating func step(after response: CoAPResponse) -> Step {
        guard let sent = block1 else { return download(response) }
        let answered = response.options[.block1].flatMap { BlockOption($0) }
        let exponent = min(sent.exponent, answered?.exponent ?? sent.exponent)
        if response.code == .continue || (response.code.isSuccess && sent.isMoreToCome && answered != nil) {
            guard sent.isMoreToCome else { return .failed("the peer asks for more blocks than there are") }
            setUpload(offset: sent.offset + sent.size, exponent: exponent)
            return .send
        }
        if response.code == .requestEntityTooLarge, sent.number == 0, exponent < sent.exponent {
            setUpload(offset: 0, exponent: exponent)
            return .send
        }
        block1 = nil
        return download(response)
    }

    /// Makes the block at the offset the next message.
    private mutating func setUpload(offset: Int, exponent: UInt8) {
        var block = BlockOption(number: 0, isMoreToCome: false, exponent: exponent)
        block.number = UInt32(clamping: offset / block.size)
        let end = min(offset + block.size, whole.payload.count)
        block.isMoreToCome = end < whole.payload.count
        block1 = block
        message = whole
        message.payload = Array(whole.payload[offset..<end])
        message.options.set(.block1, uint: block.uint)
        if offset == 0 { message.options.set(.size1, uint: UInt32(clamping: whole.payload.count)) }
    }

    private mutating func download(_ response: CoAPResponse) -> Step {
        guard response.code.isSuccess, let block = response.options[.block2].flatMap({ BlockOption($0) }),
            block.isMoreToCome || block.number > 0
        else { return .done(response) }
        guard !block.isReserved else { return .failed("the peer sent a block of the reserved size 7") }
        if let first, first.etag != response.etag {
            restarts += 1
            guard restarts <= Self.mostRestarts else {
                return .failed("the representation changed \(restarts) times while it was fetched")
            }
            self.first = nil
            received = []
            if block.number > 0 {
                setDownload(0, exponent: block.exponent)
                return .send
            }
        }
        guard block.offset == received.count else {
            return .failed("block \(block) came where byte \(received.count) was asked for")
        }
        guard !block.isMoreToCome || response.payload.count == block.size else {
            return .failed("block \(block) came with \(response.payload.count) bytes")
        }
        guard received.count + response.payload.count <= settings.largestPayload else {
            return .failed("the response has more than \(settings.largestPayload) bytes, which is the limit")
        }
        received += response.payload
        if first == nil { first = response }
        guard block.isMoreToCome else { return .done(joined(response)) }
        setDownload(UInt32(clamping: received.count / block.size), exponent: block.exponent)
        return .send
    }

    /// Makes the request for a block of the response the next message; it neither observes nor uploads.
    private mutating func setDownload(_ number: UInt32, exponent: UInt8) {
        message = CoAPRequest(whole.method, options: whole.options)
        message.options.remove(.observe)
        let block = BlockOption(number: number, isMoreToCome: false, exponent: exponent)
        message.options.set(.block2, uint: block.uint)
    }

    /// The whole response: the first one, with the payload of all.
    private func joined(_ last: CoAPResponse) -> CoAPResponse {
        var response = first ?? last
        response.options.remove(.block2)
        response.options.remove(.size2)
        response.payload = received
        return response
    }
}

/// The limits of block-wise transfers.
///
/// - Source: RFC 7959.
package struct BlockSettings: Hashable, Sendable {
    /// The largest block to send, in bytes: 16, 32, 64, ... 1024. A larger payload is sent in blocks of this size.
    package var size = 1024
    /// The largest payload assembled from blocks, in bytes; a larger one is refused with 4.13, or given up.
    package var largestPayload = 1 << 20
    /// The largest payload of a request from the peer, in bytes, if that is less.
    package var largestUpload = 1 << 20
    /// How many payloads are assembled, and how many representations kept, at a time; the oldest give way.
    package var mostTransfers = 8
    /// Seconds without a block after which a transfer is forgotten.
    package var lifetime = 247.0

    package init() {}
}
