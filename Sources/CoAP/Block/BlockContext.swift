/// What the blocks of a request ask of its response.
///
/// - Source: RFC 7959 §2.7.
struct BlockContext {
    /// The last block of the request's payload; the response repeats it.
    var block1: BlockOption?
    /// The block of the response that is asked for.
    var block2: BlockOption?
    /// The whole request.
    var request: CoAPRequest
}
