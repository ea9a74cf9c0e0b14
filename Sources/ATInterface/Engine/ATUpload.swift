/// Data that follows on the line.
struct ATUpload {
    /// Bytes.
    var count: Int
    /// Called with all of them; a refusal is the result.
    var finish: ([UInt8]) throws(ATError) -> Void
}
