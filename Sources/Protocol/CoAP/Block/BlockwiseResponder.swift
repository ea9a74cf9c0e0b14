/// Answers requests in blocks: assembles payloads, and cuts responses into pieces that stay unchanged while they are
/// being fetched.
///
/// - Source: RFC 7959 §2.4 to §2.7.
struct BlockwiseResponder {
    /// What a message with a request turns out to be.
    enum Intake {
        /// The whole request, to be handled.
        case request(BlockContext)
        /// One block, to be answered with this response.
        case answer(CoAPResponse)
    }

    /// A response being fetched in blocks.
    private struct Representation {
        var response: CoAPResponse
        var expiry: Double
    }

    let settings: BlockSettings
    private var uploads: [BlockKey: BlockUpload] = [:]
    private var representations: [BlockKey: Representation] = [:]
    private var madeTags: UInt32 = 0

    init(_ settings: BlockSettings) { self.settings = settings }

    // MARK: - Requests

    /// Adds the request of one message.
    mutating func assemble(_ request: consuming CoAPRequest, at time: Double) -> Intake {
        guard request.options.reaches(.block2) else { return .request(BlockContext(request: request)) }
        let block1 = request.options[.block1].flatMap { BlockOption($0) }
        let block2 = request.options[.block2].flatMap { BlockOption($0) }
        if block1?.isReserved ?? false || block2?.isReserved ?? false {
            return .answer(CoAPResponse(.badRequest, diagnostic: "the block size 7 is reserved"))
        }
        var whole = copy request
        for number in [OptionNumber.block1, .block2, .size1, .size2] { whole.options.remove(number) }
        if let block1, let answer = addBlock(block1, of: request, into: &whole, at: time) { return .answer(answer) }
        if let block2, block2.number > 0 {
            // The rest of a representation is never an observation.
            whole.options.remove(.observe)
            let key = BlockKey(download: whole)
            if var representation = representations[key] {
                representation.expiry = time + settings.lifetime
                representations[key] = representation
                return .answer(piece(block2, of: representation.response))
            }
            guard whole.method == .get else {
                return .answer(
                    CoAPResponse(.requestEntityIncomplete, diagnostic: "there is no response to continue"))
            }
        }
        return .request(BlockContext(block1: block1, block2: block2, request: whole))
    }

    /// Adds a block of a request.
    ///
    /// - Returns: the answer; nil after the last block, when `whole` has the payload.
    private mutating func addBlock(
        _ block: BlockOption, of request: CoAPRequest, into whole: inout CoAPRequest, at time: Double
    ) -> CoAPResponse? {
        let key = BlockKey(upload: whole)
        var upload: BlockUpload
        if block.number == 0 {
            uploads[key] = nil
            if let size = request.options.uint(.size1), Int(size) > largestUpload {
                return BlockUpload.tooLarge(largestUpload)
            }
            upload = BlockUpload(contentFormat: request.options.uint(.contentFormat), expiry: 0)
        } else {
            guard let running = uploads.removeValue(forKey: key) else {
                return CoAPResponse(.requestEntityIncomplete, diagnostic: "block \(block) without those before it")
            }
            upload = running
        }
        var confirmed = block
        if let refusal = upload.append(block, of: request, limit: largestUpload) {
            var refusal = refusal
            refusal.options.set(.block1, uint: confirmed.uint)
            return refusal
        }
        guard block.isMoreToCome else {
            whole.payload = upload.payload
            return nil
        }
        upload.expiry = time + settings.lifetime
        makeRoom(in: &uploads) { $0.expiry }
        uploads[key] = upload
        confirmed.exponent = min(block.exponent, BlockOption.exponent(ofSize: settings.size))
        var answer = CoAPResponse(.continue)
        answer.options.add(.block1, uint: confirmed.uint)
        return answer
    }

    private var largestUpload: Int { min(settings.largestUpload, settings.largestPayload) }

    // MARK: - Responses

    /// The response as it fits into a message: the whole response, or a block of it.
    mutating func shape(
        _ whole: consuming CoAPResponse, for context: BlockContext, at time: Double
    ) -> CoAPResponse {
        if let block1 = context.block1 { whole.options.set(.block1, uint: block1.uint) }
        let exponent = BlockOption.exponent(ofSize: settings.size)
        var block = context.block2 ?? BlockOption(number: 0, isMoreToCome: false, exponent: exponent)
        if block.exponent > exponent {
            block = BlockOption(
                number: UInt32(clamping: block.offset / settings.size), isMoreToCome: false, exponent: exponent)
        }
        if whole.payload.count <= block.size, block.number == 0 {
            forget(context.request)
            if context.block2 != nil, whole.code.isSuccess {
                block.isMoreToCome = false
                whole.options.set(.block2, uint: block.uint)
            }
            return whole
        }
        guard whole.code.isSuccess || block.number == 0 else { return whole }
        if whole.options[.etag] == nil {
            madeTags &+= 1
            whole.options.add(Option(.etag, Option.bytes(of: madeTags)[...]))
        }
        makeRoom(in: &representations) { $0.expiry }
        representations[BlockKey(download: context.request)] = Representation(
            response: copy whole, expiry: time + settings.lifetime)
        return piece(block, of: whole)
    }

    /// Forgets what a request was answered with: the rest of it is no longer what there is.
    private mutating func forget(_ request: CoAPRequest) {
        if !representations.isEmpty { representations[BlockKey(download: request)] = nil }
    }

    /// One block of a response.
    private func piece(_ asked: BlockOption, of whole: CoAPResponse) -> CoAPResponse {
        var block = asked
        let exponent = BlockOption.exponent(ofSize: settings.size)
        if block.exponent > exponent {
            block.number = UInt32(clamping: block.offset / settings.size)
            block.exponent = exponent
        }
        let start = block.offset
        guard start < whole.payload.count else {
            return CoAPResponse(
                .badRequest, diagnostic: "block \(block) of a response with \(whole.payload.count) bytes")
        }
        let end = min(start + block.size, whole.payload.count)
        block.isMoreToCome = end < whole.payload.count
        var response = whole
        response.payload = Array(whole.payload[start..<end])
        response.options.set(.block2, uint: block.uint)
        if block.number == 0 {
            response.options.set(.size2, uint: UInt32(clamping: whole.payload.count))
        } else {
            response.options.remove(.observe)
        }
        return response
    }

    // MARK: - Room and time

    /// Removes the entry that would be forgotten first if there is no room for one more.
    private func makeRoom<Value>(in table: inout [BlockKey: Value], expiry: (Value) -> Double) {
        guard table.count >= settings.mostTransfers else { return }
        if let oldest = table.min(by: { expiry($0.value) < expiry($1.value) })?.key { table[oldest] = nil }
    }

    /// When something is forgotten; nil if nothing is kept.
    var nextDeadline: Double? {
        if uploads.isEmpty, representations.isEmpty { return nil }
        let upload = uploads.values.lazy.map(\.expiry).min() ?? .infinity
        return min(upload, representations.values.lazy.map(\.expiry).min() ?? .infinity)
    }

    /// Forgets transfers that have been idle for too long.
    mutating func advance(to time: Double) {
        if let deadline = nextDeadline, deadline <= time {
            uploads = uploads.filter { $0.value.expiry > time }
            representations = representations.filter { $0.value.expiry > time }
        }
    }
}
